"""Writing down what was done."""

from datetime import datetime

from tongban.common.actors import Actor
from tongban.registry.administration.models import AdministrativeAct
from tongban.registry.administration.rules import Deed


def note(deed: Deed, subject: str, *, actor: Actor, at: datetime, **data: object) -> None:
    """One line; days become text, what is empty is left out. Never give it a secret."""
    kept = {key: value if isinstance(value, bool | int | list) else str(value) for key, value in data.items() if value}
    AdministrativeAct.objects.create(
        subject=subject[:120], deed=deed.value, at=at, by=actor.key, by_name=actor.name[:100], data=kept
    )
