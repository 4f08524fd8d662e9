"""Following a case without a sign-in: its number and the last four digits of a phone the applicant gave."""

import re
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address

from tongban.common.errors import BadInput, NotAllowed
from tongban.common.identifiers import check_case_number
from tongban.hall.applications import queries
from tongban.registry.accounts import services as accounts
from tongban.registry.accounts.rules import LOCK

GUESSES = 5  # of one case from one address
GUESSES_AT_CASE = 20  # of one case from wherever they come
GUESSES_FROM = 60  # from one address at whatever cases
ENDING = re.compile(r"[0-9]{4}\Z")


def admit(
    *,
    number: str,
    phone_end: str,
    address: str,
    at: datetime,
    is_phone_of: Callable[[str, str], bool] = queries.is_phone_of,
) -> str:
    """The number of the case, as we write it, for who knows a phone of the applicant; all failures read the same.

    ``is_phone_of`` tells by number and ending; rooms whose cases keep a phone elsewhere bring their own.
    Deliberately no transaction around it: the refusal must not undo the attempt it counted.
    """
    wrong = NotAllowed(
        "track.wrong",
        "办件编号或手机号后四位不正确,请对照回执核对后重试;多次不正确将暂停查询{minutes}分钟。",
        minutes=LOCK.seconds // 60,
    )
    known = _read(number)
    if not _count(known, address, at):
        raise NotAllowed(
            "track.locked", "查询失败次数过多,已暂停查询:请{minutes}分钟后再试。", minutes=LOCK.seconds // 60
        )
    ending = phone_end.strip()
    if not known or not ENDING.match(ending) or not is_phone_of(known, ending):
        raise wrong
    accounts.forget_attempts(what=_pair(known, address), at=at)
    return known


def _read(number: str) -> str:
    """The number in its one spelling, so that guesses at it add up however it is written; empty where it is none."""
    try:
        return check_case_number(number)
    except BadInput:
        return ""


def _count(number: str, address: str, at: datetime) -> bool:
    """Count the guess in every way it is limited; whether it may still be looked at."""
    limits = {_pair(number, address): GUESSES, f"track {number}": GUESSES_AT_CASE} if number else {}
    if _is_of_one(address):
        limits[f"track from {address}"] = GUESSES_FROM
    # every one is counted, also behind one that is full already
    within = [accounts.count_attempt(what=what, address=address, at=at, most=most) for what, most in limits.items()]
    return all(within)


def _pair(number: str, address: str) -> str:
    return f"track {number} from {address}"


def _is_of_one(address: str) -> bool:
    """Whether an address tells one visitor from others; behind a proxy that is not believed all come from the same."""
    try:
        return ip_address(address).is_global
    except ValueError:
        return False
