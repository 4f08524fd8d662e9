"""What every paper of a case knows of it, as plain values. Pure."""

from dataclasses import dataclass
from datetime import date

from tongban.hall.papers.rules.document import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The case behind a paper; identifiers are masked already, ``address`` is where its progress can be seen.

    ``item`` is what it is about, ``file_word`` and ``who_word`` what its number and its person are called.
    """

    number: str
    item: str
    is_permit: bool = False
    applicant: str
    is_person: bool
    file_word: str = "办件编号"
    who_word: str = "申请人"
    identifier: str = ""
    phone: str = ""
    agency: str
    agency_short: str
    agency_phone: str = ""
    region: str = ""
    answerable: str = ""
    queue: str = ""
    agent: str = ""
    address: str = ""
    is_sample: bool = False

    @property
    def you(self) -> str:
        """How the applicant is spoken to."""
        return "您" if self.is_person else "你单位"

    def law(self, article: str) -> str:
        """What an act stands on: an article of the permit law; matters that are no permits follow it by analogy."""
        return f"{'依据' if self.is_permit else '参照'}《行政许可法》{article}"


@dataclass(frozen=True, slots=True)
class Due:
    """A term with its last day and its clause; ``on`` is None while nobody can tell, ``doubt`` says why it may move."""

    term: str
    on: date | None
    law: str
    doubt: str = ""

    @property
    def words(self) -> str:
        """The last day with what makes it doubtful."""
        if self.on is None:
            return "待恢复计时后确定"
        doubt = self.doubt.rstrip("。")
        return day(self.on) + (f"(暂定:{doubt})" if doubt else "")
