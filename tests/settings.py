"""Settings of the tests: the same as anywhere, with a fixed secret and quick password hashing."""

import os
import tempfile

os.environ.setdefault("TONGBAN_SECRET", "tests-only-secret-0123456789-0123456789")
os.environ.setdefault("TONGBAN_HOME", tempfile.mkdtemp(prefix="tongban-tests-"))

from tongban.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
