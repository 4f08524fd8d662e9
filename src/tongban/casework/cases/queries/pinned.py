"""Which cases run under which version of a guide; a new version leaves them as they are."""

from collections.abc import Mapping

from django.db.models import Count

from tongban.casework.cases.models import Case


def open_by_version(item: str) -> Mapping[int, int]:
    """How many cases of an item are on somebody's desk, by the id of the version each was opened under."""
    rows = Case.objects.open().filter(item_id=item).values("item_version_id").annotate(count=Count("pk"))
    return {row["item_version_id"]: row["count"] for row in rows.order_by("item_version_id")}
