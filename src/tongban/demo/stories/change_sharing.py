"""Case three: one change of an enterprise, told to three offices by itself.

Source: in August 2022 an enterprise complained that after changing its registration it had to go to tax, provident fund
and others again; since then changes of name, legal representative and scope made on the platform are shared with tax,
social insurance and provident fund by the system. The enterprise, the days and the failures of the receivers are ours.
"""

import json
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import queries as exchange_queries
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import DeliveryStatus
from tongban.common.actors import Actor
from tongban.common.time import local, noon
from tongban.demo import papers, telling
from tongban.demo.stories import people
from tongban.demo.stories.receiver import Receiver
from tongban.demo.telling import Out
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED

ITEM = "enterprise-change"
REGION = "340100"
ON = date(2022, 8, 16)
MOST_ROUNDS = 20
# who is entitled to what: each office only what its work needs
SUBSCRIBERS = (
    ("tax", "税务部门", "hf-swj", ("credit_code", "name", "legal_representative", "business_scope")),
    ("social-insurance", "社会保险经办机构", "hf-sbzx", ("credit_code", "name", "legal_representative")),
    ("provident-fund", "住房公积金管理中心", "hf-gjj", ("credit_code", "name")),
)
BEFORE = {"name": "合肥样例贸易有限公司", "legal_representative": "李原", "business_scope": "日用百货销售"}
FORM = {
    "name": "合肥样例智能科技有限公司",
    "legal_representative": "王新",
    "business_scope": "智能设备研发、销售;日用百货销售",
    "resolved_on": "2022-08-12",
}


def play(out: Out) -> dict[str, Any]:
    """Play the case, print it, return its record with what each receiver got and how often."""
    applicant = people.enterprise(
        **BEFORE,
        serial=3,
        region=REGION,
        address="合肥市蜀山区",
        established_on=date(2020, 3, 2),
        at=noon(ON, 8),
    )
    with Receiver([code for code, *_ in SUBSCRIBERS]) as receiver:
        _subscribe(receiver)
        number = _change(applicant)
        rounds = _deliver(number)
        deliveries = [_delivery(number, code, name, receiver) for code, name, *_ in SUBSCRIBERS]
        again = [sum(box.after_acknowledgement.values()) for box in receiver.inboxes.values()]
        bad = sum(box.bad_signatures for box in receiver.inboxes.values())
    record = telling.record(number) | {
        "changed": {key: [BEFORE[key], FORM[key]] for key in BEFORE},
        "deliveries": deliveries,
        "duplicates": sum(again),
        "bad_signatures": bad,
        "rounds": rounds,
    }
    _print(record, out)
    return record


def _subscribe(receiver: Receiver) -> None:
    for code, name, agency, fields in SUBSCRIBERS:
        _, receiver.secrets[code] = exchange.subscribe(
            code=code,
            name=name,
            agency=agency,
            url=receiver.url(code),
            allow_loopback=True,
            entitlements={ENTERPRISE_CHANGED.type: list(fields)},
            actor=people.ADMINISTRATOR,
            at=noon(ON, 8, 30),
        )


def _change(applicant: Actor) -> str:
    """The enterprise files online; the registrar enters the change the same morning."""
    filing = hall.Filing(
        item=ITEM, region=REGION, applicant_id=applicant.party_id or 0, form=FORM, channel="online", sample=True
    )
    number = hall.open_draft(filing=filing, actor=applicant, at=noon(ON, 9)).number
    for minute, (material, title) in enumerate(
        (("application", "变更登记申请书"), ("resolution", "变更决议")), start=1
    ):
        hall.attach_material(
            number=number,
            name=f"{title}.pdf",
            content=papers.sheet(title),
            material=material,
            actor=applicant,
            at=noon(ON, 9, minute),
        )
    hall.submit(number=number, actor=applicant, at=noon(ON, 9, 10))
    hall.accept(number=number, actor=people.ENTERPRISE_WINDOW, at=noon(ON, 9, 30))
    registrar = people.MARKET_REGISTRAR
    hall.complete_step(number=number, step="review", result="材料齐全。", actor=registrar, at=noon(ON, 10))
    hall.complete_step(number=number, step="register", result="已核准变更。", actor=registrar, at=noon(ON, 10, 20))
    hall.decide(number=number, outcome=Outcome.GRANTED, reason="准予变更登记。", actor=registrar, at=noon(ON, 10, 30))
    hall.deliver(number=number, how="换发电子营业执照", actor=people.ENTERPRISE_WINDOW, at=noon(ON, 10, 40))
    return number


def _deliver(number: str) -> int:
    """The worker's rounds, each at the instant the next attempt is due; then two more that find nothing to do.

    Nobody waits: the time between attempts is told to the worker, not slept.
    """
    sender, rng, at = exchange.HttpSender(), Random(20220816), noon(ON, 10, 31)  # noqa: S311 - jitter of the story
    rounds = 0
    try:
        while rounds < MOST_ROUNDS:
            while exchange.fan_out(at=at):
                pass
            _round(at, sender, rng)
            rounds += 1
            waiting = [row.next_attempt_at for row in _rows(number) if row.status == DeliveryStatus.PENDING]
            due = [next_at for next_at in waiting if next_at is not None]
            if not due:
                break
            at = max(at, min(due))
        for hours in (1, 2):
            _round(at + timedelta(hours=hours), sender, rng)
    finally:
        sender.pool.clear()
    return rounds


def _round(at: datetime, sender: exchange.HttpSender, rng: Random) -> None:
    exchange.deliver_due(at=at, now=lambda: at, sender=sender, rng=rng)


def _rows(number: str, subscriber: str = "") -> list[Any]:
    return list(exchange_queries.deliveries(subscriber=subscriber, event_type=ENTERPRISE_CHANGED.type, subject=number))


def _delivery(number: str, code: str, name: str, receiver: Receiver) -> dict[str, Any]:
    """One delivery as our records have it, with the fields that really arrived."""
    (row,) = _rows(number, code)
    received = receiver.inboxes[code].acknowledged[str(row.event.uid)]
    tries = list(exchange_queries.attempts(delivery_id=row.pk))
    return {
        "subscriber": code,
        "name": name,
        "agency": row.subscriber.agency_id,
        "fields": sorted(received),
        "received": {key: value for key, value in received.items() if key != "credit_code"},
        "attempts": row.attempts,
        "status": row.status,
        "receipt": row.receipt,
        "answers": list(receiver.inboxes[code].answers),
        "tries": [
            {"at": local(one.at).isoformat(timespec="seconds"), "status_code": one.status_code, "error": one.error}
            for one in tries
        ],
    }


def _print(record: dict[str, Any], out: Out) -> None:
    out("案例三  一次变更,自动共享:企业名称、法定代表人、经营范围变更同步税务、社保、公积金")
    out("出处  2022年合肥市效能建设优秀案例,市政务服务管理局“V+”服务大升级,案例三(企业为样例)\n")
    telling.tell(record["case_number"], out)
    out("\n变更内容")
    labels = {"name": "名称", "legal_representative": "法定代表人", "business_scope": "经营范围"}
    for key, (before, after) in record["changed"].items():
        out(f"  {telling.padded(labels[key], 14)}{before} → {after}")
    out("共享(各部门只收到职责所需的内容)")
    known = labels | {"credit_code": "统一社会信用代码"}
    for one in record["deliveries"]:
        out(f"  {telling.padded(one['name'], 22)}{'、'.join(known[key] for key in one['fields'])}")
        for place, attempt in enumerate(one["tries"], start=1):
            said = attempt["error"] or f"已收到,回执号 {json.loads(one['receipt'])['receipt']}"
            out(f"    第{place}次  {attempt['at'][:19].replace('T', ' ')}  {said}")
    out(f"回执之后重复收到:{record['duplicates']}次;签名不符:{record['bad_signatures']}次。")
    out(f"\n结论  {record['ended_on']}一次办结,企业不必再跑{'、'.join(one['name'] for one in record['deliveries'])}。")
    out("(接收方为本机上的真实HTTP服务,前两次故意不应答;重试间隔为推算时刻,并未实际等待)")
