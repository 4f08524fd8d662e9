"""What makes an answer one: known again when copied, not too short, not the question. Pure."""

import hashlib
import re
import unicodedata

from tongban.common.errors import Refused

SEPARATORS = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """A text by its signs alone: no spaces, no punctuation, one width, small letters."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def fingerprint(text: str) -> str:
    """By what a copied text is known again, 64 hex digits."""
    return hashlib.sha256(bare(text).encode()).hexdigest()


def check_says_something(text: str, *, asked: str, least: int) -> None:
    """Refuse an answer that says nothing: too short, or the question itself."""
    said = bare(text)
    if len(said) < least:
        raise Refused(
            "answer.short",
            "答复只有{length}个字(标点不计),不足{least}个字,不是实质答复:请写明事实、依据和处理结果。",
            length=len(said),
            least=least,
        )
    if said in bare(asked):
        raise Refused("answer.echo", "答复只是重复诉求原文,不是实质答复:请写明事实、依据和处理结果。")


def copied(number: str, text: str) -> Refused:
    """The refusal of an answer that was given to another case already."""
    return Refused(
        "answer.copied",
        "答复与{number}的答复完全相同({length}字),不是针对本件的实质答复:请写明本件的事实和处理结果。",
        number=number,
        length=len(bare(text)),
    )
