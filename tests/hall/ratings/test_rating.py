"""Who may rate what, once, in time, from where; every refusal is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast
from tests.cast import AT, CLERK, HANDLER, HEAD, OUTSIDER, WARDEN
from tests.hall.ratings.playing import BAD, DAY, GOOD, HOME, LATER, delivered, rated

from tongban.common.actors import Role
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.hall.applications import services as hall
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.models import Rating, RatingRefusal
from tongban.hall.ratings.rules import Level, RatingChannel, Stage

HOTLINE = cast.staff(31, "热线小陈", "hf-zwfw", "340100", Role.CLERK)


@pytest.fixture
def case(served):
    return delivered(served)


def refused():
    return [(row.why, row.channel, row.case_id, row.agency) for row in RatingRefusal.objects.all()]


def test_a_rating_knows_what_was_rated(case):
    given = rated(case.number, ratings.Opinion(Level.SATISFIED, ("once", "warm"), " 很好\u200b "))
    found = Rating.objects.get(pk=given.pk)
    assert (found.stage, found.act_seq, found.agency_id) == ("whole", case.journal_seq, "hf-bdc")
    assert (found.clerk, found.clerk_name) == (HANDLER.key, "经办老李")
    assert (found.item_id, found.region_id, found.tags, found.words) == (
        "certificate",
        "340100",
        ["warm", "once"],
        "很好",
    )
    assert (found.channel, found.rated_by, found.is_bad, found.source != "") == ("link", "link", False, True)
    assert HOME not in found.source


def test_the_window_is_rated_for_the_agency_of_its_clerk_while_the_case_still_runs(served):
    number = cast.accepted(served).number
    given = rated(number, stage=Stage.WINDOW)
    assert (given.agency_id, given.clerk, given.act_seq) == ("hf-zwfw", CLERK.key, 1)


def test_the_applicant_rates_signed_in_and_nobody_else_does(case, served):
    told = {"number": case.number, "stage": Stage.WHOLE, "opinion": GOOD, "address": HOME, "at": LATER}
    with pytest.raises(NotFound):
        ratings.rate_as_applicant(actor=served.neighbour, **told)
    assert ratings.rate_as_applicant(actor=served.enterprise, **told).channel == "portal"


def test_the_link_of_a_page_asks_for_the_sign_in(case, served):
    token = queries.token_for(case.number, Stage.WHOLE, 0, RatingChannel.PORTAL)
    with pytest.raises(NotFound):
        ratings.rate(token=token, opinion=GOOD, address=HOME, at=LATER)
    assert ratings.rate(token=token, opinion=GOOD, address=HOME, at=LATER, actor=served.enterprise).pk


def test_before_the_end_the_whole_is_not_rated(served):
    number = cast.accepted(served).number
    with pytest.raises(Refused, match="“办理全程”还没有结束"):
        rated(number)
    ((why, channel, case_id, agency),) = refused()
    assert (why, channel, agency) == ("early", "link", "")
    assert case_id is not None


def test_an_act_is_rated_once(case):
    rated(case.number)
    with pytest.raises(Refused, match="这次服务已经评价过"):
        rated(case.number, BAD)
    assert refused() == [("again", "link", case.pk, "hf-bdc")]
    assert Rating.objects.count() == 1


def test_window_and_whole_are_two_acts(case):
    assert rated(case.number).pk != rated(case.number, stage=Stage.WINDOW).pk


@pytest.mark.parametrize(("days", "is_open"), [(30, True), (31, False)])
def test_a_link_is_good_for_the_term_of_the_policy(case, days, is_open):
    at = AT + days * DAY
    if is_open:
        assert rated(case.number, at=at).pk
        return
    with pytest.raises(Refused, match="评价期限到2022-07-31为止"):
        rated(case.number, at=at)
    assert [row[0] for row in refused()] == ["expired"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t[:-1] + "A" * (t[-1] != "A"),
        lambda t: t.replace("whole", "window"),
        str.upper,
        lambda t: "",
        lambda t: t * 9,
    ],
)
def test_a_forged_link_is_refused(case, spoil):
    token = spoil(queries.token_for(case.number, Stage.WHOLE))
    with pytest.raises(NotFound, match="评价链接不完整或已失效"):
        ratings.rate(token=token, opinion=GOOD, address=HOME, at=LATER)
    assert [row[:3] for row in refused()] == [("forged", "link", None)]


def test_staff_of_the_rated_agency_are_refused_on_every_way(case):
    with pytest.raises(NotAllowed, match="您是被评单位的工作人员"):
        rated(case.number, actor=HEAD)
    with pytest.raises(NotAllowed, match="您是被评单位的工作人员"):
        ratings.rate_by_hotline(
            number=case.number, stage=Stage.WHOLE, opinion=GOOD, actor=replace(HOTLINE, agency="hf-bdc"), at=LATER
        )
    assert [row[:2] for row in refused()] == [("agency_staff", "hotline"), ("agency_staff", "link")]


def test_the_hotline_rates_for_who_calls_but_not_its_own_window(case):
    with pytest.raises(NotAllowed, match="您是被评单位的工作人员"):
        ratings.rate_by_hotline(number=case.number, stage=Stage.WINDOW, opinion=GOOD, actor=HOTLINE, at=LATER)
    given = ratings.rate_by_hotline(number=case.number, stage=Stage.WHOLE, opinion=BAD, actor=HOTLINE, at=LATER)
    assert (given.channel, given.rated_by, given.source) == ("hotline", HOTLINE.key, "")


@pytest.mark.parametrize("actor", [WARDEN, OUTSIDER], ids=["no role", "elsewhere"])
def test_the_hotline_is_somebody_of_the_region(case, actor):
    with pytest.raises(NotAllowed, match="热线代评"):
        ratings.rate_by_hotline(number=case.number, stage=Stage.WHOLE, opinion=GOOD, actor=actor, at=LATER)


def test_a_machine_its_staff_sign_in_from_does_not_rate_the_agency(case):
    ratings.note_sign_in(actor=HANDLER, address=HOME, at=AT)
    with pytest.raises(NotAllowed, match="请用自己的手机流量"):
        rated(case.number)
    assert [row[0] for row in refused()] == ["agency_machine"]
    assert rated(case.number, stage=Stage.WINDOW).agency_id == "hf-zwfw"  # another agency's window
    assert rated(case.number, address="8.8.8.8").pk


def test_a_machine_nobody_signed_in_from_for_a_month_is_forgotten(case):
    ratings.note_sign_in(actor=HANDLER, address=HOME, at=AT - 31 * DAY)
    assert rated(case.number).pk
    assert ratings.forget_sources(at=AT) == 1


def test_signing_in_twice_is_one_machine_and_a_proxy_is_none(served):
    for address in (HOME, HOME, "127.0.0.1", "10.1.2.3", ""):
        ratings.note_sign_in(actor=HANDLER, address=address, at=AT)
    ratings.note_sign_in(actor=served.citizen, address="8.8.8.8", at=AT)
    assert ratings.forget_sources(at=AT + 31 * DAY) == 1


def test_more_than_so_many_an_hour_from_one_place_are_refused(served):
    numbers = [
        hall.refuse(number=cast.filed(served).number, reason="不属职权", actor=CLERK, at=AT).number for _ in range(3)
    ]
    many = ratings.MOST_AN_HOUR
    first = rated(numbers[0])
    Rating.objects.bulk_create(
        Rating(
            **{
                name: getattr(first, name)
                for name in ("case_id", "act_at", "level", "is_bad", "agency_id", "region_id", "rated_at", "source")
            },
            stage="answer",
            act_seq=seq,
            channel="link",
            rated_by="link",
        )
        for seq in range(1, many)
    )
    with pytest.raises(NotAllowed, match="超过10次"):
        rated(numbers[1])
    assert [row[0] for row in refused()] == ["bulk"]
    assert rated(numbers[1], at=LATER + timedelta(hours=1)).pk
    assert rated(numbers[2], address="127.0.0.1").source == ""


def test_words_too_long_and_tags_that_do_not_fit_are_refused(case):
    with pytest.raises(BadInput, match="最多500个"):
        rated(case.number, ratings.Opinion(Level.FAIR, (), "字" * 501))
    with pytest.raises(BadInput, match="态度差"):
        rated(case.number, ratings.Opinion(Level.SATISFIED, ("rude",)))
    assert refused() == []
    assert not Rating.objects.exists()


def test_a_rating_is_taken_back_by_who_gave_it_and_stays(case, served):
    token = queries.token_for(case.number, Stage.WHOLE)
    with pytest.raises(Refused, match="还没有评价"):
        ratings.withdraw(token=token, at=LATER)
    given = rated(case.number, BAD)
    ratings.withdraw(token=token, at=LATER)
    found = Rating.objects.get(pk=given.pk)
    assert (found.state, found.withdrawn_by, found.level) == ("withdrawn", "link", "very_dissatisfied")
    with pytest.raises(Refused, match="本人撤回,不能再撤回"):
        ratings.withdraw(token=token, at=LATER)
    with pytest.raises(Refused, match="已经评价过"):
        rated(case.number)


def test_what_was_said_signed_in_or_to_the_hotline_is_not_taken_back_by_a_link(case, served):
    token = queries.token_for(case.number, Stage.WHOLE)
    given = ratings.rate_as_applicant(
        number=case.number, stage=Stage.WHOLE, opinion=GOOD, actor=served.enterprise, address=HOME, at=LATER
    )
    with pytest.raises(NotAllowed, match="由本人登录后撤回"):
        ratings.withdraw(token=token, at=LATER)
    assert ratings.withdraw(token=token, at=LATER, actor=served.enterprise).pk == given.pk


def test_what_can_be_rated_is_said_with_a_link_for_each(case):
    rated(case.number, stage=Stage.WINDOW)
    whole, window = queries.ratable(case, at=LATER)
    assert (whole.act.stage, whole.rating, whole.refusal) == (Stage.WHOLE, None, None)
    assert window.rating is not None
    assert queries.read_token(whole.token).channel is RatingChannel.PORTAL
    assert [one.refusal is None for one in queries.ratable(case, at=AT + 40 * DAY)] == [False, False]


def test_every_link_fits_a_notice(case):
    assert len(f"/rate/{queries.token_for(case.number, Stage.CALLBACK, 99)}") < 160
