"""Who looks at the pages: a window of Debian's Chromium, signed in, with everything it did on the way noted."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request
from tests.browser.city import PASSWORD, House

# Loopback only, whatever a page asks for: every other name fails to resolve. The rest keeps Chromium itself quiet.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
BROWSERS_OWN = ("data:", "blob:", "about:", "chrome:", "chrome-extension:")  # the last two: its viewer of PDF files
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


def launched(playwright: Playwright) -> Browser:
    """Chromium with a fresh profile."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))


@dataclass
class Visitor:
    """A window and its owner; ``complaints`` are what the browser said against the pages."""

    house: House
    page: Page
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the house; an answer that is none of ours fails."""
        answer = self.page.goto(self.house.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def speak(self, language: str) -> None:
        """Read the next page in another language."""
        self.page.context.add_cookies([{"name": "language", "value": language, "url": self.house.address}])

    def see(self, text: str) -> None:
        """The text stands on the page, shown."""
        self.page.get_by_text(text).first.wait_for(state="visible", timeout=5000)

    def note(self, message: ConsoleMessage) -> None:
        """Keep an error of the console."""
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def note_request(self, request: Request) -> None:
        """Keep a request that would leave the house."""
        if not request.url.startswith((self.house.address, *BROWSERS_OWN)):
            self.complaints.append(f"{self.page.url} asks for {request.url}")


@dataclass
class Entrance:
    """Lets visitors in; somebody who has signed in once keeps the cookies for the next window."""

    browser: Browser
    house: House
    states: dict[str, Any]

    @contextlib.contextmanager
    def visitor(self, name: str, *, language: str = "zh-hans", large: bool = False, **window: Any) -> Iterator[Visitor]:
        """A window of that person (``nobody`` is not signed in); closed at the end of the block."""
        if name != "nobody" and name not in self.states:
            self.states[name] = self._signed_in(name)
        context = self.browser.new_context(
            storage_state=self.states.get(name), locale="zh-CN", **{**DESK, "reduced_motion": "reduce", **window}
        )
        context.add_cookies(
            [
                {"name": cookie, "value": value, "url": self.house.address}
                for cookie, value in (("language", language), ("type", "large" if large else "normal"))
            ]
        )
        try:
            yield self._watched(context)
        finally:
            context.close()

    def _watched(self, context: BrowserContext) -> Visitor:
        visitor = Visitor(self.house, context.new_page())
        visitor.page.on("console", visitor.note)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"{visitor.page.url}: {error}"))
        visitor.page.on("request", visitor.note_request)
        visitor.page.set_default_timeout(30_000)
        return visitor

    def _signed_in(self, name: str) -> Any:
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(f"{self.house.address}/sign-in")
        page.locator("input[name=username]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        state = context.storage_state()
        context.close()
        return state
