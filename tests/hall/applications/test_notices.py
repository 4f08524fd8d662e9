"""The remedy a refusal names is that of its day."""

from datetime import date

from tongban.hall.applications.rules.notices import remedy_on


def test_the_article_on_reconsideration_changes_with_the_revised_law():
    assert "《行政复议法》第九条" in remedy_on(date(2023, 12, 31))
    assert "《行政复议法》第二十条" in remedy_on(date(2024, 1, 1))
