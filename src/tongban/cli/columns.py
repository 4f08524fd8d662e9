"""Lists on a terminal: columns as wide as their widest cell."""

import unicodedata
from collections.abc import Iterable, Sequence

import click


def show_columns(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below their header; nothing when there is no row. Chinese characters are two columns wide."""
    kept = [header, *rows]
    if len(kept) == 1:
        return
    widths = [max(width(row[place]) for row in kept) for place in range(len(header))]
    for row in kept:
        cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
