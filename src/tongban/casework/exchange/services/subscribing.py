"""Subscribers: who is told what, where, and signed with which secret."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.registry.agencies.queries import agency

from ..models import Subscriber
from ..rules import (
    check_code,
    check_entitlements,
    check_secret,
    check_timeout,
    check_url,
    declared_events,
    new_secret,
)
from .sealing import sealed_secret


def check_administers(actor: Actor) -> None:
    """Refuse anyone but an administrator: what leaves the house is decided by one role."""
    if not actor.has(Role.ADMIN):
        raise NotAllowed("exchange.role", "只有系统管理员可以办理数据共享与推送:请联系系统管理员。")


@transaction.atomic
def subscribe(
    *,
    code: str,
    name: str,
    url: str,
    entitlements: Mapping[str, list[str]],
    actor: Actor,
    at: datetime,
    agency: str = "",
    secret: str | None = None,
    allow_loopback: bool = False,
    connect_seconds: int = 3,
    read_seconds: int = 10,
) -> tuple[Subscriber, str]:
    """Enter a subscriber; returns it with its signing secret, which is readable only this once.

    ``entitlements`` maps declared event types to field names; ``agency`` is the code of the agency it belongs to ("" for none).
    Events from now on reach it, earlier ones do not.
    """
    check_administers(actor)
    check_code(code)
    if Subscriber.objects.filter(code=code).exists():
        raise Conflict("subscriber.taken", "订阅方代码“{given}”已被使用:请换一个代码,或修改原有订阅方。", given=code)
    secret = secret or new_secret()
    subscriber = Subscriber(code=code)
    fill(
        subscriber,
        name=name,
        agency=agency,
        allow_loopback=allow_loopback,
        url=url,
        secret=secret,
        entitlements=entitlements,
        connect_seconds=connect_seconds,
        read_seconds=read_seconds,
    )
    stamp(subscriber, actor=actor, at=at)
    return subscriber, secret


@transaction.atomic
def change_subscriber(
    *,
    code: str,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    agency: str | None = None,
    url: str | None = None,
    secret: str | None = None,
    entitlements: Mapping[str, list[str]] | None = None,
    allow_loopback: bool | None = None,
    connect_seconds: int | None = None,
    read_seconds: int | None = None,
) -> Subscriber:
    """Change what is given (None leaves it); address, secret and a narrower entitlement bind from the next sending."""
    check_administers(actor)
    subscriber = locked(code)
    given = {
        "name": name,
        "agency": agency,
        "allow_loopback": allow_loopback,
        "url": subscriber.url if url is None else url,  # checked again: the loopback flag may have been taken away
        "secret": secret,
        "entitlements": entitlements,
        "connect_seconds": connect_seconds,
        "read_seconds": read_seconds,
    }
    fill(subscriber, **{key: value for key, value in given.items() if value is not None})
    return stamp(subscriber, actor=actor, at=at)


@transaction.atomic
def rotate_secret(*, code: str, actor: Actor, at: datetime) -> tuple[Subscriber, str]:
    """Give a subscriber a new signing secret, readable only this once; it binds from the next sending."""
    check_administers(actor)
    subscriber = locked(code)
    secret = new_secret()
    fill(subscriber, secret=secret)
    return stamp(subscriber, actor=actor, at=at), secret


@transaction.atomic
def deactivate(*, code: str, actor: Actor, at: datetime) -> Subscriber:
    """Stop telling a subscriber: what is pending waits, events from now on are not kept for it."""
    check_administers(actor)
    subscriber = locked(code)
    if not subscriber.active:
        raise Refused("subscriber.inactive", "订阅方“{name}”已经停用,无需再停用。", name=subscriber.name)
    subscriber.active = False
    return stamp(subscriber, actor=actor, at=at)


@transaction.atomic
def reactivate(*, code: str, actor: Actor, at: datetime) -> Subscriber:
    """Tell a subscriber again: what was pending goes on; what happened in between it has to ask for."""
    check_administers(actor)
    subscriber = locked(code)
    if subscriber.active:
        raise Refused("subscriber.active", "订阅方“{name}”正在使用,无需再启用。", name=subscriber.name)
    subscriber.active = True
    return stamp(subscriber, actor=actor, at=at)


def locked(code: str) -> Subscriber:
    """The subscriber, locked until the act is over."""
    found = Subscriber.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise NotFound("subscriber.unknown", "没有代码为“{given}”的订阅方:请从订阅方清单里选择。", given=code)
    return found


def fill(subscriber: Subscriber, **given: Any) -> None:
    """Check the given values and set them; ``allow_loopback`` comes before ``url``, which is judged by it."""
    for key, value in given.items():
        match key:
            case "name":
                check_name(value)
            case "url":
                check_url(value, allow_loopback=subscriber.allow_loopback)
            case "connect_seconds" | "read_seconds":
                check_timeout(value)
            case "entitlements":
                value = check_entitlements(value, declared_events())
            case "agency":
                value = agency(value) if value else None
            case "secret":
                check_secret(value)
                key, value = "secret_sealed", sealed_secret(value, code=subscriber.code)
        setattr(subscriber, key, value)


def check_name(name: str) -> None:
    """Refuse a name nobody can read."""
    if not name.strip() or len(name) > 100:
        raise BadInput("subscriber.name", "订阅方名称须为 1 至 100 个字:请填写单位或系统的名称。")


def stamp(subscriber: Subscriber, *, actor: Actor, at: datetime) -> Subscriber:
    """Save with who changed it and when."""
    subscriber.changed_at = at
    subscriber.changed_by = actor.key
    subscriber.save()
    return subscriber
