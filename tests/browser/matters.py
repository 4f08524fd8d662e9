"""Blocked matters for the pages to show: at each stage, brought and handled by the people of the sample."""

from datetime import datetime, timedelta
from typing import Any

MINUTE = timedelta(seconds=60)
SAID = "窗口说要先拿到另一个部门的证明,那个部门又说要先有许可证。两边跑了三趟,不知道该先办哪个。"
ANSWER = "经两个单位会审,证明改由部门之间内部核查,不再要求您提交;许可申请已重新收件,最迟本周五办结并送达。"


def bring(at: datetime) -> None:
    """Report refusals, bring matters, review, answer, find a root cause; the newest of each stage is what a page shows."""
    from tongban.casework.cases.rules import Outcome
    from tongban.common.actors import Actor, Role
    from tongban.common.time import localdate
    from tongban.hall.blocked import services as blocked
    from tongban.hall.blocked.rules.words import Cause, Entrance, Remedy, RootCause
    from tongban.registry.accounts import queries as accounts

    def actor(username: str) -> Actor:
        return accounts.actor_of(accounts.account_named(username), localdate(at))

    clerk, coordinator, handler, citizen = (actor(one) for one in ("clerk", "coordinator", "handler", "citizen"))
    fellow = Actor("staff", "会审联络员", frozenset({Role.HANDLER}), 990_001, agency="hf-jtys", region="340100")

    def brought(minutes: int, **more: Any) -> str:
        given: dict[str, Any] = {
            "text": SAID,
            "cause": Cause.AGENCIES,
            "region": "340100",
            "item": "food-business-licence",
            "channel": Entrance.PORTAL,
        }
        return blocked.bring(brought=blocked.Brought(**given | more), actor=citizen, at=at - minutes * MINUTE).number

    def concluded(minutes: int, **more: Any) -> str:
        number = brought(minutes, **more)
        given: dict[str, Any] = {"number": number, "actor": coordinator}
        blocked.accept(at=at - (minutes - 1) * MINUTE, note="请今天联系反映人。", **given)
        both = ["hf-scjg", "hf-jtys"]
        reason = "两个单位互为前置,须共同确定。"
        blocked.joint_review(participants=both, reason=reason, at=at - (minutes - 2) * MINUTE, **given)
        opinion = "证明可以由本单位向对方核查,不必由群众提交。"
        blocked.opine(number=number, step="review-1", opinion=opinion, actor=handler, at=at - (minutes - 3) * MINUTE)
        duties = [
            blocked.Duty(agency="hf-jtys", what="当天提供内部核查结果", due_on=localdate(at)),
            blocked.Duty(agency="hf-scjg", what="按核查结果重新收件", due_on=localdate(at)),
        ]
        said = blocked.Conclusion(
            minutes="两个单位到会,一致同意取消互为前置。", decision="证明改为内部核查。", duties=duties
        )
        blocked.conclude(conclusion=said, at=at - (minutes - 4) * MINUTE, **given)
        return number

    def answered(minutes: int, words: str = "") -> str:
        number = concluded(minutes)
        later = at - (minutes - 5) * MINUTE
        blocked.complete_task(number=number, step="task-1", result="已核查", actor=fellow, at=later)
        blocked.complete_task(number=number, step="task-2", result="已收件", actor=handler, at=later)
        text = f"{ANSWER}{words}"
        blocked.answer(number=number, outcome=Outcome.RESOLVED, text=text, actor=coordinator, at=later + MINUTE)
        return number

    refusal: dict[str, Any] = {
        "asked": "不动产首次登记",
        "ground": "没有提交权籍调查成果,按现行指南不能收件。",
        "basis": "《不动产登记暂行条例》第十六条",
        "cause": Cause.AGENCIES,
        "remedy": Remedy.RECONSIDERATION,
    }
    number = _refused()
    blocked.report_refusal(refusal=blocked.Refusal(application=number, **refusal), actor=clerk, at=at - 120 * MINUTE)
    ended = answered(110, "(一)")
    blocked.confirm(number=ended, actor=citizen, at=at - 100 * MINUTE)
    root = blocked.Root(
        cause=RootCause.GUIDE, words="指南要求提交可以内部核查的证明。", change="删去场所证明,改为部门间内部核查。"
    )
    blocked.find_cause(number=ended, root=root, actor=coordinator, at=at - 95 * MINUTE)
    answered(90)
    concluded(70)
    brought(40)


def _refused() -> str:
    """The newest application of the sample that a window refused."""
    from tongban.casework.cases.models import Case

    found = Case.objects.filter(kind="application", status="refused").order_by("-pk")
    return str(found.values_list("number", flat=True)[0])


__all__ = ["bring"]
