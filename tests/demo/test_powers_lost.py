"""The sample on days on which a town had lost a power meanwhile: it is loaded twice, so it has a file of its own."""

from datetime import date

import pytest
from django.db import transaction

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind
from tongban.demo import sample


@pytest.mark.slow
@pytest.mark.django_db
def test_a_power_taken_back_from_a_town_meanwhile_does_not_break_the_sample():
    """石塘 lost two powers at the end of June 2025, 花岗 one at the end of September."""
    for today in (date(2025, 7, 15), date(2025, 10, 9)):
        with transaction.atomic():
            sample.load(today=today, out=str)
            assert Case.objects.filter(kind=Kind.APPLICATION.value).count() == 317
            transaction.set_rollback(True)
