"""Opening a sealed identifier: with a reason, and never without a line in the log."""

from datetime import datetime

from django.db import transaction

from tongban.common.actors import STAFF_ROLES, Actor
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.registry.parties.models import IdentifierOpening, Party
from tongban.registry.parties.queries import keyring, may_represent, seal_context
from tongban.registry.parties.rules import SHORTEST_REASON, IdentifierField

OWN = "本人查看"


@transaction.atomic
def open_identifier(*, party: Party, field: IdentifierField, actor: Actor, reason: str, at: datetime) -> str:
    """The clear text of a sealed field, once the opening is logged.

    Staff in a role give a reason of at least four characters; a party opens its own, or that of an enterprise it
    acts for, without one; anybody else is refused.
    """
    why = clean_line(reason, field="查看理由", limit=200, blank=True)
    if actor.has(*STAFF_ROLES):
        if len(why) < SHORTEST_REASON:
            raise BadInput(
                "identifier.reason",
                "查看{field}须写明理由(不少于{least}个字)。",
                field=field.label,
                least=SHORTEST_REASON,
            )
    elif _is_own(actor, party, at):
        why = why or OWN
    else:
        raise NotAllowed("identifier.not_yours", "只有承办人员和当事人本人可以查看{field}。", field=field.label)
    sealed = party.identifier_sealed if field is IdentifierField.IDENTIFIER else party.phone_sealed
    if not sealed:
        raise Refused("identifier.absent", "该当事人没有登记{field}。", field=field.label)
    IdentifierOpening.objects.create(
        party=party, field=field.value, by=actor.key, name=actor.name[:100], at=at, reason=why
    )
    return keyring().unseal(sealed, context=seal_context(field, party.identifier_index))


def _is_own(actor: Actor, party: Party, at: datetime) -> bool:
    if actor.party_id is None:
        return False
    return actor.party_id == party.pk or may_represent(actor.party_id, party.pk, localdate(at))
