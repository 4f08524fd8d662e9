"""The one business system of the sample: an account that asks the API with a token."""

from datetime import datetime, timedelta

from tongban.registry.accounts import services as accounts
from tongban.registry.accounts.queries import SCOPES
from tongban.registry.agencies import queries as agencies

SYSTEM = "system"
GOOD_FOR = timedelta(hours=24 * 365)


def open_system(*, at: datetime) -> str:
    """Open its account and issue a token for everything; returns the token, of which only a digest is kept."""
    account = accounts.create_account(username=SYSTEM, name="部门业务系统", agency=agencies.agency("hf-scjg"), at=at)
    _, text = accounts.issue_token(
        account=account, name="样例令牌", scopes=list(SCOPES), expires_at=at + GOOD_FOR, at=at
    )
    return text
