"""How tests read pages: as text without tags, links by their words, inside the budget every page has."""

import re
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

MOST_STATEMENTS = 12
MOST_BYTES = 100_000
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def text(response: Any) -> str:
    """The page as a reader sees it, tags taken out."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def links(response: Any) -> dict[str, str]:
    """Where each link leads, by its words."""
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): unescape(href) for href, words in found}


def part(response: Any, heading: str) -> str:
    """The text of the section under a heading."""
    sections = re.split(r"<section", response.content.decode())
    (found,) = [one for one in sections if re.search(rf"<h[12][^>]*>\s*{re.escape(heading)}", one)]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", f"<section{found}")))


def sound(response: Any) -> Any:
    """The page itself, if it is small and nothing in it stands in line."""
    html = response.content.decode()
    assert response.status_code == 200
    assert len(response.content) < MOST_BYTES
    assert not re.findall(r"<style|\sstyle=|<script(?! src=)|\son\w+=|hx-on", html)
    assert len(re.findall("<h1", html)) == 1
    return response


def budget(counting: Any) -> AbstractContextManager[Any]:
    """At most as many statements as a page may take."""
    found: AbstractContextManager[Any] = counting(MOST_STATEMENTS)
    return found
