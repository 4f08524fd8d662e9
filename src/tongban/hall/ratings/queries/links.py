"""Links that let somebody rate one act: what they are of, signed; nothing of the person, and nothing stored."""

import re
import uuid
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from tongban.common.errors import BadInput, NotFound
from tongban.common.identifiers import check_case_number
from tongban.hall.ratings.rules import RatingChannel, Stage

SALT = "tongban.hall.ratings"
LONGEST = 160
LETTERS = {RatingChannel.WINDOW_QR: "q", RatingChannel.LINK: "l", RatingChannel.PORTAL: "p"}
CHANNELS = {letter: channel for channel, letter in LETTERS.items()}
FIRST = re.compile(r"([0-9-]{10,40})\.([a-z]{2,12})\.([0-9]{1,6})\.([qlp])\Z")
AGAIN = re.compile(r"again\.([0-9a-f]{32})\Z")


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is of: an act of a case (``seq`` 0: the latest of its stage), or a rating to be given once more."""

    number: str = ""
    stage: Stage = Stage.WHOLE
    seq: int = 0
    channel: RatingChannel = RatingChannel.LINK
    again: uuid.UUID | None = None


def token_for(number: str, stage: Stage, seq: int = 0, channel: RatingChannel = RatingChannel.LINK) -> str:
    """The signed text of a link to rate an act; with ``seq`` 0 the latest act of the stage, for papers printed before it."""
    return _signer().sign(f"{number}.{stage.value}.{seq}.{LETTERS[channel]}")


def token_again(uid: uuid.UUID) -> str:
    """The signed text of a link to rate once more what was rated bad."""
    return _signer().sign(f"again.{uid.hex}")


def read_token(token: str) -> Link:
    """What a link is of. Raises NotFound for one this house did not sign."""
    forged = NotFound("rating.forged", "评价链接不完整或已失效:请重新扫描凭证上的二维码,或登录后在“我的办件”中评价。")
    try:
        text = _signer().unsign(token) if len(token) <= LONGEST else ""
    except BadSignature:
        raise forged from None
    if found := AGAIN.match(text):
        return Link(again=uuid.UUID(found[1]))
    found = FIRST.match(text)
    if found is None or found[2] not in set(Stage):
        raise forged
    try:
        number = check_case_number(found[1])
    except BadInput:
        raise forged from None
    return Link(number, Stage(found[2]), int(found[3]), CHANNELS[found[4]])


def _signer() -> Signer:
    return Signer(salt=SALT)
