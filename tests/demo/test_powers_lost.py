"""The sample on a day on which a town had lost a power meanwhile: the whole sample once more, so it has a file of its own."""

from datetime import date

import pytest

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind
from tongban.demo import sample


@pytest.mark.slow
@pytest.mark.django_db
def test_a_power_taken_back_from_a_town_meanwhile_does_not_break_the_sample():
    """花岗 lost a power at the end of September 2025: cases of it began before."""
    sample.load(today=date(2025, 10, 9), out=str)
    assert Case.objects.filter(kind=Kind.APPLICATION.value).count() == 317
