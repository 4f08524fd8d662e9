"""How a reader wants the pages: language and size of type, kept in two cookies; the default is Chinese, normal size."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

LANGUAGE, SIZE = "language", "type"
LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}
SIZES = ("normal", "large")


@dataclass(frozen=True)
class Manner:
    """``language`` is Django's code; ``is_large`` the large type for older people (适老化)."""

    language: str = "zh-hans"
    is_large: bool = False

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return LANGUAGES[self.language]

    @property
    def is_english(self) -> bool:
        """Whether the pages speak English."""
        return self.language == "en"


class Manners:
    """Reads the cookies and sets the language of the pages; what the API says stays in the language of the law.

    The browser's own wish for a language is not asked: an office in China speaks Chinese until told otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer in the reader's language."""
        manner = manner_of(request)
        request.manner = manner  # type: ignore[attr-defined]
        language = "zh-hans" if request.path.startswith("/api/") else manner.language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", LANGUAGES[language])
            return response


def manner_of(request: HttpRequest) -> Manner:
    """What the cookies say; anything unknown in them is the default."""
    language = request.COOKIES.get(LANGUAGE, "")
    return Manner(language if language in LANGUAGES else "zh-hans", request.COOKIES.get(SIZE) == "large")
