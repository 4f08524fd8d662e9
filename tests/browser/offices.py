"""What people do in the stories, each in a window of their own: apply on a phone, receive at the counter, act on a case."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Page
from tests.browser.visitors import PHONE, Entrance

from tongban.demo import papers


def soon(days: int) -> str:
    """A day that many days from today, as a date field takes it."""
    return (date.today() + timedelta(days)).isoformat()  # noqa: DTZ011 - the server asks the clock of this machine


def filled(page: Page, given: Mapping[str, str]) -> None:
    """Fill the fields of these labels that stand on the page; a choice by the words it shows."""
    for label, value in given.items():
        field = page.get_by_label(label).first
        if field.count() == 0:
            continue
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def apply_for(page: Page, code: str, region: str, given: Mapping[str, str], materials: Mapping[str, str]) -> None:
    """From the guide to the page that shows everything before it is submitted."""
    page.get_by_role("link", name="在线办理").click()
    page.get_by_label("事情发生在哪里").select_option(label=region)
    page.get_by_role("button", name="开始填写").click()
    while "/materials" not in page.url:
        filled(page, given)
        with page.expect_navigation():
            page.locator("button.button[value=next]").click()
    for key, title in materials.items():
        card = page.locator(f"#m-{key}")
        card.locator("input[type=file]").set_input_files(
            FilePayload(name=f"{title}.pdf", mimeType="application/pdf", buffer=papers.sheet(title))
        )
        card.get_by_role("button", name="上传").click()
        page.locator(f"#m-{key}").get_by_text("已上传").wait_for()
    page.get_by_role("link", name="继续:核对全部内容").click()


def submitted(page: Page) -> str:
    """Submit; the number of the case."""
    page.get_by_role("button", name="提交申请").click()
    page.get_by_role("heading", name="申请已提交").wait_for()
    return page.locator(".receipt-number").inner_text()


def act(entrance: Entrance, who: str, number: str, move: str, **given: str) -> None:
    """Somebody of an office opens the case and makes a move: the button, the form, the confirmation."""
    with entrance.visitor(who) as visitor:
        page = visitor.go(f"/cases/{number}")
        page.locator("#moves").get_by_role("link", name=re.compile(f"^{move}$")).first.click()
        for name, value in given.items():
            field = page.locator(f"main form [name={name}]")
            if field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        if page.locator("[name=sure]").count():
            page.locator("[name=sure]").check()
        page.get_by_role("button", name=re.compile("^确认")).click()
        page.wait_for_url(f"**/cases/{number}")
        page.get_by_text("已办好").first.wait_for()
        assert visitor.complaints == []


def told(entrance: Entrance, who: str, number: str) -> str:
    """What the applicant reads of the case on a phone."""
    with entrance.visitor(who, **PHONE) as visitor:
        text = visitor.go(f"/cases/{number}").inner_text("main")
        assert visitor.complaints == []
        return text


def staff_of(entrance: Entrance, agency: str) -> str:
    """The sign-in of somebody who handles steps for that agency."""
    return entrance.house.ask(
        "select a.username from accounts_account a join agencies_staff s on s.id = a.staff_id "
        "join agencies_assignment g on g.staff_id = s.id where s.agency_id = ? and g.role = 'handler' limit 1",
        agency,
    )
