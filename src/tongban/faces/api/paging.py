"""Cursors: opaque, signed, and good only for the list they came from."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Q, QuerySet

from tongban.common.errors import BadInput

SALT = "tongban.faces.api.cursor"
MOST = 200
DEFAULT = 50
Row = TypeVar("Row")


def opened(cursor: str, listing: Mapping[str, Any]) -> list[Any]:
    """Where a cursor points; refused when it is none of ours or belongs to another list or filter."""
    try:
        place = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        raise BadInput("cursor.bad", "翻页游标无法识别:请原样使用上一页给出的 next,或从第一页开始。") from None
    if place["of"] != _plain(listing):
        raise BadInput("cursor.other", "翻页游标属于另一组筛选条件:请保持条件不变,或从第一页开始。")
    found: list[Any] = place["after"]
    return found


def sealed(after: Sequence[Any], listing: Mapping[str, Any]) -> str:
    """The cursor after a row of a list with these filters."""
    return signing.dumps({"after": list(after), "of": _plain(listing)}, salt=SALT, compress=True)


def _plain(listing: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in sorted(listing.items()) if value not in (None, "")}


def cut(
    rows: Sequence[Row], limit: int, keys: Callable[[Row], Sequence[Any]], listing: Mapping[str, Any]
) -> tuple[Sequence[Row], str | None]:
    """A page out of ``limit + 1`` rows read, with the cursor to the next one if there is more."""
    shown = rows[:limit]
    return shown, sealed(keys(shown[-1]), listing) if len(rows) > limit else None


def beyond(found: QuerySet[Any], order: Sequence[str], after: Sequence[Any] | None, limit: int) -> list[Any]:
    """One row more than the page after the cursor, in ``order`` (names, a minus for descending, the last one unique)."""
    found = found.order_by(*order)
    if after is not None:
        place, same = Q(pk__in=()), Q()
        for name, value in zip(order, after, strict=True):
            field = name.lstrip("-")
            place |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
            same &= Q(**{field: value})
        found = found.filter(place)
    return list(found[: limit + 1])
