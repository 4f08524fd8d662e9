"""The QR code of a paper: as squares for the PDF, as a picture for Word. Pure."""

import io
from collections.abc import Sequence

import segno


def matrix(address: str) -> Sequence[Sequence[int]]:
    """The squares of the code, row by row, without the quiet border; 1 is dark."""
    return segno.make(address, error="m", micro=False).matrix


def picture(address: str) -> bytes:
    """The code as a PNG with its quiet border."""
    held = io.BytesIO()
    segno.make(address, error="m", micro=False).save(held, kind="png", scale=8, border=4)
    return held.getvalue()
