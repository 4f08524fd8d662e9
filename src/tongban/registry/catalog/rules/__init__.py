"""Pure rules of the catalogue: guides of items, procedures, forms, tables for import."""

from tongban.registry.catalog.rules.forms import Problem, problems_of
from tongban.registry.catalog.rules.groups import Group, groups, is_nested
from tongban.registry.catalog.rules.items import ItemSpec, check_complete, check_item, validate_form
from tongban.registry.catalog.rules.parts import (
    Audience,
    Basis,
    Effect,
    Faq,
    ItemType,
    Known,
    Material,
    Mode,
    Source,
    Topic,
)
from tongban.registry.catalog.rules.prefill import phone_fields, prefilled, source_of
from tongban.registry.catalog.rules.procedure import LEAD, Condition, Procedure, Step
from tongban.registry.catalog.rules.topics import topics_named

__all__ = [
    "LEAD",
    "Audience",
    "Basis",
    "Condition",
    "Effect",
    "Faq",
    "Group",
    "ItemSpec",
    "ItemType",
    "Known",
    "Material",
    "Mode",
    "Problem",
    "Procedure",
    "Source",
    "Step",
    "Topic",
    "check_complete",
    "check_item",
    "groups",
    "is_nested",
    "phone_fields",
    "prefilled",
    "problems_of",
    "source_of",
    "topics_named",
    "validate_form",
]
