"""Acts on the catalogue: drafting, publishing and retiring guides, loading the packaged ones, importing items."""

from tongban.registry.catalog.services.importing import ImportReport, import_items
from tongban.registry.catalog.services.loading import LoadReport, load_catalog
from tongban.registry.catalog.services.versions import discard_draft, draft_item, edit_draft, publish, retire

__all__ = [
    "ImportReport",
    "LoadReport",
    "discard_draft",
    "draft_item",
    "edit_draft",
    "import_items",
    "load_catalog",
    "publish",
    "retire",
]
