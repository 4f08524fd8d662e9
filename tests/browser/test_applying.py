"""An applicant on a phone: applies, uploads, hands in, and follows the case without a sign-in."""

import contextlib
import sqlite3

import pytest
from playwright.sync_api import FilePayload, Page
from tests.browser import looking
from tests.browser.visitors import PHONE, Entrance

pytestmark = pytest.mark.slow
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def clean(page: Page) -> None:
    """Nothing a reader with a screen reader or a small screen would stumble over."""
    found = looking.axe(page) + page.evaluate(looking.SIDEWAYS)
    assert not found, "\n".join(found)


def onward(page: Page) -> None:
    """Fill in what a page of questions asks for and go on."""
    for field in page.locator("main form [required]").all():
        kind = field.evaluate("one => one.tagName + (one.type || '')")
        if kind.startswith("SELECT"):
            field.select_option(index=1)
        elif not field.input_value():
            field.fill("合肥市样例路1号")
    page.locator("button.button[value=next]").click()


def test_an_application_from_the_start_to_the_receipt_and_to_following_it(new_entrance: Entrance):
    with new_entrance.visitor("citizen", **PHONE) as visitor:
        page = visitor.go("/apply/food-business-licence")
        page.get_by_label("事情发生在哪里").select_option(label="长丰县")
        page.get_by_role("button", name="开始填写").click()
        page.locator("button.button[value=next]").click()
        assert page.locator("#summary").is_visible()
        clean(page)
        page.locator("#summary a").first.click()
        assert page.evaluate("document.activeElement.id") == "i-form-application_kind"
        onward(page)
        onward(page)
        upload = page.locator("form.upload").first
        upload.locator("input[type=file]").set_input_files(
            FilePayload(name="申请书.png", mimeType="image/png", buffer=PNG)
        )
        upload.locator("button").click()
        page.get_by_text("申请书.png").wait_for()
        assert page.evaluate("document.activeElement.type") == "file"
        wrong = page.locator("form.upload").nth(1)
        wrong.locator("input[type=file]").set_input_files(
            FilePayload(name="a.txt", mimeType="text/plain", buffer=b"hello")
        )
        wrong.locator("button").click()
        page.get_by_text("只能上传PDF、JPG、PNG").wait_for()
        clean(page)
        page.get_by_role("link", name="继续:核对全部内容").click()
        assert "答复是否受理" in page.inner_text("main")
        page.get_by_role("button", name="提交申请").dblclick()
        page.get_by_role("heading", name="申请已提交").wait_for()
        clean(page)
        number = page.locator(".receipt-number").inner_text()
        page.get_by_role("link", name="看这件事").click()
        clean(page)
        phone = page.goto(f"{visitor.house.address}/cases/{number}/apply/done")
        assert phone is not None
    masked = new_entrance.house.ask(
        "select p.phone_masked from parties_party p join accounts_account a on a.party_id = p.id where a.username = ?",
        "citizen",
    )
    with new_entrance.visitor("nobody", **PHONE) as visitor:
        page = visitor.go(f"/track?number={number}")
        page.get_by_label("手机号后四位").fill(masked[-4:])
        page.get_by_role("button", name="查进度").click()
        page.get_by_role("heading", name="现在在谁手里").wait_for()
        clean(page)
        page.get_by_role("link", name="为什么是这一天?").first.click()
        page.get_by_role("heading", name="为什么是这一天?").wait_for()
        clean(page)
    with contextlib.closing(sqlite3.connect(new_entrance.house.home / "tongban.sqlite3")) as found:
        ((count,),) = found.execute(
            "select count(*) from cases_journalentry where move = 'submit' and case_id = (select id from cases_case where number = ?)",
            [number],
        )
    assert count == 1
