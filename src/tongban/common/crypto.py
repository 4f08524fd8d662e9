"""Personal identifiers at rest: sealed with AES-256-GCM, found again through a blind index.

Keys are derived from the deployment's secrets with HKDF-SHA256. Several secrets may be given so that they can be
rotated: the first one seals and indexes, all of them open and are searched.
"""

import hashlib
import hmac
import secrets as randomness
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "v1"
NONCE_BYTES = 12
SHORTEST_SECRET = 16


class SealError(ValueError):
    """A sealed text that does not open: another key, another context, or changed since; never says what is inside."""


@dataclass(frozen=True, slots=True, repr=False)
class _Keys:
    """What one secret gives: an id for the prefix, a sealing key, an indexing key."""

    key_id: str
    sealing: AESGCM
    indexing: bytes


class Keyring:
    """Seals, opens and indexes short texts; the first secret is the current one.

    ``context`` is bound to the sealed text: moved to another field or row it does not open.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"a keyring needs secrets of at least {SHORTEST_SECRET} characters")
        self._keys = tuple(_keys_of(secret) for secret in secrets)

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._keys)}>"

    def seal(self, text: str, *, context: str) -> str:
        """The text encrypted, as ``v1.<key id>.<nonce and ciphertext>``; twice the same text looks different."""
        keys = self._keys[0]
        nonce = randomness.token_bytes(NONCE_BYTES)
        body = nonce + keys.sealing.encrypt(nonce, text.encode(), context.encode())
        return f"{VERSION}.{keys.key_id}.{urlsafe_b64encode(body).decode()}"

    def unseal(self, sealed: str, *, context: str) -> str:
        """The clear text; raises SealError when no key opens it in this context."""
        version, _, rest = sealed.partition(".")
        key_id, _, body = rest.partition(".")
        keys = next((keys for keys in self._keys if keys.key_id == key_id), None)
        if version != VERSION or keys is None:
            raise SealError("sealed with a key this deployment does not hold")
        try:
            raw = urlsafe_b64decode(body)
            if urlsafe_b64encode(raw).decode() != body:
                # the decoder passes over foreign characters and spare bits: another text, the same bytes
                raise SealError("was changed")
            return keys.sealing.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealError("does not open in this context, or was changed") from error

    def is_current(self, sealed: str) -> bool:
        """Whether the first secret sealed it; if not, it waits for resealing."""
        return sealed.startswith(f"{VERSION}.{self._keys[0].key_id}.")

    def index_of(self, text: str) -> str:
        """What to store beside the sealed text to find it again by equality: 64 hex digits, HMAC-SHA256."""
        return _index(self._keys[0].indexing, text)

    def indexes_of(self, text: str) -> list[str]:
        """The index under every secret, the current one first: what to search while secrets are being rotated."""
        return [_index(keys.indexing, text) for keys in self._keys]


def _keys_of(secret: str) -> _Keys:
    return _Keys(
        key_id=_derived(secret, "key id", 4).hex(),
        sealing=AESGCM(_derived(secret, "sealing", 32)),
        indexing=_derived(secret, "blind index", 32),
    )


def _derived(secret: str, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"tongban {VERSION} {purpose}".encode()).derive(secret.encode())


def _index(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
