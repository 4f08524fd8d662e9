"""The Hefei sample: every state is there, every record holds, everything is named as sample, the same every time."""

from collections import Counter
from datetime import date
from typing import ClassVar

import pytest
from django.test import TestCase

from tongban.casework.cases import queries
from tongban.casework.cases.models import Case, CaseQuerySet, JournalEntry, LedgerEntry
from tongban.casework.cases.rules import Kind, Outcome, Status
from tongban.casework.exchange import queries as exchange
from tongban.casework.exchange.rules import DeliveryStatus
from tongban.casework.notices import queries as notices
from tongban.casework.notices.models import Dispatch, Notice
from tongban.common.actors import Role, worker
from tongban.common.time import local, localdate, midnight
from tongban.demo import sample
from tongban.demo.sample import guides
from tongban.hall.applications.models import MaterialRow
from tongban.hall.blocked import queries as blocked
from tongban.hall.blocked.models import ItemRectification, RefusalReport
from tongban.hall.ratings.models import Exclusion, Rating, Rectification
from tongban.registry.accounts import queries as account_queries
from tongban.registry.accounts import services as accounts
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.parties import queries as parties
from tongban.workdays import Term, TimeState, current

TODAY = date(2022, 9, 21)
NOW = midnight(TODAY)
RECTIFICATIONS = 6  # of bad ratings
MENDED = 2  # of items
STATUSES = {
    Status.DRAFT: 10,
    Status.SUBMITTED: 14,
    Status.CORRECTING: 9,
    Status.ACCEPTED: 76,
    Status.DECIDED: 16,
    Status.DELIVERED: 136,
    Status.REFUSED: 10,
    Status.WITHDRAWN: 8,
    Status.ARCHIVED: 38,
}
APPEALS = {
    Status.SUBMITTED: 1,
    Status.ACCEPTED: 6,
    Status.ARBITRATING: 1,
    Status.DECIDED: 1,
    Status.DELIVERED: 2,
    Status.REFUSED: 1,
    Status.JOINED: 1,
}
BLOCKED = {
    Status.SUBMITTED: 1,
    Status.ACCEPTED: 8,
    Status.DECIDED: 1,
    Status.DELIVERED: 3,
    Status.REFUSED: 1,
}


def applications() -> CaseQuerySet:
    """All but the rectifications of bad ratings."""
    return Case.objects.filter(kind=Kind.APPLICATION.value)


def states() -> Counter[str]:
    """How many cases stand in each state of time this morning."""
    found: Counter[str] = Counter()
    for case in queries.cases(worker()).filter(accepted_at__isnull=False):
        found[queries.whole(case).clocks["handling"].state(NOW).value] += 1
    return found


@pytest.mark.slow
class TestSample(TestCase):
    """The sample, loaded once for all tests and rolled back after them."""

    printed: ClassVar[list[str]]
    token: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.printed = []
        cls.token = sample.load(today=TODAY, out=cls.printed.append)

    def test_the_sample_says_what_it_loads_and_knows_that_it_is_there(self) -> None:
        assert sample.is_loaded()
        assert len(self.printed) == 2
        assert "办件317件、诉求13件、办不成事14件、否定报备5份" in self.printed[1]
        assert "样例" in self.printed[1]

    def test_every_status_is_there_in_numbers_that_stay(self) -> None:
        for kind, known in ((Kind.APPLICATION, STATUSES), (Kind.APPEAL, APPEALS), (Kind.BLOCKED_MATTER, BLOCKED)):
            assert Counter(Case.objects.filter(kind=kind.value).values_list("status", flat=True)) == known
        assert sum(STATUSES.values()) == 317

    def test_every_state_of_time_is_there(self) -> None:
        found = states()
        assert set(found) == {state.value for state in TimeState}
        assert min(found.values()) >= 5

    def test_every_way_of_acceptance_and_both_outcomes_are_there(self) -> None:
        ways = Counter(applications().values_list("acceptance", flat=True))
        assert set(ways) == {"", "complete", "deferred", "commitment", "deemed"}
        assert Counter(Case.objects.exclude(outcome="").values_list("outcome", flat=True))[Outcome.DENIED] == 12
        assert MaterialRow.objects.filter(state="deferred").exists()
        assert LedgerEntry.objects.filter(kind="extension").count() == 8
        assert LedgerEntry.objects.filter(kind="pause", ended_at=None, step_key="").exists()
        assert LedgerEntry.objects.filter(kind="pause", ended_at=None).exclude(step_key="").exists()
        assert LedgerEntry.objects.filter(kind="pause", ended_at__isnull=False).exists()

    def test_every_case_is_flagged_as_sample_data(self) -> None:
        assert not Case.objects.filter(sample=False).exists()

    def test_every_chain_holds(self) -> None:
        assert list(queries.verify()) == []
        assert queries.seal()["cases"] == 330 + 14 + RECTIFICATIONS + MENDED

    def test_cases_are_in_the_city_in_counties_and_in_delegated_towns(self) -> None:
        lengths = Counter(len(region) for region in Case.objects.values_list("region_id", flat=True))
        assert set(lengths) == {6, 9}
        leads = set(Case.objects.values_list("agency_id", flat=True))
        assert {"hf-bdc", "hf-scjg", "340122-scjg", "340122105-zf", "340121106-zf", "340123106-zf"} <= leads

    def test_everything_happened_in_working_hours_before_today_except_what_the_worker_did(self) -> None:
        acts = JournalEntry.objects.exclude(role=Role.WORKER.value).values_list("at", flat=True)
        moments = [local(at) for at in acts]
        assert {9 <= at.hour < 17 for at in moments} == {True}
        assert all(current().is_workday(at.date()) for at in moments)
        assert max(at.date() for at in moments) == current().add(TODAY, -1)
        by_itself = JournalEntry.objects.filter(role=Role.WORKER.value)
        assert by_itself.filter(case__kind=Kind.APPLICATION.value).count() == 4
        assert by_itself.filter(case__kind=Kind.APPEAL.value).count() == 1

    def test_nothing_waits_for_the_worker_on_the_first_morning(self) -> None:
        assert list(queries.to_wake(NOW)) == []
        assert exchange.backlog().not_fanned_out == 0
        assert exchange.backlog().pending == 0
        assert {row.active for row in exchange.subscribers()} == {False}

    def test_changes_of_enterprises_were_told_and_one_waits_for_a_person(self) -> None:
        told = list(exchange.deliveries(status=DeliveryStatus.ACKNOWLEDGED))
        assert len(told) > 30
        assert all("SAMPLE-" in row.receipt for row in told)
        assert exchange.backlog().dead == 1

    def test_people_were_told_and_some_did_not_get_it(self) -> None:
        by_status = Counter(Dispatch.objects.values_list("status", flat=True))
        assert set(by_status) == {"sent", "delivered", "failed", "handled"}
        assert by_status["failed"] >= 3
        for username in ("citizen", "enterprise", "handler", "clerk", "admin"):
            actor = account_queries.actor_of(account_queries.account_named(username), TODAY)
            assert notices.unread(actor, TODAY) >= 1, username

    def test_the_enterprise_with_a_sign_in_has_a_change_to_look_at(self) -> None:
        actor = account_queries.actor_of(account_queries.account_named("enterprise"), TODAY)
        (change,) = parties.changes_of(parties.party(actor.party_id or 0))
        assert exchange.deliveries(subject=change.case_number).count() == 3
        assert [row.person.name for row in parties.representatives_on(parties.party(actor.party_id or 0), TODAY)]

    def test_cases_are_numbered_in_the_order_they_were_opened(self) -> None:
        for kind in (Kind.APPLICATION, Kind.APPEAL, Kind.BLOCKED_MATTER):
            opened = list(Case.objects.filter(kind=kind.value).order_by("pk").values_list("opened_at", flat=True))
            assert [localdate(at) for at in opened] == sorted(localdate(at) for at in opened)

    def test_both_applicants_with_a_sign_in_have_appeals_in_different_states(self) -> None:
        for username, least in (("citizen", 6), ("enterprise", 2)):
            actor = account_queries.actor_of(account_queries.account_named(username), TODAY)
            mine = [case.status for case in queries.cases(actor) if case.kind == Kind.APPEAL.value]
            assert len(set(mine)) >= least, username

    def test_blocked_matters_stand_on_every_rung_with_a_review_and_its_decision(self) -> None:
        open_ones = Case.objects.filter(kind=Kind.BLOCKED_MATTER.value, status=Status.ACCEPTED.value)
        rungs = Counter(blocked.rung(queries.whole(case)) for case in open_ones)
        assert rungs == {1: 5, 2: 2, 3: 1}
        assert set(open_ones.values_list("promised_term", flat=True)) == {"5wd", "10wd", "15wd"}
        states = {state for case in open_ones for state in [queries.whole(case).clocks["handling"].state(NOW)]}
        assert TimeState.OVERDUE in states
        reviewed = [case for case in open_ones if blocked.review_of(case)]
        assert len(reviewed) == 1
        tasks = [step.state for step in queries.whole(reviewed[0]).steps if step.key.startswith("task-")]
        assert sorted(tasks) == ["done", "open"]
        taken = {step.assignee for case in open_ones for step in queries.whole(case).steps}
        assert len(taken) > 3

    def test_one_item_is_being_rectified_and_those_who_met_the_other_obstacle_were_told(self) -> None:
        rows = ItemRectification.objects.order_by("pk")
        assert [row.case.status for row in rows] == ["delivered", "accepted"]
        due = [queries.whole(row.case).clocks["handling"].due_on() for row in rows]
        assert all(on is not None and on >= TODAY for on in due)
        told = Notice.objects.filter(title__startswith="您遇到过的问题已整改")
        assert told.count() == told.values("party_id").distinct().count() == 3
        assert set(Rating.objects.filter(case__kind="blocked_matter").values_list("level", flat=True)) == {
            "very_satisfied",
            "satisfied",
        }

    def test_reports_of_refusal_come_from_windows_of_city_and_town_and_one_became_a_matter(self) -> None:
        rows = RefusalReport.objects.all()
        assert (rows.count(), rows.exclude(application=None).count()) == (5, 1)
        assert rows.exclude(matter=None).count() == 1
        assert {"hf-zwfw", "hf-scjg", "340122105-wm"} <= set(rows.values_list("filed_agency", flat=True))
        assert not rows.filter(sample=False).exists()
        filed = list(rows.order_by("pk").values_list("filed_at", flat=True))
        assert filed == sorted(filed)

    def test_everybody_finds_blocked_matters_of_theirs(self) -> None:
        for username in (*("citizen", "enterprise", "clerk", "handler", "head", "coordinator", "supervisor"), "leader"):
            actor = account_queries.actor_of(account_queries.account_named(username), TODAY)
            assert len({one.case.status for one in blocked.matters(actor)}) >= 2, username
        clerk = account_queries.actor_of(account_queries.account_named("town_clerk"), TODAY)
        assert len(blocked.matters(clerk)) == 1
        for username in ("enterprise", "clerk", "handler", "town_clerk", "coordinator"):
            actor = account_queries.actor_of(account_queries.account_named(username), TODAY)
            assert blocked.reports(actor).exists(), username

    def test_bad_ratings_stand_in_every_stage_and_good_ones_are_many(self) -> None:
        stages = Counter(Rectification.objects.values_list("case__status", flat=True))
        assert stages == {"submitted": 1, "accepted": 2, "decided": 1, "delivered": 1, "refused": 1}
        assert Rating.objects.filter(first=None, is_bad=True).count() == RECTIFICATIONS
        assert Rating.objects.filter(first=None, is_bad=False).count() > 50
        assert Rating.objects.exclude(first=None).count() == 1
        assert set(Rating.objects.values_list("stage", flat=True)) == {"whole", "window"}
        assert Exclusion.objects.filter(state="proposed").count() == 1
        assert max(localdate(at) for at in Rating.objects.values_list("rated_at", flat=True)) < TODAY

    def test_there_is_one_sign_in_for_each_role_and_all_of_them_work(self) -> None:
        roles: list[Role] = []
        for place, (_, username, password) in enumerate(sample.sign_ins()):
            account = accounts.sign_in(username=username, password=password, address="127.0.0.1", at=NOW)
            roles += account_queries.actor_of(account, TODAY).roles
            assert place < 13
        assert set(roles) == set(Role) - {Role.SYSTEM, Role.WORKER}
        assert Counter(roles)[Role.APPLICANT] == 2

    def test_its_business_system_asks_the_api_with_the_token_that_loading_returns(self) -> None:
        grant = accounts.admit(token=self.token, at=NOW)
        assert grant.scopes == set(account_queries.SCOPES)
        assert (grant.actor.name, grant.actor.agency) == ("部门业务系统", "hf-scjg")
        assert queries.cases(grant.actor).exists()
        assert not any(self.token in line for line in self.printed)

    def test_both_applicants_with_a_sign_in_have_cases_to_look_at(self) -> None:
        for username in ("citizen", "enterprise"):
            actor = account_queries.actor_of(account_queries.account_named(username), TODAY)
            mine = list(queries.cases(actor))
            assert len(mine) >= 5
            assert len({case.status for case in mine}) >= 2

    def test_everybody_at_work_has_cases_to_look_at(self) -> None:
        for username in ("clerk", "handler", "head", "coordinator", "supervisor", "town_clerk", "leader"):
            actor = account_queries.actor_of(account_queries.account_named(username), TODAY)
            assert len(list(queries.cases(actor)[:5])) == 5, username

    def test_the_sample_is_the_same_every_time(self) -> None:
        numbers = sorted(applications().values_list("number", "status", "title"))
        assert numbers[0][0] == "340100-20220606-000001-6"
        assert numbers[-1][0] == "340178-20220915-000001-1"

    def test_one_guide_is_being_rewritten_and_one_waits_for_its_day(self) -> None:
        draft = catalog.versions(guides.REWRITTEN)[0]
        assert (draft.is_draft, draft.authors) == (True, [draft.drafted_by])
        assert ItemSpec.parse(draft.spec).promised_term == Term.parse("4wd")
        coming = catalog.versions(guides.REPLACED)[0]
        assert coming.valid_from_on is not None
        assert coming.valid_from_on > TODAY
        assert coming.published_by not in coming.authors
        assert catalog.version_in_force(guides.REPLACED, TODAY).number == 1
