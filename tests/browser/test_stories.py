"""The three cases of the source text, told by the pages: applicant on a phone, clerk, handler and head at their desks."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from tests.browser.offices import act, apply_for, filled, soon, staff_of, submitted, told
from tests.browser.sight import FIRM_CODE
from tests.browser.visitors import PHONE, Entrance

from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED

pytestmark = pytest.mark.slow


def test_a_certificate_is_received_at_the_window_and_worked_on_side_by_side(new_entrance: Entrance):
    """合肥先导薄膜材料有限公司: survey and review side by side, so that ten working days became three days."""
    with new_entrance.visitor("clerk") as visitor:
        page = visitor.go("/desk/counter")
        page.locator("#number").fill(FIRM_CODE)
        page.keyboard.press("Enter")
        page.locator("main a[href^='/desk/counter/for/']").first.click()
        page.get_by_label("事项名称或关键词").fill("不动产首次登记")
        page.get_by_role("button", name="查找").click()
        page.locator("a[href$='/real-estate-first-registration']").click()
        filled(page, {"不动产坐落": "合肥市新站高新区(厂房及办公楼)", "房屋用途": "厂房及办公楼"})
        filled(page, {"土地面积": "52000", "建筑面积": "38600"})
        for box in page.locator("input[name=paper]").all():
            box.check()
        page.get_by_role("button", name="收件并受理").click()
        page.get_by_role("heading", name="办好了").wait_for()
        number = page.locator("main a.number").inner_text()
        assert page.locator("a[href$='/papers/acceptance.pdf']").is_visible()
        assert visitor.complaints == []
    while_open = told(new_entrance, "enterprise", number)
    assert "正在办" in while_open
    registrar, surveyor = staff_of(new_entrance, "hf-bdc"), staff_of(new_entrance, "hf-cehui")
    act(new_entrance, registrar, number, "办结环节 · 登记审核", result="登记资料齐全,权属清楚,待权籍调查成果。")
    act(new_entrance, surveyor, number, "办结环节 · 权籍调查", result="权籍调查完成,出具成果报告。")
    act(new_entrance, registrar, number, "办结环节 · 登簿缮证", result="已登簿,缮制证书。")
    act(
        new_entrance,
        registrar,
        number,
        "作出决定",
        outcome="准予",
        reason="符合首次登记条件,准予登记,核发不动产权证书。",
    )
    with new_entrance.visitor("clerk") as visitor:
        page = visitor.go(f"/desk/counter/handover/{number}")
        page.get_by_label("出示的证件号码").fill(FIRM_CODE)
        page.get_by_label("领取人姓名").fill("企业联系人")
        page.get_by_role("button", name="核对并送达").click()
        page.get_by_text("送达回证").first.wait_for()
        assert visitor.complaints == []
    text = told(new_entrance, "enterprise", number)
    assert "已送达" in text
    assert "准予" in text
    assert "权籍调查" in text


SUSPENSION = {
    "歇业原因": "公共卫生事件",
    "具体情况": "受疫情影响,经营状况不好,无法正常经营",
    "歇业起始日期": soon(7),
    "歇业截止日期": soon(180),
    "已与职工依法协商": "是",
    "法律文书送达地址": "合肥市瑶海区",
}


def test_an_enterprise_suspends_its_business_on_a_phone(new_entrance: Entrance):
    """合肥呈上建材科技有限公司: four years are refused with the article; within the law it is done the same day."""
    with new_entrance.visitor("enterprise", **PHONE) as visitor:
        page = visitor.go("/items/enterprise-suspension")
        too_long = SUSPENSION | {"歇业截止日期": soon(7 + 4 * 366)}
        apply_for(page, "enterprise-suspension", "瑶海区", too_long, {"application": "歇业备案申请书"})
        page.get_by_role("button", name="提交申请").tap()
        page.get_by_role("alert").get_by_text("《市场主体登记管理条例》第三十条").wait_for()
        assert "最长3年" in page.get_by_role("alert").inner_text()
        with page.expect_navigation():
            page.locator("section", has_text="歇业截止日期").locator("a[href*='/apply/']", has_text="修改").last.tap()
        filled(page, SUSPENSION)
        with page.expect_navigation():
            page.locator("button.button[value=next]").tap()
        number = submitted(page)
        assert [one for one in visitor.complaints if "422" not in one and "409" not in one] == []
    act(new_entrance, "handler", number, "告知承诺受理", commitment="承诺歇业原因属实,已与职工依法协商。")
    act(new_entrance, "handler", number, "办结环节 · 形式审查", result="材料齐全。")
    act(new_entrance, "handler", number, "办结环节 · 备案并公示", result="已备案并公示。")
    act(new_entrance, "handler", number, "作出决定", outcome="准予", reason="符合法定形式,准予歇业备案。")
    act(new_entrance, "clerk", number, "送达", how="全程电子化平台电子送达")
    assert "已送达" in told(new_entrance, "enterprise", number)
    with new_entrance.visitor("enterprise", **PHONE) as visitor:
        record = visitor.go("/enterprise/record").inner_text("main")
        assert "歇业" in record
        assert "公共卫生事件" in record


class Office(BaseHTTPRequestHandler):
    """Tax, on loopback: acknowledges everything it is sent, and keeps it."""

    received: list[dict[str, object]] = []

    def do_POST(self) -> None:
        """Keep the message and answer with a receipt."""
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"])
        body = b'{"receipt": "SW-0001"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the word of http.server
        """Say nothing."""


@pytest.fixture
def office() -> Iterator[str]:
    """The address of the tax office."""
    Office.received.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Office) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/tax"
        server.shutdown()
        thread.join()


def test_one_change_reaches_the_tax_office_by_itself(new_entrance: Entrance, office: str):
    """An enterprise changes its scope once; the head decides; tax gets just what it may know, and a receipt comes back."""
    with new_entrance.visitor("admin") as visitor:
        page = visitor.go("/manage/subscribers/new")
        page.locator("main [name=code]").fill("tax-story")
        page.locator("main [name=name]").fill("税务部门(演示)")
        page.locator("main [name=agency]").fill("hf-swj")
        page.locator("main [name=url]").fill(office)
        page.locator("main input[name=allow_loopback]").check()
        for field in ("credit_code", "name", "business_scope"):
            page.locator(f"main input[name='event:{ENTERPRISE_CHANGED.type}'][value={field}]").check()
        page.locator("main form button[type=submit]").click()
        page.get_by_text("已登记订阅方").first.wait_for()
    with new_entrance.visitor("enterprise", **PHONE) as visitor:
        page = visitor.go("/items/enterprise-change")
        given = {"变更后的经营范围": "智能设备研发、销售;日用百货销售", "变更决议日期": soon(-3)}
        materials = {"application": "变更登记申请书", "resolution": "变更决议"}
        apply_for(page, "enterprise-change", "蜀山区", given, materials)
        number = submitted(page)
        assert visitor.complaints == []
    act(new_entrance, "head", number, "受理")
    act(new_entrance, "handler", number, "办结环节 · 形式审查", result="材料齐全。")
    act(new_entrance, "head", number, "延期", term="1个工作日", reason="需向原登记机关核对档案")
    assert "延长" in told(new_entrance, "enterprise", number)
    act(new_entrance, "handler", number, "办结环节 · 核准变更、换发执照", result="已核准变更。")
    act(new_entrance, "head", number, "作出决定", outcome="准予", reason="准予变更登记。")
    with new_entrance.visitor("enterprise", **PHONE) as visitor:
        for _ in range(30):
            record = visitor.go("/enterprise/record").inner_text("main")
            if "SW-0001" in record:
                break
            visitor.page.wait_for_timeout(1000)
        assert "SW-0001" in record
        assert "智能设备研发" in record
    # the name did not change, so nobody is told of it; nobody is told of the legal representative without a right to it
    assert [sorted(one) for one in Office.received] == [["business_scope", "credit_code"]]
