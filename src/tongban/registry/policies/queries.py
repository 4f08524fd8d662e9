"""Which policy holds on a day, and what it says."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from tongban.common.errors import NotFound, Refused
from tongban.registry.policies.models import Policy, PolicyQuerySet
from tongban.registry.policies.rules import ServicePolicy, parse

DEFAULT = Path(__file__).with_name("default.yaml")


def policies() -> PolicyQuerySet:
    """All policies, the newest day first."""
    return Policy.objects.all()


def policy(pk: int) -> Policy:
    """One policy; NotFound when there is none."""
    found = Policy.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("policy.unknown", "没有这份服务政策:请从列表中选择。")
    return found


def in_force(on: date) -> Policy:
    """The policy that holds on that day; refused while nobody has published one."""
    found = Policy.objects.published().filter(effective_on__lte=on).first()
    if found is None:
        raise Refused("policy.none", "{on}还没有生效的服务政策:请系统管理员先发布(系统管理 → 服务政策)。", on=on)
    return found


def before(found: Policy) -> Policy | None:
    """The published policy that one replaces or replaced: the newest that began no later than it, itself left out."""
    earlier = Policy.objects.published().filter(effective_on__lte=found.effective_on).exclude(pk=found.pk)
    if found.published_at is not None:
        earlier = earlier.filter(published_at__lte=found.published_at)
    return earlier.first()


def content(found: Policy) -> ServicePolicy:
    """What a policy says; the text never changes, so it is read once."""
    return _parsed(found.text)


@lru_cache(maxsize=64)
def _parsed(text: str) -> ServicePolicy:
    return parse(text)


def default_text() -> str:
    """What a city begins with, as YAML."""
    return DEFAULT.read_text(encoding="utf-8")
