"""The terms a case runs under when no item says them: taken from the policy of the day it was filed, kept with the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.workdays import Term


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What an item says for an application, and a policy says for every other kind of case.

    ``acceptance_term`` runs from receipt to the dispatch, ``delivery_term`` from the answer to its end; ``law`` is
    the document they stand in, with its paragraph; ``ladder`` are the terms of the whole, rung by rung, where it can be
    raised. A running case keeps them: a new policy does not touch it.
    """

    acceptance_term: Term
    delivery_term: Term
    extension_term: Term | None = None
    law: str = ""
    power: str = ""
    ladder: tuple[Term, ...] = ()

    def kept(self) -> dict[str, str]:
        """As the case stores them."""
        rungs = {"ladder": " ".join(map(str, self.ladder))} if self.ladder else {}
        return {
            **rungs,
            "acceptance": str(self.acceptance_term),
            "delivery": str(self.delivery_term),
            "extension": str(self.extension_term or ""),
            "law": self.law,
            "power": self.power,
        }


def terms_kept(kept: Mapping[str, Any]) -> PolicyTerms:
    """The terms as a case stores them."""
    return PolicyTerms(
        Term.parse(kept["acceptance"]),
        Term.parse(kept["delivery"]),
        Term.parse(kept["extension"]) if kept["extension"] else None,
        kept["law"],
        kept["power"],
        tuple(Term.parse(rung) for rung in kept.get("ladder", "").split()),
    )
