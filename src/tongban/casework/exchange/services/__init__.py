"""Acts of the exchange: emit, fan out, deliver; subscribe and change; resend and skip; answer a request once."""

from .delivering import Report, deliver_due
from .handling import resend, skip
from .identifiers import sealed
from .outbox import Listener, NewEvent, emit, emit_many, fan_out
from .requests import forget_keys, once
from .sending import HttpSender, Sender
from .subscribing import change_subscriber, deactivate, reactivate, rotate_secret, subscribe

__all__ = [
    "HttpSender",
    "Listener",
    "NewEvent",
    "Report",
    "Sender",
    "change_subscriber",
    "deactivate",
    "deliver_due",
    "emit",
    "emit_many",
    "fan_out",
    "forget_keys",
    "once",
    "reactivate",
    "resend",
    "rotate_secret",
    "sealed",
    "skip",
    "subscribe",
]
