"""Who brought a blocked matter without a sign-in is told on the phone, also when the item that caused it was mended."""

from tests.cast import AT, CLERK, COORDINATOR
from tests.hall.blocked.cases import ANSWER, brought_of, root

from tongban import wiring
from tongban.casework.cases.services.telling import FOLLOW
from tongban.casework.exchange import services as exchange
from tongban.casework.notices.models import Notice
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.models import ItemRectification
from tongban.hall.blocked.rules.words import RootCause


def guest(**more):
    """A matter of somebody without a sign-in, at the window."""
    given = {"region": "340100", "item": "certificate", "phone": "13900000001", **more}
    return blocked.bring(brought=brought_of(**given), actor=CLERK, at=AT)


def told_of(case):
    """What was told of a case, in order."""
    exchange.fan_out(at=AT, listeners=wiring.LISTENERS)
    return list(Notice.objects.filter(case_number=case.number).order_by("pk"))


def test_a_guest_is_told_of_every_stage(town_hall):
    case = guest()
    blocked.accept(number=case.number, actor=COORDINATOR, at=AT)
    told = told_of(case)
    assert {one.text[:3] for one in told} == {"已收到", "已受理"}
    assert {(one.phone_masked, one.link) for one in told} == {("139****0001", f"/track?number={case.number}")}
    assert all(one.text.endswith(FOLLOW) for one in told)
    assert told_of(case) == told


def test_a_guest_solved_on_the_spot_is_asked_to_rate(town_hall):
    case = guest()
    blocked.solve_on_spot(number=case.number, text=ANSWER, root=root(RootCause.SERVICE), actor=COORDINATOR, at=AT)
    (last,) = [one for one in told_of(case) if one.text.startswith("已办结。")]
    assert last.link.startswith(f"/rate/{case.number}.whole.")
    assert last.text == f"已办结。请打开链接评价,不用登录。{FOLLOW}"


def test_a_guest_who_met_the_obstacle_is_told_once_it_is_gone(town_hall):
    case = guest()
    blocked.solve_on_spot(number=case.number, text=ANSWER, root=root(), actor=COORDINATOR, at=AT)
    mended = ItemRectification.objects.get(matter_id=case.pk)
    (one,) = queries.met(mended, AT)
    assert (one.to.phone, one.to.region, one.link) == ("13900000001", "340100", f"/track?number={case.number}")
