"""Settings of the tests: the same as anywhere, with a fixed secret, quick password hashing and a folder that goes."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("TONGBAN_SECRET", "tests-only-secret-0123456789-0123456789")
if "TONGBAN_HOME" not in os.environ:  # workers of xdist inherit the folder of the process that made it
    os.environ["TONGBAN_HOME"] = tempfile.mkdtemp(prefix="tongban-tests-")
    atexit.register(shutil.rmtree, os.environ["TONGBAN_HOME"], ignore_errors=True)

from tongban.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
