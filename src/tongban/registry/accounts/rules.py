"""Accounts: kinds, tokens of systems, the throttle of sign-ins; pure."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from tongban.common.errors import BadInput, Conflict

FAILURES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
USE_NOTED_EVERY = timedelta(hours=1)
MOST_FILTERS = 12
LONGEST_FILTER = 1000
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,63}\Z")
TOKEN = re.compile(r"tb_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\Z")
SCOPE = re.compile(r"[a-z][a-z0-9_-]*(?::[a-z][a-z0-9_-]*)?\Z")


class AccountKind(StrEnum):
    """Whose sign-in it is."""

    STAFF = "staff"
    PARTY = "party"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return {"staff": "工作人员", "party": "申请人", "system": "业务系统"}[self.value]


class NewToken(NamedTuple):
    """A token as it is made: ``text`` is shown once and never kept."""

    text: str
    prefix: str
    digest: str


def initial_password() -> str:
    """A password to be replaced at the first sign-in: four groups without letters that are mistaken for digits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def new_token() -> NewToken:
    """A fresh token: ``tb_<12 hex digits>_<43 characters>``; the first two parts may be shown and logged."""
    prefix = f"tb_{secrets.token_hex(6)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    return NewToken(text, prefix, digest_of(text))


def digest_of(token: str) -> str:
    """What is kept of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Whether the text has the form of a token; what has not is never looked up."""
    return TOKEN.match(text) is not None


def check_username(text: str) -> str:
    """A sign-in name in lower case; one that is misread or mistyped easily is refused."""
    if not USERNAME.match(text):
        raise BadInput("account.username", "登录名应为3至64位字母、数字或 . _ -,并以字母或数字开头,请更换。")
    return text.lower()


def check_scopes(scopes: list[str]) -> list[str]:
    """Scopes like ``cases:read``, sorted, each once; another form is refused."""
    for scope in scopes:
        if not SCOPE.match(scope):
            raise BadInput("token.scope", "授权范围“{scope}”无法识别:请写作 cases:read 的形式。", scope=scope)
    return sorted(set(scopes))


def check_name_free(name: str, taken: Iterable[str]) -> None:
    """Refuse a name one already gave to another filter."""
    if name in taken:
        raise Conflict("saved.known", "您已有名为“{name}”的筛选:请换一个名称。", name=name)
