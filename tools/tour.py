"""Photograph every page of tests/browser/pages.py on the sample city and write docs/tour.md and docs/tour.en.md anew.

Two widths in two languages, as small WebP files: the repository keeps them, `make tour` makes them. NAME … takes only those.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
os.environ.setdefault("TONGBAN_SECRET", "pictures-need-none")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from tests.browser.city import made, served
from tests.browser.pages import SIGHTS
from tests.browser.sight import PARTS, READERS, Sight
from tests.browser.visitors import Entrance, launched

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FOLDER = DOCS / "tour"
WINDOWS = {
    1280: {"viewport": {"width": 1280, "height": 900}},
    390: {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
TALLEST = {1280: 1500, 390: 1700}
COLOURS = 64
LANGUAGES = {"zh": "zh-hans", "en": "en"}
HEADS = {
    "zh": "# 页面一览\n\n每一页是做什么的,谁会看到,在宽屏(1280)和手机(390)上的样子。图由 `make tour` 在合肥样例上拍摄,人和件都是虚构的。\n",
    "en": "# A tour of the pages\n\nWhat each page is for, who sees it, how it looks on a wide screen (1280) and on a phone (390). `make tour` takes the pictures on the Hefei sample; people and cases are invented.\n",
}


def name_of(sight: Sight, width: int, language: str) -> str:
    """The file of a picture."""
    return f"{sight.name}-{width}.{language}.webp"


def shown_in(sight: Sight, width: int, language: str) -> str:
    """The picture a document shows: in its own language, else the Chinese one."""
    own = name_of(sight, width, language)
    return own if (FOLDER / own).exists() else name_of(sight, width, "zh")


def kept(picture: bytes, path: Path) -> int:
    """Write a screenshot as a small file; its size in bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    flat = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    flat.save(path, "WEBP", lossless=True, quality=100, method=2)
    return path.stat().st_size


def taken(page: Page, width: int) -> bytes:
    """The page from its top, as far down as the tour shows."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[width])
    return page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}, animations="disabled"
    )


def photograph(sights: list[Sight], languages: list[str]) -> int:
    """Take the pictures of these pages in these languages; their size in bytes."""
    size = 0
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        city = made(Path(os.environ.get("SAMPLE_CITY") or Path(folder) / "city"))
        with served(city, Path(folder) / "house") as house:
            entrance = Entrance(launched(playwright), house, {})
            for sight, language, width in product(sights, languages, WINDOWS):
                window = {"language": LANGUAGES[language], **WINDOWS[width]}
                with entrance.visitor(sight.readers[0], **window) as visitor:
                    sight.open(visitor.page, house)
                    size += kept(taken(visitor.page, width), FOLDER / name_of(sight, width, language))
                print(name_of(sight, width, language), flush=True)
    return size


def told(language: str) -> str:
    """The document."""
    return "\n".join([HEADS[language], *_parts(language)])


def _parts(language: str) -> Iterator[str]:
    is_english = language == "en"
    between = ", " if is_english else "、"
    for part, english in PARTS.items():
        yield f"## {english if is_english else part}\n"
        for sight in (one for one in SIGHTS if one.part == part):
            readers = between.join(READERS[reader][is_english] for reader in sight.readers)
            yield f"### {sight.headline if is_english else sight.title}\n"
            yield f"`/{sight.route}` · {readers}\n"
            yield f"{sight.english if is_english else sight.purpose}\n"
            wide, narrow = (
                f'<img src="tour/{shown_in(sight, width, language)}" alt="{sight.headline if is_english else sight.title}, {width} px" width="{shown}">'
                for width, shown in ((1280, 560), (390, 200))
            )
            yield f"{wide} {narrow}\n"


def main() -> int:
    """Photograph and write; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--language", action="append", choices=LANGUAGES, help="only this one; may be repeated")
    parser.add_argument("--words", action="store_true", help="write the documents only")
    given = parser.parse_args()
    sights = [sight for sight in SIGHTS if not given.names or sight.name in given.names]
    if not given.words:
        print(f"{photograph(sights, given.language or list(LANGUAGES)) / 1e6:.1f} MB in {len(sights)} pages")
    wanted = {name_of(sight, width, language) for sight in SIGHTS for width in WINDOWS for language in LANGUAGES}
    for path in FOLDER.glob("*.webp"):
        if path.name not in wanted:
            path.unlink()
    (DOCS / "tour.md").write_text(told("zh"), encoding="utf-8")
    (DOCS / "tour.en.md").write_text(told("en"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
