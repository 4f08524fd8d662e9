"""The browser of the tests is alone with the house: nothing else answers it."""

import pytest
from playwright.sync_api import Error
from tests.browser.visitors import Entrance

pytestmark = pytest.mark.slow


def test_the_sample_city_answers_a_browser(entrance: Entrance):
    with entrance.visitor("clerk") as visitor:
        visitor.go("/desk")
        assert visitor.page.locator("h1").count() == 1


def test_no_other_machine_answers(entrance: Entrance):
    with entrance.visitor("nobody") as visitor, pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        visitor.page.goto("http://somewhere.example/")


def test_a_request_to_somewhere_else_is_noted(entrance: Entrance):
    with entrance.visitor("nobody") as visitor:
        visitor.page.set_content('<img src="http://somewhere.example/x.png">')
        assert any("somewhere.example" in complaint for complaint in visitor.complaints)
