"""Signing secrets at rest: sealed in the table, opened only to sign."""

from functools import cache

from django.conf import settings

from tongban.common.crypto import Keyring


@cache
def keyring(*secrets: str) -> Keyring:
    """The keys derived from the deployment's secrets, the current one first."""
    return Keyring(secrets)


def current() -> Keyring:
    """The keyring of the settings; retired secrets still open what they sealed."""
    return keyring(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def context(code: str) -> str:
    """What a sealed secret is bound to: copied to another subscriber it does not open."""
    return f"exchange.subscriber.secret:{code}"


def sealed_secret(secret: str, *, code: str) -> str:
    """A subscriber's signing secret, sealed."""
    return current().seal(secret, context=context(code))


def opened_secret(sealed: str, *, code: str) -> str:
    """A subscriber's signing secret in clear."""
    return current().unseal(sealed, context=context(code))
