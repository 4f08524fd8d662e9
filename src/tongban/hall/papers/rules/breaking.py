"""Where a line of Chinese may end: no line begins with a closing mark or ends with an opening one (GB/T 15834). Pure."""

from collections.abc import Sequence

NOT_FIRST = frozenset(
    "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\u201d\u2019\u300b\u3009\uff09\u3015\u300d\u300f\u3011,.:;!?)]%"
)
NOT_LAST = frozenset("\u201c\u2018\u300a\u3008\uff08\u3014\u300c\u300e\u3010([")


def broken(text: str, widths: Sequence[float], room: Sequence[float]) -> list[tuple[float, str]]:
    """(space left, line) of a text whose signs have these widths; the last room holds for all further lines."""
    lines: list[tuple[float, str]] = []
    start = 0
    while start < len(text):
        limit = room[min(len(lines), len(room) - 1)]
        end = _filled(widths, start, limit)
        if end < len(text):
            end = _allowed(text, start, end)
        lines.append((limit - sum(widths[start:end]), text[start:end]))
        start = end
    return lines


def _filled(widths: Sequence[float], start: int, limit: float) -> int:
    """How far a line reaches; at least one sign, however narrow the room."""
    end, used = start, 0.0
    while end < len(widths) and used + widths[end] <= limit:
        used += widths[end]
        end += 1
    return max(end, start + 1)


def _allowed(text: str, start: int, end: int) -> int:
    """The last place before ``end`` where the line may break; ``end`` itself where half a line has none."""
    for place in range(end, start + (end - start) // 2, -1):
        if text[place] not in NOT_FIRST and text[place - 1] not in NOT_LAST and not _is_one(text, place):
            return place
    return end


def _is_one(text: str, place: int) -> bool:
    """Whether a number, a masked one too, or a foreign word would be cut here."""
    pair = text[place - 1 : place + 1]
    return pair.isascii() and not any(sign.isspace() for sign in pair)
