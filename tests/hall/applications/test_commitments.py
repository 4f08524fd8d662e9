"""The applicant's own commitment instead of proof."""

from datetime import timedelta

import pytest
from tests import cast
from tests.cast import AT, CLERK, HANDLER, filing

from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.registry.catalog import queries as catalog

LATER = AT + timedelta(hours=1)


@pytest.fixture
def case(city):
    return hall.file(filing=filing(city.enterprise, paper=["application", "tax"]), actor=CLERK, at=AT)


def commit(case, actor, material="pledge", text="承诺属实", at=LATER):
    return hall.commit(number=case.number, material=material, commitment=text, actor=actor, at=at)


def test_a_commitment_completes_the_materials_and_is_what_the_case_is_accepted_on(case, city):
    with pytest.raises(Refused, match="无纠纷证明"):
        hall.accept(number=case.number, actor=CLERK, at=AT)
    commit(case, city.enterprise)
    lines = queries.materials(case, catalog.pinned(case.item_version_id))
    assert {line.key: line.state for line in lines}["pledge"] == "committed"
    assert hall.accept(number=case.number, actor=CLERK, at=LATER).acceptance == "commitment"


def test_only_what_may_be_promised_can_be_promised(case, city):
    with pytest.raises(Refused, match="不能以书面承诺代替"):
        commit(case, city.enterprise, "tax")
    with pytest.raises(BadInput, match="没有材料"):
        commit(case, city.enterprise, "nothing")
    with pytest.raises(BadInput, match="不能为空"):
        commit(case, city.enterprise, text=" ")


def test_nobody_promises_for_somebody_else(case, city):
    with pytest.raises(NotFound):
        commit(case, city.neighbour)
    with pytest.raises(NotAllowed):
        commit(case, HANDLER)


def test_after_acceptance_nothing_is_promised_any_more(city):
    accepted = cast.accepted(city)
    with pytest.raises(Refused, match="待补正"):
        commit(accepted, city.enterprise)


def test_proof_brought_later_takes_the_place_of_the_promise_and_the_other_way_round(case, city):
    commit(case, city.enterprise)
    pdf = b"%PDF-1.7\n%%EOF\n"
    hall.attach_material(
        number=case.number, name="a.pdf", content=pdf, material="pledge", actor=city.enterprise, at=LATER
    )
    assert queries.given(case, catalog.pinned(case.item_version_id))["pledge"] == "uploaded"
    commit(case, city.enterprise)
    assert queries.given(case, catalog.pinned(case.item_version_id))["pledge"] == "committed"


def test_a_commitment_costs_few_statements(case, city, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):  # BEGIN and COMMIT aside: eight
        commit(case, city.enterprise)
