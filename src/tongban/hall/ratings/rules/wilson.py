"""How sure a rate is: the interval of Wilson (1927), which holds for few ratings and for rates near 0 and 1."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # the 97.5th percentile of the normal distribution


def wilson(good: int, total: int, z: float = Z95) -> tuple[float, float]:
    """(lowest, highest) share that ``good`` of ``total`` is compatible with; (0, 1) where nothing was counted."""
    if not 0 <= good <= total:
        raise ValueError(f"{good} of {total} is no share")
    if total == 0:
        return 0.0, 1.0
    share, square = good / total, z * z
    centre = share + square / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    whole = 1 + square / total
    # the formula gives these ends exactly; floating point does not
    low = 0.0 if good == 0 else (centre - spread) / whole
    high = 1.0 if good == total else (centre + spread) / whole
    return low, high


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts behind a figure; ``excluded`` are those kept but not counted, withdrawn or excluded."""

    total: int
    good: int
    excluded: int

    @property
    def bad(self) -> int:
        """How many of those counted are bad."""
        return self.total - self.good

    @property
    def rate(self) -> float | None:
        """The good rate (好评率); None where nothing was counted."""
        return self.good / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate."""
        return wilson(self.good, self.total)
