"""Policies of service: proposed, published by another, dropped; each on the record."""

from datetime import date, datetime

from django.db import transaction

from tongban.common.actors import Actor
from tongban.registry.administration.checks import check_administers
from tongban.registry.administration.rules import Deed
from tongban.registry.administration.services.record import note
from tongban.registry.policies import services
from tongban.registry.policies.models import Policy


@transaction.atomic
def propose_policy(*, title: str, document: str, effective_on: date, text: str, actor: Actor, at: datetime) -> Policy:
    """Write a policy down for another administrator to publish."""
    check_administers(actor)
    row = services.propose(title=title, document=document, effective_on=effective_on, text=text, actor=actor, at=at)
    kept = {"title": row.title, "document": row.document, "effective_on": effective_on}
    note(Deed.POLICY_PROPOSED, f"policy:{row.pk}", actor=actor, at=at, **kept)
    return row


@transaction.atomic
def publish_policy(*, policy: int, actor: Actor, at: datetime) -> Policy:
    """Put a policy in force from its day, by somebody else than who proposed it."""
    check_administers(actor)
    row = services.publish(policy=policy, actor=actor, at=at)
    note(Deed.POLICY_PUBLISHED, f"policy:{row.pk}", actor=actor, at=at, document=row.document)
    return row


@transaction.atomic
def drop_policy(*, policy: int, reason: str, actor: Actor, at: datetime) -> Policy:
    """Give up a policy nobody published."""
    check_administers(actor)
    row = services.drop(policy=policy, reason=reason, actor=actor, at=at)
    note(Deed.POLICY_DROPPED, f"policy:{row.pk}", actor=actor, at=at, document=row.document, reason=row.reason)
    return row
