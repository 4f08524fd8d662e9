"""What is looked at on every page: accessibility, width, language, landmarks, focus. Each finding is a sentence."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.sight import Sight

WIDTHS = (1280, 768, 390)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LARGEST_PAGE_BYTES = 100 * 1024
TAB_STOPS = 12

UNTRANSLATED = r"""() => {
  const chinese = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/, found = [];
  const isMarked = (element) => (element.closest("[lang]")?.getAttribute("lang") ?? "").startsWith("zh");
  // a title cannot be marked: what it names must stand marked on the page
  const data = [...document.querySelectorAll('body [lang^="zh"]')].map((one) => one.textContent.trim()).sort((a, b) => b.length - a.length);
  const title = data.reduce((rest, one) => (one ? rest.replaceAll(one, "") : rest), document.title);
  if (chinese.test(title)) found.push(`<title> ${document.title}`);
  // what somebody typed into a field is theirs, in whatever language; an example of Chinese text may stand in quotes
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (chinese.test(walker.currentNode.data.replace(/“[^”]*”/g, "")) && !["SCRIPT", "STYLE", "TITLE", "TEXTAREA"].includes(parent.tagName) && !isMarked(parent))
      found.push(`<${parent.tagName.toLowerCase()}> ${walker.currentNode.data.trim().slice(0, 60)}`);
  }
  const names = ["aria-label", "aria-description", "title", "placeholder", "alt", "label", "data-confirm"];
  for (const element of document.querySelectorAll("*")) {
    if (isMarked(element)) continue;
    for (const name of names)
      if (chinese.test(element.getAttribute(name) ?? "")) found.push(`${name}="${element.getAttribute(name).slice(0, 60)}"`);
    if (element.matches("input[type=submit], input[type=button]") && chinese.test(element.value)) found.push(element.value);
  }
  return [...new Set(found)];
}"""

SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1);
  return wide.slice(-3).map((one) => `<${one.tagName.toLowerCase()} class="${one.className}"> reaches ${Math.round(one.getBoundingClientRect().right)} of ${room}`);
}"""

# on a phone a finger has to meet what is pressed: buttons and fields of the page, not links in its text
NARROW = """() => [...document.querySelectorAll("main button:not([aria-hidden]), main a.button, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select, main textarea")]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width * box.height > 0 && box.height < 43.5)
  .slice(0, 3)
  .map(([one, box]) => `too low for a finger, ${Math.round(box.height)} px: <${one.tagName.toLowerCase()}> ${(one.innerText || one.name || "").trim().slice(0, 30)}`)"""

LANDMARKS = """() => {
  const count = (what) => document.querySelectorAll(what).length, found = [];
  if (count("h1") !== 1) found.push(`${count("h1")} h1`);
  if (count("main") !== 1) found.push(`${count("main")} main`);
  if (count("body > header") !== 1) found.push(`${count("body > header")} header`);
  if (count("body > footer") !== 1) found.push(`${count("body > footer")} footer`);
  if (count("nav") < 1) found.push("no nav");
  if (!document.title.trim()) found.push("no title");
  if (!document.documentElement.lang) found.push("no language");
  return found;
}"""

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const isSeen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return {name: `<${one.tagName.toLowerCase()}> ${(one.innerText || one.name || "").trim().slice(0, 30)}`, isSeen, hasSize: box.width * box.height > 0};
}"""


def axe(page: Page) -> list[str]:
    """Violations of WCAG 2.2 AA that axe-core finds."""
    answer: dict[str, Any] = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response
    return [
        f"{one['impact']} {one['id']}: {node['target'][0]}: {' '.join(node['failureSummary'].split())[:160]}"
        for one in answer["violations"]
        for node in one["nodes"][:3]
    ]


def untranslated(page: Page) -> list[str]:
    """Chinese on an English page that is not marked as data."""
    found: list[str] = page.evaluate(UNTRANSLATED)
    return [f"Chinese: {one}" for one in found]


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways at any of the widths."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width}: {one}" for one in page.evaluate(SIDEWAYS)]
    return found


def landmarks(page: Page, sight: Sight) -> list[str]:
    """What is missing of one h1, header, navigation, main, footer, title and language; plain pages need no navigation."""
    found: list[str] = page.evaluate(LANDMARKS)
    return [one for one in found if not (sight.is_plain and one == "no nav")]


def unseen_focus(page: Page) -> list[str]:
    """Stops of the Tab key that show nothing."""
    found = []
    for _ in range(TAB_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop and stop["hasSize"] and not stop["isSeen"]:
            found.append(f"focus not seen: {stop['name']}")
    page.evaluate("document.activeElement.blur()")  # the link that skips the head is seen only while it has the focus
    return found
