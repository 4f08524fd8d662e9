"""Files of a case: kept once by content under a folder no web server serves."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.queries import path_of
from tongban.casework.cases.rules.uploads import kind_of
from tongban.casework.cases.services.acts import Act
from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.common.text import clean_line
from tongban.registry.prepared import Writer

MAX_FILES = 60
FILES = Writer(Attachment)


def attach(act: Act, *, name: str, content: bytes, material: str = "") -> Attachment:
    """Keep a file for the case of this act; the name is only a label, the content decides what it is.

    The bytes are on disk before the row is committed: a crash leaves an unused file, never a row without one.
    """
    found = checked(name=name, content=content, actor=act.actor, at=act.at, material=material)
    if Attachment.objects.filter(case_id=act.case.pk).count() >= MAX_FILES:
        raise Refused("upload.many", "每件最多上传{most}个文件:请合并后再上传。", most=MAX_FILES)
    keep(found.sha256, content)
    found.case_id = act.case.pk
    found.save(force_insert=True)
    return found


def checked(*, name: str, content: bytes, actor: Actor, at: datetime, material: str = "") -> Attachment:
    """A file as the row that will stand for it, not kept yet; refused for what it is."""
    extension, media_type = kind_of(content)
    label = clean_line(Path(name.replace("\\", "/")).name or f"{material}.{extension}", field="文件名", limit=160)
    return Attachment(
        material=material,
        name=label,
        media_type=media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=at,
        uploaded_by=actor.key,
    )


def attach_all(case: Case, found: Sequence[Attachment], contents: Sequence[bytes]) -> None:
    """Keep the checked files a case is opened with, by one statement."""
    for one, content in zip(found, contents, strict=True):
        keep(one.sha256, content)
        one.case_id = case.pk
    FILES.insert(*found)


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
