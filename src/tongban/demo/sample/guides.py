"""Work on the catalogue in the sample: one guide being rewritten, and one published that holds from next month on."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from tongban.common.actors import Actor
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog import services
from tongban.registry.catalog.rules import ItemSpec

REWRITTEN, REPLACED = "street-occupation-permit", "outdoor-advertising-permit"


def rewrite_guides(*, editor: Actor, publisher: Actor, at: datetime, next_from_on: date) -> None:
    """Draft a shorter guide of one item; draft and publish one of another, by two people."""
    draft = _guide(REWRITTEN)
    draft["promised_term"] = "4wd"
    for step in draft["procedure"]:
        step["term"] = {"traffic_review": "2wd"}.get(step["key"], step["term"])
    for material in draft["materials"]:
        material["source"] = {"map": "held"}.get(material["key"], material["source"])
    services.draft_item(spec=draft, actor=editor, at=at, change_note="样例:交通评估提速,平面图改由部门调取")
    shorter = _guide(REPLACED)
    shorter["faq"] = [
        *shorter["faq"],
        {"question": "设置期满想继续用怎么办?", "answer": "期满前30日内重新申请,原有材料不用再交。"},
    ]
    version = services.draft_item(spec=shorter, actor=editor, at=at, change_note="样例:补充常见问题")
    services.publish(
        item=REPLACED,
        number=version.number,
        actor=publisher,
        valid_from_on=next_from_on,
        at=at,
        document="样例发布文件",
    )


def _guide(code: str) -> dict[str, Any]:
    """The newest guide of an item, to be changed."""
    newest = catalog.latest_published(code)
    spec: Mapping[str, Any] = newest.spec if newest else {}
    return deepcopy(ItemSpec.parse(spec).as_data())
