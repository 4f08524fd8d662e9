"""What may be uploaded: known by its content, never by its name. Pure: works on bytes."""

import io
import zipfile

import filetype

from tongban.common.errors import BadInput

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024  # an office file that unpacks to more is a bomb, not a form
MAX_PARTS = 5_000
OFFICE = {
    "word/document.xml": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
PLAIN = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def kind_of(content: bytes) -> tuple[str, str]:
    """Extension and media type of an upload: PDF, JPG, PNG, DOCX or XLSX to 20 MB; anything else is refused."""
    if not content:
        raise BadInput("upload.empty", "文件是空的:请重新选择文件。")
    if len(content) > MAX_BYTES:
        raise BadInput("upload.size", "文件超过20 MB:请压缩或拆分后再上传。")
    if content[:4] == b"PK\x03\x04":
        return _office(content)
    media_type = filetype.guess_mime(content[:8192])
    if media_type not in PLAIN:
        raise BadInput("upload.kind", "只能上传PDF、JPG、PNG、DOCX、XLSX文件,此文件的内容不是其中任何一种:请转换格式。")
    return PLAIN[media_type], media_type


def _office(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BadInput("upload.broken", "文件已损坏,无法打开:请重新导出后再上传。") from None
    names = {part.filename for part in parts}
    found = next((kind for part, kind in OFFICE.items() if part in names), None)
    if found is None or "[Content_Types].xml" not in names:
        raise BadInput("upload.kind", "只能上传PDF、JPG、PNG、DOCX、XLSX文件,此文件的内容不是其中任何一种:请转换格式。")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise BadInput("upload.bomb", "文件解压后过大,不予接收:请另存为普通文档后再上传。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadInput("upload.macro", "文件含有宏,不予接收:请另存为不含宏的文档。")
    return found
