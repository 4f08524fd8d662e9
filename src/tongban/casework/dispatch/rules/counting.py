"""From n-grams to the weighted features of a text: how often, how near the beginning, how rare elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .grams import Grams, Keys, Places, batches, grams

LONGEST_GRAM = 2  # three and four characters were no better in cross-validation, and slower
OPENING_SHARE = 0.4  # of a text that goes on after its opening
SMOOTHING = 0.5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams a model knows, ascending by key, and how much each matters: rare and telling ones more."""

    keys: Keys
    worth: Floats
    longest: int = LONGEST_GRAM

    @cached_property
    def _table(self) -> tuple[np.uint64, NDArray[np.int32]]:
        # Direct addressing by the first bits of the key; of two n-grams in one slot the later wins and the other is
        # found by searching.
        bits = max(8, int(np.ceil(np.log2(max(len(self.keys), 1)))) + 4)
        shift = np.uint64(64 - bits)
        slots = np.full(1 << bits, -1, np.int32)
        slots[self.keys >> shift] = np.arange(len(self.keys), dtype=np.int32)
        return shift, slots

    def places(self, keys: Keys) -> Places:
        """Where each key stands; -1 for the unknown."""
        shift, slots = self._table
        found: Places = slots[keys >> shift].astype(np.int64)
        held = np.flatnonzero(found >= 0)
        differs = held[self.keys[found[held]] != keys[held]]
        if len(differs):
            again = np.minimum(np.searchsorted(self.keys, keys[differs]), len(self.keys) - 1)
            found[differs] = np.where(self.keys[again] == keys[differs], again, -1)
        return found

    def features(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row a text, of length one (or zero, where nothing is known)."""
        parts = [self._weighted(grams(some, self.longest), len(some)) for some in batches(texts)]
        return sparse.vstack(parts, format="csr") if len(parts) != 1 else parts[0]

    def _weighted(self, found: Grams, texts: int) -> sparse.csr_matrix:
        place = self.places(found.key)
        known = np.flatnonzero(place >= 0)
        # Opening and rest are measured apart, so that a long text does not drown what it is about.
        part = found.owner[known] * 2 + ~found.opens[known]
        counts = counted(part, place[known], shape=(texts * 2, max(len(self.keys), 1)))
        counts.data = (1 + np.log(counts.data)) * self.worth[counts.indices]
        shares = np.tile(np.array([OPENING_SHARE, 1 - OPENING_SHARE], np.float32), texts)
        of_length_one(counts, shares)
        both = sparse.csr_matrix(
            (np.ones(texts * 2, np.float32), np.arange(texts * 2), np.arange(texts + 1) * 2), shape=(texts, texts * 2)
        )
        whole = (both @ counts).tocsr()
        of_length_one(whole, np.ones(texts, np.float32))
        return whole


def of_length_one(matrix: sparse.csr_matrix, times: Floats) -> None:
    """Scales every row to length one, or to a length of its own."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=matrix.data * matrix.data, minlength=matrix.shape[0]))
    matrix.data *= (times / np.maximum(lengths, 1e-9))[rows].astype(np.float32)


def counted(row: Places, column: Places, shape: tuple[int, int]) -> sparse.csr_matrix:
    """How often each pair of row and column comes."""
    # One sort of plain numbers is several times as quick as what a sparse matrix does to add up its duplicates.
    cell = row * shape[1] + column
    if shape[0] * shape[1] < 2**31:
        cell = cell.astype(np.int32)
    cell.sort()
    starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]]) if len(cell) else np.zeros(0, np.int64)
    totals = np.diff(np.r_[starts, len(cell)]).astype(np.float32)
    rows, columns = np.divmod(cell[starts], shape[1])
    pointers = np.r_[0, np.cumsum(np.bincount(rows, minlength=shape[0]))]
    return sparse.csr_matrix((totals, columns.astype(np.int32), pointers.astype(np.int32)), shape=shape)


def told(vocabulary: Vocabulary, texts: Sequence[str], wanted: Places, labels: int) -> Vocabulary:
    """The same n-grams, each worth more the more one label has it oftener than the others (log-count ratios)."""
    present = vocabulary.features(texts)
    members = sparse.csr_matrix((np.ones(len(wanted)), (wanted, np.arange(len(wanted)))), shape=(labels, len(wanted)))
    here = (members @ (present > 0).astype(np.float32)).toarray() + SMOOTHING
    elsewhere = here.sum(axis=0) - here + SMOOTHING
    ratio = np.log(here / here.sum(axis=1, keepdims=True)) - np.log(elsewhere / elsewhere.sum(axis=1, keepdims=True))
    telling = np.sqrt(np.abs(ratio).max(axis=0))
    return replace(vocabulary, worth=(vocabulary.worth * telling).astype(np.float32))


def learn(texts: Sequence[str], *, most: int, fewest_texts: int, longest: int = LONGEST_GRAM) -> Vocabulary:
    """The n-grams that stand in at least ``fewest_texts`` of the texts; of more than ``most`` the most frequent."""
    pieces = []
    for some in batches(texts):
        found = grams(some, longest)
        order = np.lexsort((found.owner, found.key))
        key, owner = found.key[order], found.owner[order]
        once = np.r_[True, (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])] if len(key) else np.zeros(0, bool)
        pieces.append(np.unique(key[once], return_counts=True))
    keys, where = np.unique(np.concatenate([key for key, _ in pieces]), return_inverse=True)
    frequency = np.bincount(where, weights=np.concatenate([count for _, count in pieces]), minlength=len(keys))
    kept = np.flatnonzero(frequency >= fewest_texts)
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-frequency[kept], kind="stable")[:most]])
    rarity = np.log((1 + len(texts)) / (1 + frequency[kept])) + 1
    return Vocabulary(keys=keys[kept], worth=rarity.astype(np.float32), longest=longest)
