"""Acts on powers: declared, held by level, delegated to towns, recalled; all keyword-only, each in one transaction."""

from tongban.registry.powers.services.delegating import delegate, propose_delegation, publish_delegation, recall
from tongban.registry.powers.services.holding import declare_power, end_holding, hold
from tongban.registry.powers.services.loading import load_delegations, load_hefei_delegations, load_powers

__all__ = [
    "declare_power",
    "delegate",
    "end_holding",
    "hold",
    "load_delegations",
    "load_hefei_delegations",
    "load_powers",
    "propose_delegation",
    "publish_delegation",
    "recall",
]
