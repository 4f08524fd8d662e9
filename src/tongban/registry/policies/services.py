"""Acts on policies: proposed by one administrator, published by another; what is published is never edited."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import Conflict, NotAllowed, NotFound, Refused
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies.models import Policy
from tongban.registry.policies.queries import default_text
from tongban.registry.policies.rules import PolicyState, parse

DEFAULT_FROM = date(2020, 1, 1)
# the reviewers of a packaged file are those who approved its change in the repository, not two sign-ins here
LOADER = Actor("worker", "服务政策载入", frozenset({Role.WORKER}))


def check_administers(actor: Actor) -> None:
    """Refuse anyone but an administrator: a policy moves every term of the appeals to come."""
    if not actor.has(Role.ADMIN, Role.WORKER):
        raise NotAllowed("policy.role", "只有系统管理员可以管理服务政策:请联系系统管理员。")


@transaction.atomic
def propose(*, title: str, document: str, effective_on: date, text: str, actor: Actor, at: datetime) -> Policy:
    """Write a policy down for another person to publish; refused with what is wrong with it."""
    check_administers(actor)
    said = parse(text)
    agencies.agency(said.appeals.desk)
    try:
        with transaction.atomic():
            row: Policy = Policy.objects.create(
                title=clean_line(title, field="名称", limit=120),
                document=clean_line(document, field="文号", limit=80),
                effective_on=effective_on,
                text=text,
                proposed_at=at,
                proposed_by=actor.key,
                proposed_by_name=actor.name,
            )
    except IntegrityError:
        raise Conflict(
            "policy.document", "文号“{document}”的服务政策已经有了:请先放弃那一份,或另用文号。", document=document
        ) from None
    return row


@transaction.atomic
def publish(*, policy: int, actor: Actor, at: datetime) -> Policy:
    """Put a policy in force from its day, today at the earliest; cases that run keep the one they began under."""
    check_administers(actor)
    row = _locked(policy)
    if row.proposed_by == actor.key and not actor.has(Role.WORKER):
        raise NotAllowed("policy.same_person", "提交和发布不能是同一人:请由另一名系统管理员核对后发布。")
    if row.effective_on < localdate(at) and Policy.objects.published().exists():
        raise Refused("policy.past", "施行日期{on}已过:已登记的件不能追溯适用,请改为今天或以后。", on=row.effective_on)
    row.state = PolicyState.PUBLISHED.value
    row.published_at, row.published_by, row.published_by_name = at, actor.key, actor.name
    row.save(update_fields=["state", "published_at", "published_by", "published_by_name"])
    return row


@transaction.atomic
def drop(*, policy: int, reason: str, actor: Actor, at: datetime) -> Policy:
    """Give up a policy nobody published; it stays on record with the reason."""
    check_administers(actor)
    row = _locked(policy)
    row.state, row.reason = PolicyState.DROPPED.value, clean_line(reason, field="放弃理由", limit=200)
    row.save(update_fields=["state", "reason"])
    return row


def _locked(pk: int) -> Policy:
    row = Policy.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound("policy.unknown", "没有这份服务政策:请从列表中选择。")
    if row.state != PolicyState.PROPOSED.value:
        raise Refused("policy.state", "这份服务政策{state},不能再改。", state=PolicyState(row.state).label)
    return row


def load_default(*, at: datetime) -> Policy:
    """Publish what the program brings, where there is no policy yet."""
    if found := Policy.objects.published().first():
        return found
    row = propose(
        title="诉求、办不成事和好差评服务规定(默认)",
        document="通办默认〔2020〕1号",
        effective_on=DEFAULT_FROM,
        text=default_text(),
        actor=LOADER,
        at=at,
    )
    return publish(policy=row.pk, actor=LOADER, at=at)
