"""Whose session it is: the account with its party and what is unread in its inbox, by one statement a request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from tongban.casework.notices import queries as notices
from tongban.common.time import localdate
from tongban.registry.accounts import queries as accounts


class SignedIn(ModelBackend):
    """Django's own sign-in; only the account of a session is read with what every page shows of it."""

    def get_user(self, user_id: int) -> Any | None:
        """The account of a session, while it is open; ``unread`` counts what nobody has opened."""
        account = accounts.account_of_session(user_id, unread=notices.unread_of_account(localdate(timezone.now())))
        return account if account is not None and self.user_can_authenticate(account) else None
