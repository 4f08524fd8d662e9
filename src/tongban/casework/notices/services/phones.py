"""The proof that a phone left with a case is in the hands of who follows it: a code sent there and typed in."""

import secrets
import uuid
from datetime import datetime
from hmac import compare_digest

from django.db import transaction
from django.db.models import F

from tongban.common.errors import BadInput, Refused
from tongban.common.identifiers import digits
from tongban.registry.parties.queries import keyring

from ..models import PhoneProof
from ..rules import CODE_LIFE, CODE_TRIES, Channel, Recipient
from .contacts import HOUR, PROOFS_AN_HOUR, check_open, too_many
from .sealing import code_context, sealed_phone
from .telling import DISPATCHES, dispatch_columns


@transaction.atomic
def ask_phone_code(*, to: Recipient, case_number: str, at: datetime) -> str:
    """Have a code sent to the phone of a case; the phone as it is shown. An older code of the case holds no more."""
    if not to.phone:
        raise ValueError("only a phone is proven by a code")
    check_open(Channel.SMS)
    uid = uuid.uuid4()
    kept = sealed_phone(uid, to)
    lately = PhoneProof.objects.filter(phone_index=kept["phone_index"], asked_at__gt=at - HOUR)
    if lately.count() >= PROOFS_AN_HOUR:
        raise too_many()
    forget_codes(case_number)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = PhoneProof.objects.create(
        uid=uid,
        case_number=case_number,
        code_sealed=keyring().seal(code, context=code_context(uid)),
        code_until=at + CODE_LIFE,
        asked_at=at,
        **kept,
    )
    DISPATCHES.append(
        dispatch_columns(
            notice_id=None, party_id=None, proof_id=row.pk, channel=Channel.SMS, quiet=False, at=at, not_before_at=at
        )
    )
    return row.phone_masked


def forget_codes(case_number: str) -> None:
    """No code sent for this case before holds any more."""
    waiting = PhoneProof.objects.filter(case_number=case_number, code_until__isnull=False)
    waiting.update(code_sealed="", code_until=None)


def prove_phone(*, case_number: str, code: str, at: datetime) -> None:
    """Prove the phone of a case by the code sent to it; a wrong code counts, so it must not run inside a transaction."""
    row = take_a_try(case_number, at)
    if not compare_digest(keyring().unseal(row.code_sealed, context=code_context(row.uid)), digits(code)):
        raise BadInput(
            "contact.code",
            "验证码不对:请核对最近收到的一条,还可以试{left}次。",
            left=max(CODE_TRIES - row.code_tries, 0),
        )
    proven = PhoneProof.objects.filter(pk=row.pk, proven_at=None, code_until__isnull=False)
    if proven.update(proven_at=at, code_sealed="", code_until=None) != 1:
        raise code_over()


@transaction.atomic
def take_a_try(case_number: str, at: datetime) -> PhoneProof:
    """Count a try before the code is looked at; refuses when there is nothing to try."""
    waiting = PhoneProof.objects.filter(case_number=case_number, code_until__gt=at, code_tries__lt=CODE_TRIES)
    pk = waiting.values_list("pk", flat=True).order_by("-pk").first()
    if pk is None or waiting.filter(pk=pk).update(code_tries=F("code_tries") + 1) != 1:
        raise code_over()
    return PhoneProof.objects.get(pk=pk)


def code_over() -> Refused:
    """The refusal of a code that ran out, was used, or was tried too often."""
    return Refused("contact.code_over", "验证码已失效或试过太多次:请重新发送验证码。")
