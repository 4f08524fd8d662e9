"""Files of a case: kept once by content under a folder no web server serves."""

import hashlib
import os
import tempfile
from pathlib import Path

from tongban.casework.cases.models import Attachment
from tongban.casework.cases.queries import path_of
from tongban.casework.cases.rules.uploads import kind_of
from tongban.casework.cases.services.acts import Act
from tongban.common.errors import Refused
from tongban.common.text import clean_line

MAX_FILES = 60


def attach(act: Act, *, name: str, content: bytes, material: str = "") -> Attachment:
    """Keep a file for the case of this act; the name is only a label, the content decides what it is.

    The bytes are on disk before the row is committed: a crash leaves an unused file, never a row without one.
    """
    extension, media_type = kind_of(content)
    if Attachment.objects.filter(case_id=act.case.pk).count() >= MAX_FILES:
        raise Refused("upload.many", "每件最多上传{most}个文件:请合并后再上传。", most=MAX_FILES)
    sha256 = hashlib.sha256(content).hexdigest()
    keep(sha256, content)
    label = clean_line(Path(name.replace("\\", "/")).name or f"{material}.{extension}", field="文件名", limit=160)
    return Attachment.objects.create(
        case_id=act.case.pk,
        material=material,
        name=label,
        media_type=media_type,
        size_bytes=len(content),
        sha256=sha256,
        uploaded_at=act.at,
        uploaded_by=act.actor.key,
    )


def keep(sha256: str, content: bytes) -> None:
    """Write the bytes under their digest, whole or not at all."""
    target = path_of(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, target)
