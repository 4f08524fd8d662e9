"""Files named on the command line."""

from pathlib import Path

from tongban.common.errors import BadInput

MAX_FILE_BYTES = 20_000_001  # one more than may be imported: enough for the refusal to say so


def content_of(file: Path, most: int = MAX_FILE_BYTES) -> bytes:
    """The first ``most`` bytes of a file; a path that cannot be read is refused with its reason."""
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise BadInput(
            "cli.unreadable", "文件“{file}”无法读取({why}):请核对路径和权限。", file=file, why=error.strerror
        ) from error
