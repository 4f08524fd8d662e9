"""Where a holiday notice in the database stands, and how a pasted text is read; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tongban.common.errors import BadInput
from tongban.common.said import Joined, said
from tongban.workdays import Calendar, Head, Notice, Problem, is_yaml, read_text, read_wording

LONGEST_REASON = 200


class NoticeState(StrEnum):
    """Where a notice stands; only one in force moves a day."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DROPPED = "dropped"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return STATE_LABELS[self]


STATE_LABELS = {
    NoticeState.PROPOSED: "待确认",
    NoticeState.IN_FORCE: "已载入",
    NoticeState.DROPPED: "已放弃",
    NoticeState.REPLACED: "已被替换",
    NoticeState.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True)
class Candidate:
    """A pasted text and what it comes to: one notice, or everything that is wrong with it.

    ``text`` is YAML; ``unused`` are the sentences of the original wording that nothing was taken from.
    """

    text: str = ""
    notice: Notice | None = None
    problems: Sequence[Problem] = ()
    unused: Sequence[str] = ()
    source: str = field(default="", repr=False)


def read(text: str, known: Sequence[Notice], head: Head = Head()) -> Candidate:  # noqa: B008 - immutable
    """Read a text in either form, strictly, beside the notices that hold already."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return Candidate(problems=(Problem("内容", said("没有内容:请粘贴通知全文或 YAML,或选择文件")),))
    if is_yaml(text):
        return _strict(text, known, text)
    worded = read_wording(text, head)
    if worded.problems:
        return Candidate(worded.text, None, worded.problems, worded.unused, text)
    found = _strict(worded.text, known, text)
    return Candidate(found.text, found.notice, found.problems, worded.unused, text)


def _strict(text: str, known: Sequence[Notice], source: str) -> Candidate:
    found = read_text(text, known)
    problems = list(found.problems)
    if not problems and len(found.notices) != 1:
        template = "含有{count}份通知,一次只载入一份:请分开载入"
        problems.append(Problem("notices", said(template, count=len(found.notices))))
    if problems:
        return Candidate(text, None, tuple(problems), (), source)
    return Candidate(text, found.notices[0], (), (), source)


def bad_text(problems: Sequence[Problem]) -> BadInput:
    """The refusal of a text, with all that is wrong with it."""
    template = "通知有{count}处不能载入:{problems}。请改正后重新提交。"
    listed = Joined(";", [problem.sentence for problem in problems])
    return BadInput("notice.bad", template, count=len(problems), problems=listed)


@dataclass(frozen=True)
class Change:
    """A day that a candidate makes a working day, or a day off."""

    on: date
    becomes_workday: bool
    name: str


def changes(before: Calendar, after: Calendar, most: int = 100) -> list[Change]:
    """The days whose working changes from one calendar to the other, the first ``most`` of them."""
    return [
        Change(on, after.is_workday(on), after.day(on).name or before.day(on).name)
        for on in after.changed_days(before)[:most]
    ]
