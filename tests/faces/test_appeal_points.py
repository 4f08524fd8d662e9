"""Coordinates of an appeal on the pages: optional, checked, shown as text to whoever may see the place."""

import pytest
from tests.faces import matters
from tests.faces.cast import Cast
from tests.faces.desk.appealing import page, text
from tests.faces.portal.appealing import typed
from tests.faces.portal.forms import send, text_of
from tests.hall.papers.reading import text_of_pdf

from tongban.hall.appeals.models import Appeal

HERE = {"latitude": "31.8206", "longitude": "117.2272"}
SAID = "北纬31.8206°,东经117.2272°"
DESK = {
    "channel": "hotline",
    "type": "complaint",
    "text": "三号窗口停办,请解决。",
    "region": "340100",
    "phone": "13900000001",
}


@pytest.fixture
def hall(people: Cast) -> Cast:
    """The cast, with a policy of service in force."""
    return matters.ready(people)


def entered(people: Cast, **more: str):
    """What sending the form brings."""
    party = people.actors["citizen"].party_id or ""
    return send(people, "citizen", "/appeals/new", **typed(party=party, seen="1", **more))


def test_the_entry_asks_for_coordinates_that_a_browser_may_fill_in(hall: Cast):
    shown = page(hall, "nobody", "/appeals/new")
    assert 'name="latitude"' in shown
    assert "data-locate hidden" in shown  # without the script there is no button that does nothing
    assert "/assets/locate.js" in shown


def test_a_point_is_kept_and_shown_on_the_pages_and_on_paper(hall: Cast):
    assert entered(hall, **HERE).status_code == 302
    number = Appeal.objects.get().case.number
    assert SAID in text(page(hall, "citizen", f"/cases/{number}"))
    assert SAID in text(page(hall, "clerk", f"/cases/{number}"))
    assert SAID in text(page(hall, "clerk", f"/cases/{number}/print"))
    paper = text_of_pdf(hall.get("clerk", f"/cases/{number}/papers/registration.pdf").content)
    assert SAID.replace(",", "\uff0c") in paper


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"latitude": "39.9042", "longitude": "116.4074"}, "不在本市范围内"),
        ({"latitude": "31.8206", "longitude": ""}, "须同时填写"),
        ({"latitude": "三十一", "longitude": "117.2"}, "应为-90至90的小数度"),
        ({"latitude": "31.8", "longitude": "<script>"}, "应为-180至180的小数度"),
    ],
    ids=["in Beijing", "half", "no number", "hostile"],
)
def test_what_is_no_point_in_the_city_is_refused_at_its_field(hall: Cast, given: dict[str, str], words: str):
    answer = entered(hall, **given)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'href="#i-l' in answer.content.decode()
    assert "<script>" not in answer.content.decode().partition("<main")[2].partition("</main")[0]
    assert not Appeal.objects.exists()


def test_nothing_has_to_be_given(hall: Cast):
    assert entered(hall, latitude="", longitude="").status_code == 302
    assert Appeal.objects.get().latitude is None


def test_the_desk_takes_a_point_down_too(hall: Cast):
    assert send(hall, "clerk", "/desk/appeals/new", **DESK, **HERE).status_code == 302
    assert str(Appeal.objects.get().longitude) == "117.227200"
    refused = send(hall, "clerk", "/desk/appeals/new", **DESK, latitude="39.9", longitude="116.4")
    assert "不在本市范围内" in text_of(refused)


def test_what_is_proposed_says_its_field_and_how_sure_it_is(hall: Cast):
    send(hall, "clerk", "/desk/appeals/new", **DESK, item="certificate")
    number = Appeal.objects.get().case.number
    shown = text(page(hall, "clerk", f"/cases/{number}/appeal/dispatch"))
    assert "系统建议的主办单位" in shown
    assert "领域:" in shown
    assert "把握 98%" in shown
