"""What the people of the sample were told, and a gateway that is played: most messages arrive, a few do not.

Nothing leaves the house: the gateway is the sample's own, and every receipt says so.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.casework.cases.rules import Kind, Status
from tongban.casework.notices import queries, services
from tongban.casework.notices.rules import Channel, NewNotice, Outcome, Result, party, staff
from tongban.casework.notices.services.transports import Parcel
from tongban.common.actors import Actor, Role
from tongban.common.time import localdate, noon
from tongban.demo.sample.applicants import Applicants
from tongban.demo.sample.people import Office
from tongban.hall.applications import queries as applications

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

GATEWAY = Actor("system", "短信网关(样例)", frozenset({Role.SYSTEM}), account_id=0)
TOLD = 120  # cases of which somebody was told
UNREACHED = 9  # every so many messages one does not arrive
SAYS = {
    Status.SUBMITTED: ("申请已收到", "“{name}”的申请已收到,受理结果会在这里告诉您。"),
    Status.CORRECTING: ("请补正材料", "“{name}”的申请还缺内容,需要补正的已一次列全,请在补正页面一次答完。"),
    Status.ACCEPTED: ("申请已受理", "“{name}”的申请已受理,办到哪一步、哪一天办结,可以随时查看。"),
    Status.DECIDED: ("已作出决定", "“{name}”的申请已作出决定,请留意送达。"),
    Status.DELIVERED: ("决定已送达", "“{name}”的决定文书已送达,办件到此办结。"),
    Status.REFUSED: ("不予受理", "“{name}”的申请不予受理,理由和救济途径写在告知书里。"),
}
TO_STAFF = (
    ("handler", "有新的环节待办", "一件申请的审查环节已到您所在部门,请在办件清单中认领。", "/desk"),
    ("head", "一件即将到期", "一件申请两个工作日内到期,请督促办理。", "/desk?left=soon"),
    ("coordinator", "有企业反映办不成事", "请与申请人联系,两个工作日内答复。", "/desk"),
    ("clerk", "补正材料已交", "申请人已在网上提交补正,请审核。", "/desk"),
    ("supervisor", "本周超期办件", "本周有办件超期,请在办件清单中按“已超期”筛选核对。", "/desk?left=overdue"),
    ("admin", "有通知未送达", "有短信没有送到本人,请核对“未送达”清单。", "/manage/undelivered"),
)


def tell_people(office: Office, applicants: Applicants, *, last_on: date) -> None:
    """Tell applicants what became of their cases and staff what there is to do; then the gateway reports."""
    whose = [one.party_id for one in (*applicants.people[:30], *applicants.firms[:5]) if one.party_id]
    at = noon(last_on, 17, 30)
    with transaction.atomic():
        mine = [one for one in applications.of_parties(whose, limit=2 * TOLD) if one.kind == Kind.APPLICATION.value]
        services.tell_many(told_of(case) for case in mine[:TOLD] if case.status in SAYS)
        numbers = dict(office.numbers)
        services.tell_many(
            NewNotice(staff(numbers[name]), title, text, noon(last_on, 15, 10 + place), link=link)
            for place, (name, title, text, link) in enumerate(TO_STAFF)
        )
    play_gateway(at=at)
    tell_one_by_phone(office.clerk("340100"), at=at)
    read_the_older(applicants, on=last_on, at=at)


def told_of(case: "Case") -> NewNotice:
    """What the applicant of a case is told of it as it stands."""
    title, text = SAYS[Status(case.status)]
    name = case.item.name if case.item else case.title
    return NewNotice(
        party(case.applicant_id or 0),
        title,
        text.format(name=name),
        case.touched_at + timedelta(minutes=1),
        case_number=case.number,
        link=f"/cases/{case.number}",
        dedupe=f"case:{case.pk}:{case.status}",
    )


def play_gateway(*, at: datetime) -> None:
    """Everything goes out; the gateway then says of each message whether it arrived, and of some nothing yet."""
    sent: list[str] = []

    def hand_over(parcel: Parcel, *, now: datetime) -> Result:
        sent.append(parcel.message.uid)
        return Result(Outcome.SENT)

    while services.send_due(
        at=at,
        limit=500,
        now=lambda: at,
        transports=dict.fromkeys(Channel, hand_over),
        rng=Random(0),  # noqa: S311
    ).tried:
        pass
    for place, uid in enumerate(sent):
        if place % UNREACHED == 1:
            services.report_undelivered(dispatch_id=uid, reason="空号或已停机(样例)", actor=GATEWAY, at=at)
        elif place % UNREACHED:
            services.acknowledge(dispatch_id=uid, receipt=f"SAMPLE-SMS-{place:04d}", actor=GATEWAY, at=at)


def tell_one_by_phone(clerk: Actor, *, at: datetime) -> None:
    """One of those that did not arrive was told otherwise."""
    for one in queries.undelivered(clerk)[:2]:
        services.handle(dispatch_id=one.uid, words="已拨打登记的备用电话告知本人,本人知悉。(样例)", actor=clerk, at=at)


def read_the_older(applicants: Applicants, *, on: date, at: datetime) -> None:
    """Both applicants with a sign-in have read all but the newest of their messages."""
    for actor in (applicants.people[0], applicants.firms[0]):
        for one in older(actor, on):
            services.mark_read(uid=one, actor=actor, at=at)


def older(actor: Actor, on: date) -> Iterator[str]:
    """The numbers of the notices of an actor but for the three newest; not those of an enterprise it represents."""
    own = [one for one in queries.inbox(actor, localdate(noon(on))) if one.party_id == actor.party_id]
    yield from [str(one.uid) for one in own][3:]
