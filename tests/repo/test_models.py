"""What the database itself holds to: migrations as the models are, pairs both or neither, and every table in the admin."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import Q, Value
from django.test.utils import isolate_apps
from django.utils import translation

# label of a model -> why an administrator does not see it
NOT_IN_ADMIN: dict[str, str] = {}
# "label.pair" -> why one half may stand without the other
LONELY_HALVES: dict[str, str] = {}
INSTANT = datetime(2022, 7, 1, 1, tzinfo=UTC)

Pair = tuple[type[models.Model], Any, Any]


def own_models() -> list[type[models.Model]]:
    """The models of our rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("tongban.")]


def pairs(model: type[models.Model]) -> Iterator[Pair]:
    """(model, x_at, x_by) for every pair of which a half may be missing."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, at in fields.items():
        by = fields.get(f"{name.removesuffix('_at')}_by")
        if name.endswith("_at") and by is not None and (at.null or by.null or by.blank):
            yield model, at, by


def names_in(condition: Any) -> set[str]:
    """The fields a condition speaks of."""
    if not isinstance(condition, Q):
        return set()
    leaves = [leaf for leaf in condition.children if not isinstance(leaf, Q)]
    below = [names_in(child) for child in condition.children if isinstance(child, Q)]
    return set().union(*below, {str(leaf[0]).split("__")[0] for leaf in leaves if isinstance(leaf, tuple)})


def refuses(pair: Pair, at: Any, by: Any) -> bool:
    """Whether one of the table's constraints on exactly this pair refuses these values, asked of the database."""
    model, at_field, by_field = pair
    given = {at_field.name: Value(at, at_field), by_field.name: Value(by, by_field)}
    conditions = [one.condition for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    fitting = [one for one in conditions if isinstance(one, Q) and names_in(one) == set(given)]
    return any(not one.check(given) for one in fitting)


def is_guarded(pair: Pair) -> bool:
    """Whether the database takes both or neither, and no half."""
    by_field = pair[2]
    nobody = None if by_field.null else ""
    somebody = 1 if by_field.is_relation else "staff:1"
    halves = refuses(pair, INSTANT, nobody) and refuses(pair, None, somebody)
    return halves and not refuses(pair, INSTANT, somebody) and not refuses(pair, None, nobody)


def label(pair: Pair) -> str:
    return f"{pair[0]._meta.label}.{pair[1].name.removesuffix('_at')}"


def test_every_pair_of_when_and_who_is_both_or_neither(db: None):
    found = [pair for model in own_models() for pair in pairs(model)]
    unguarded = {label(pair) for pair in found if not is_guarded(pair)}
    assert unguarded == set(LONELY_HALVES)


@isolate_apps("tongban.registry.regions")
def test_a_pair_without_a_constraint_is_seen(db: None):
    class Bare(models.Model):
        closed_at = models.DateTimeField(null=True)
        closed_by = models.CharField(max_length=40, blank=True)

        class Meta:
            app_label = "regions"

    (pair,) = pairs(Bare)
    assert not is_guarded(pair)


@isolate_apps("tongban.registry.regions")
def test_a_pair_with_its_constraint_is_accepted_and_half_a_constraint_is_not(db: None):
    both = Q(closed_at__isnull=False) & ~Q(closed_by="")
    neither = Q(closed_at=None, closed_by="")

    class Guarded(models.Model):
        closed_at = models.DateTimeField(null=True)
        closed_by = models.CharField(max_length=40, blank=True)

        class Meta:
            app_label = "regions"
            constraints = [models.CheckConstraint(condition=both | neither, name="closed_both_or_neither")]

    class Half(models.Model):
        closed_at = models.DateTimeField(null=True)
        closed_by = models.CharField(max_length=40, blank=True)

        class Meta:
            app_label = "regions"
            constraints = [models.CheckConstraint(condition=Q(closed_at=None) | ~Q(closed_by=""), name="closed_half")]

    assert is_guarded(next(pairs(Guarded)))
    assert not is_guarded(next(pairs(Half)))


def test_migrations_are_as_the_models_are():
    with translation.override(None):  # names of fields would differ by the language of the moment
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    assert {app: [str(one) for one in migrations[0].operations] for app, migrations in changes.items()} == {}


def test_every_room_with_models_has_migrations():
    loader = MigrationLoader(None)
    with_models = {model._meta.app_label for model in own_models()}
    assert with_models
    assert with_models <= loader.migrated_apps


def test_every_model_is_in_the_admin_or_listed_with_its_reason():
    hidden = {model._meta.label for model in own_models() if not admin.site.is_registered(model)}
    assert hidden == set(NOT_IN_ADMIN)


@pytest.mark.parametrize("listed", [NOT_IN_ADMIN, LONELY_HALVES], ids=["not in admin", "lonely halves"])
def test_every_exception_says_why(listed: dict[str, str]):
    assert [one for one, reason in listed.items() if len(reason) < 10] == []


def test_models_defaults_are_plain_values():
    # A StrEnum member as a default makes the migration import our code.
    members = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if type(field.default).__module__.startswith("tongban.")
    ]
    assert members == []
