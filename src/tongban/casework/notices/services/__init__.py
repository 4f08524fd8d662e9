"""Acts of the notices: tell, read, say where one is reached, send, acknowledge, tell otherwise."""

from .contacts import choose, remove_address, send_proof_again, set_address, verify
from .delivering import Report, send_due
from .handling import acknowledge, handle, report_undelivered, resend
from .phones import ask_phone_code, prove_phone
from .reading import mark_all_read, mark_read
from .telling import tell, tell_many

__all__ = [
    "Report",
    "acknowledge",
    "ask_phone_code",
    "choose",
    "handle",
    "mark_all_read",
    "mark_read",
    "prove_phone",
    "remove_address",
    "report_undelivered",
    "resend",
    "send_due",
    "send_proof_again",
    "set_address",
    "tell",
    "tell_many",
    "verify",
]
