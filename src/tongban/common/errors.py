"""Refusals: what was refused, why, and what to do next, in the same words on every face.

A sentence is a Chinese template with named parameters, kept apart so that a face may translate the template.
Subclasses say only how serious it is; faces map ``status`` to HTTP, the command line exits with 2.
"""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A refusal a person may read: ``code`` is stable, ``message`` is the sentence.

    ``template`` uses ``str.format`` names filled from ``params``; ``status`` is an HTTP status.
    """

    status: ClassVar[int] = 422

    def __init__(self, code: str, template: str, /, **params: object) -> None:
        super().__init__(code, template, params)
        self.code = code
        self.template = template
        self.params: Mapping[str, object] = params

    @property
    def message(self) -> str:
        """The sentence with its parameters filled in."""
        return self.template.format(**self.params)

    def __str__(self) -> str:
        return self.message


class BadInput(DomainError):
    """What was given cannot be read or breaks a rule of form; the giver can mend it."""

    status = 422


class Refused(DomainError):
    """The law, the procedure or the state of the case does not allow the act now."""

    status = 409


class NotAllowed(DomainError):
    """The actor lacks the role, the jurisdiction or the power in force on that day."""

    status = 403


class NotFound(DomainError):
    """Nothing there, or nothing this actor may know of; both look the same on purpose."""

    status = 404


class Conflict(DomainError):
    """Somebody else was first, or the same key came with another content."""

    status = 409
