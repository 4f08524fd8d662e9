"""BPMN 2.0 in and out: procedures as other modellers draw them, within the subset of ``docs/procedures.md``.

What the subset cannot hold is refused by element name and id, never dropped. A graph is accepted only if its gateways
let exactly one token through for every outcome of the choices, so the ``after`` lists say the same as the drawing.
"""

from tongban.registry.catalog.rules.bpmn.reader import Reading, read_bpmn
from tongban.registry.catalog.rules.bpmn.writer import condition_text, write_bpmn

__all__ = ["Reading", "condition_text", "read_bpmn", "write_bpmn"]
