"""How many tokens pass a place, for every outcome of the choices at once.

A count is a function from outcomes to numbers, kept as a reduced ordered decision diagram: equal functions have equal
numbers, so "both paths always carry the same" is one comparison, however many outcomes there are.
"""

from collections.abc import Callable
from operator import add, mul

from tongban.common.errors import BadInput

LEAF = -1
MOST_PLACES = 100_000


class Outcomes:
    """Counts of tokens, each an int that stands for a function of the choices; choice 0 is asked first."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, tuple[int, ...]]] = []
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self.none = self.always(0)
        self.once = self.always(1)

    def always(self, tokens: int) -> int:
        """The same number of tokens whatever is chosen."""
        return self._place(LEAF, (tokens,))

    def branch(self, count: int, choice: int, which: int, width: int) -> int:
        """``count`` where alternative ``which`` of ``width`` is taken at ``choice``, else none."""
        taken = self._place(choice, tuple(self.once if at == which else self.none for at in range(width)))
        return self._apply(mul, count, taken, {})

    def sum(self, *counts: int) -> int:
        """Tokens of several paths together."""
        total = self.none
        for count in counts:
            total = self._apply(add, total, count, {})
        return total

    def most(self, count: int) -> int:
        """The largest number of tokens under any outcome."""
        return max(self._nodes[at][1][0] for at in self._below(count) if self._nodes[at][0] == LEAF)

    def choices(self, count: int) -> set[int]:
        """The choices on which the count depends."""
        return {self._nodes[at][0] for at in self._below(count)} - {LEAF}

    def _place(self, choice: int, parts: tuple[int, ...]) -> int:
        if choice != LEAF and len(set(parts)) == 1:
            return parts[0]
        if (choice, parts) not in self._known:
            if len(self._nodes) >= MOST_PLACES:
                raise BadInput("bpmn.tangled", "流程中的选择分支过于交错,无法核对:请拆成几个较小的流程。")
            self._known[choice, parts] = len(self._nodes)
            self._nodes.append((choice, parts))
        return self._known[choice, parts]

    def _below(self, count: int) -> set[int]:
        seen, left = {count}, [count]
        while left:
            choice, parts = self._nodes[left.pop()]
            fresh = set() if choice == LEAF else set(parts) - seen
            seen |= fresh
            left.extend(fresh)
        return seen

    def _apply(self, what: Callable[[int, int], int], one: int, two: int, memo: dict[tuple[int, int], int]) -> int:
        """The pointwise sum or product; as deep as there are choices, whose number the caller limits."""
        if (one, two) in memo:
            return memo[one, two]
        (choice_one, parts_one), (choice_two, parts_two) = self._nodes[one], self._nodes[two]
        if choice_one == LEAF and choice_two == LEAF:
            found = self.always(what(parts_one[0], parts_two[0]))
        else:
            first = min(choice for choice in (choice_one, choice_two) if choice != LEAF)
            width = len(parts_one) if choice_one == first else len(parts_two)
            lefts = parts_one if choice_one == first else (one,) * width
            rights = parts_two if choice_two == first else (two,) * width
            found = self._place(first, tuple(self._apply(what, a, b, memo) for a, b in zip(lefts, rights, strict=True)))
        memo[one, two] = found
        return found
