"""What a receipt says of itself: receivers answer as they like, people want its number."""

import json

NUMBERED = ("receipt", "receipt_number", "receipt_no", "receiptNumber", "number", "id")
LONGEST = 60


def receipt_number(receipt: str) -> str:
    """The number a receipt gives, or the beginning of what it says; empty for none."""
    text = receipt.strip()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = text
    if isinstance(found, dict):
        found = next((found[name] for name in NUMBERED if isinstance(found.get(name), str | int)), text)
    line = " ".join(str(found if isinstance(found, str | int) else text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
