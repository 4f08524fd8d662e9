"""What the sample city lacks for every page to have something on it: a notice to confirm, a recount, a newcomer."""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")

if TYPE_CHECKING:
    from tongban.common.actors import Actor

NEWCOMER = "NEW-001"
PASSWORD = "tongban-demo"
SIGNING_IN = ("hf-bdc", "hf-cehui")  # those who work on the certificate of the first story
NOTICE = """\
国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦:1月1日(周五)至3日(周日)放假,共3天。
二、春节:2月5日(周五)至11日(周四)放假调休,共7天。2月14日(周日)上班。
国务院办公厅
2026年11月24日
"""


def prepare(at: datetime) -> None:
    """Act as the people of the sample would."""
    from tongban.common.actors import Actor
    from tongban.common.time import localdate
    from tongban.registry.accounts import queries as accounts
    from tongban.registry.accounts import services as sign_ins
    from tongban.registry.accounts.models import Account
    from tongban.registry.agencies import services as agencies
    from tongban.registry.agencies.rules import IdentityType
    from tongban.registry.calendars import services as calendars

    def actor(username: str) -> Actor:
        return accounts.actor_of(accounts.account_named(username), localdate(at))

    bring_appeals(at)
    propose_policy(at, actor("admin"))
    calendars.propose(text=NOTICE, actor=actor("admin"), at=at)
    for account in Account.objects.filter(staff__agency_id__in=SIGNING_IN):
        sign_ins.change_password(account=account, password=PASSWORD)
    calendars.ask_recount(actor=actor("admin"), at=at)
    agencies.hire(
        number=NEWCOMER,
        name="新来的同事",
        agency="hf-zwfw",
        identity_type=IdentityType.CONTRACT,
        from_on=localdate(at),
    )


def propose_policy(at: datetime, admin: "Actor") -> None:
    """A policy that waits for another administrator."""
    from tongban.common.time import localdate
    from tongban.registry.administration import services
    from tongban.registry.policies import queries

    text = queries.default_text().replace("callback_percent: 20 ", "callback_percent: 50 ")
    services.propose_policy(
        title="诉求办理服务规定(2027年修订)",
        document="合政办〔2026〕99号",
        effective_on=localdate(at),
        text=text.replace("arbitration: 1wd", "arbitration: 2wd"),
        actor=admin,
        at=at,
    )


def bring_appeals(at: datetime) -> None:
    """Appeals at each stage, a crowd at one place, and an alert of it."""
    from tests.browser.appeals import bring

    bring(at)


if __name__ == "__main__":
    import django

    django.setup()
    prepare(datetime.now(UTC))
