"""The Hefei sample: registry, people with sign-ins, and a few hundred cases in every state, all through the services.

Everything is drawn with a fixed seed, so the same ``today`` gives the same sample; every case is flagged as sample data.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from tongban.casework.exchange import services as exchange
from tongban.common.errors import NotFound
from tongban.common.time import midnight, noon
from tongban.demo.reference import load_reference
from tongban.demo.sample import (
    appeals_sample,
    blocked_sample,
    exchange_sample,
    guides,
    notices_sample,
    plots,
    ratings_sample,
    systems,
)
from tongban.demo.sample.applicants import register_applicants
from tongban.demo.sample.people import MARKER, PASSWORD, SIGN_INS, hire_people
from tongban.demo.sample.systems import SYSTEM
from tongban.registry.agencies import queries as agencies
from tongban.workdays import current

__all__ = ["SYSTEM", "is_loaded", "load", "sign_ins"]

SEED = 20220701
MONTHS_IN_WORKING_DAYS = 130
NOTICE_IN_WORKING_DAYS = 20


def load(*, today: date, out: Callable[[str], object]) -> str:
    """Load the sample as it stands on the morning of ``today``: the last act in it is of the working day before.

    ``out`` is told what was loaded, line by line. Returns the API token of its business system, which is kept nowhere.
    """
    rng = Random(SEED)  # noqa: S311 - a sample is to be the same every time
    last_on = current().add(today, -1)
    opened_at = noon(current().add(today, -MONTHS_IN_WORKING_DAYS), 9)
    load_reference(at=opened_at)
    office = hire_people(rng, at=opened_at)
    out(f"  机构、权力、事项已载入;工作人员{len(office.staff)}名(样例)")
    applicants = register_applicants(rng, at=opened_at)
    office.open_sign_ins(applicants, at=opened_at)
    exchange_sample.enter_subscribers(actor=office.admin, at=opened_at)
    count = plots.play_all(office, applicants, rng, last_on=last_on)
    told = appeals_sample.tell_all(office, applicants, last_on=last_on)
    rated = ratings_sample.rate_cases(office, last_on=last_on, seed=SEED)
    blocked = blocked_sample.bring_all(office, applicants, last_on=last_on)
    while exchange.fan_out(at=noon(last_on, 17, 20), listeners=blocked_sample.LISTENERS):
        pass
    exchange_sample.switch_off(actor=office.admin, at=noon(last_on, 18))
    guides.rewrite_guides(
        editor=office.signed_in("item_manager"),
        publisher=office.signed_in("publisher"),
        at=noon(last_on, 16),
        next_from_on=current().add(today, NOTICE_IN_WORKING_DAYS),
    )
    notices_sample.tell_people(office, applicants, last_on=last_on)
    token = systems.open_system(at=midnight(today))
    matters = f"办不成事{blocked.told}件、否定报备{blocked.reports}份"
    out(f"  办件{count}件、诉求{told}件、{matters}、评价{rated + blocked.rated}条(样例数据,处处标明)")
    return token


def is_loaded() -> bool:
    """Whether the sample is in the database: its first member of staff is."""
    try:
        agencies.staff_member(MARKER)
    except NotFound:
        return False
    return True


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, username, password) of every sign-in of the sample, one for each role."""
    return [(label, username, PASSWORD) for username, label in SIGN_INS]
