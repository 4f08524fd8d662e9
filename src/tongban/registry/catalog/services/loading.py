"""Loading the packaged catalogue: reviewed, dated files; the same twice changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import Conflict
from tongban.registry.agencies.rules import Entry, read_yaml
from tongban.registry.catalog.models import ItemVersion, Status
from tongban.registry.catalog.rules.items import ItemSpec
from tongban.registry.catalog.rules.order import restored
from tongban.registry.catalog.services.versions import draft_item, release
from tongban.registry.powers.services import load_powers

PACKAGED = Path(__file__).parent.parent / "data"
# The reviewers of a packaged file are those who approved its change in the repository, not two sign-ins here.
LOADER = Actor(kind="worker", name="目录载入", roles=frozenset({Role.WORKER, Role.ITEM_MANAGER}))


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Numbers of one loading: powers and holdings new or changed, versions published, versions already there."""

    powers: int
    published: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Packaged:
    """One file: a guide and from when it holds."""

    file: str
    spec: ItemSpec
    valid_from_on: date
    document: str
    change_note: str


@transaction.atomic
def load_catalog(folder: Path = PACKAGED, *, at: datetime) -> LoadReport:
    """Load ``powers.yaml`` and ``items/*.yaml`` of a folder, all or nothing.

    A file is one version of one item: ``valid_from_on``, ``document``, ``change_note``, ``spec``. A published version
    whose file was edited since is refused: a change needs a file of its own with a later day.
    """
    top = Entry(read_yaml(folder / "powers.yaml"), "powers.yaml", required={"powers"})
    changed = load_powers(top.rows("powers"))
    files = sorted(
        (read_packaged(path) for path in (folder / "items").glob("*.yaml")), key=lambda one: one.valid_from_on
    )
    known: dict[tuple[str, date | None], ItemVersion] = {}
    last: dict[str, ItemVersion] = {}
    released = ItemVersion.objects.filter(item_id__in={one.spec.code for one in files}).exclude(status=Status.DRAFT)
    for version in released.order_by("number"):
        known[version.item_id, version.valid_from_on] = last[version.item_id] = version
    published = sum(_publish(one, known.get((one.spec.code, one.valid_from_on)), last, at=at) for one in files)
    return LoadReport(powers=changed, published=published, unchanged=len(files) - published)


def read_packaged(path: Path) -> Packaged:
    """The version in one file. Raises BadInput."""
    entry = Entry(read_yaml(path), path.name, required={"valid_from_on", "document", "spec"}, optional={"change_note"})
    return Packaged(
        file=path.name,
        spec=ItemSpec.parse(entry.table("spec")),
        valid_from_on=entry.day("valid_from_on"),
        document=entry.text("document"),
        change_note=entry.text("change_note"),
    )


def _publish(one: Packaged, known: ItemVersion | None, last: dict[str, ItemVersion], *, at: datetime) -> bool:
    data = one.spec.as_data()
    if known is not None:
        # a guide published before a key of guides existed does not have it, and was not edited for that
        kept = {**known.spec, "form": restored(known.spec.get("form", {}))}
        if kept != {key: value for key, value in data.items() if key in kept}:
            raise Conflict(
                "catalog.edited",
                "文件“{file}”与已发布的“{name}”第{number}版不一致:已发布的版本不能改,请另建文件并写明新的生效日期。",
                file=one.file,
                name=one.spec.name,
                number=known.number,
            )
        return False
    version = draft_item(spec=data, actor=LOADER, at=at, change_note=one.change_note)
    last[one.spec.code] = release(
        version,
        last.get(one.spec.code),
        by=LOADER.key,
        valid_from_on=one.valid_from_on,
        at=at,
        document=one.document,
    )
    return True
