"""What is wrong with a page: axe, width, complaints of the browser, the keyboard."""

from dataclasses import dataclass
from typing import Any, Literal

from tests.browsers import AXE, PATIENCE, SETTLED
from tests.journeys.every_page import Page


@dataclass(frozen=True, slots=True)
class Look:
    """One width and one theme."""

    width: int
    theme: Literal["light", "dark"]

    def __str__(self) -> str:
        return f"{self.width} px, {self.theme}"


TWO_LOOKS = (Look(1440, "light"), Look(390, "dark"))
ALL_LOOKS = (*TWO_LOOKS, Look(1440, "dark"), Look(390, "light"))
LAST_WORD = "heard so far"
KEYS = 10  # presses of Tab on each page
FRAME = [[".rail"], [".topbar"], [".search-dialog"]]  # the same on each page of someone
OF_A_LOOK = (  # the rules whose answer another width or theme can change
    "aria-command-name", "button-name", "color-contrast", "label", "link-in-text-block",
    "link-name", "scrollable-region-focusable", "select-name", "summary-name",
    "target-size",
)  # fmt: skip
AXE_RUN = """async ([exclude, rules]) => {
  const asked = rules && { runOnly: { type: "rule", values: rules } };
  // Of what axe can load first, the rule about sound that begins by itself needs media.
  // Style sheets, asked for again on each page, are for a rule that is not on.
  const preload = { assets: ["media"] };
  const options = { resultTypes: ["violations"], preload, ...asked };
  const { violations, incomplete } = await axe.run({ exclude }, options);
  const sounds = incomplete.filter(({ id }) => id === "no-autoplay-audio"); // unsure
  const where = (nodes) => nodes[0].html.slice(0, 140);
  const told = ({ id, nodes }) => `${id}, ${nodes.length}: ${where(nodes)}`;
  const { scrollWidth, clientWidth } = document.documentElement;
  const widest = () => [...document.querySelectorAll("main *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 2).map((element) => element.outerHTML.slice(0, 100)).join(" … ");
  const isWide = scrollWidth > clientWidth;
  const wide = isWide ? [`is wider than the window: ${widest()}`] : [];
  return [[...violations, ...sounds].map(told), wide];
}"""
COMES_LATER = "document.querySelector('[hx-trigger*=load]') !== null"
FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  window.visited ??= new Map();
  if (!visited.has(here)) visited.set(here, visited.size);
  const shows = (element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    return outlined || boxShadow !== "none";
  };
  const next = here.nextElementSibling; // of a radio, what stands for it
  const shown = [here, next, here.closest("label"), here.parentElement].some(shows);
  return { number: visited.get(here), shown, html: here.outerHTML.slice(0, 100) };
}"""
NOWHERE = {"number": None, "shown": True, "html": "the window itself"}
MAY_SKIP = """() => document.activeElement === document.body &&
  document.querySelector(".skip-link") !== null"""
FOCUSABLE = """() => {
  const here = [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden])")]
    .filter((element) => !element.disabled && element.checkVisibility());
  const inPage = here.findIndex((element) => element.closest("main"));
  return [here.length, inPage < 0 ? here.length : inPage];
}"""  # all that take the focus, and how many before what is the page's own


class Looker:
    """One browser tab that goes from page to page.

    Axe takes most of the time. The frame is looked at on the first page of each person
    in each look, and what no look can change only in the first; `thorough` looks at
    everything everywhere.
    """

    def __init__(self, browser: Any, server: str, *, thorough: bool = False) -> None:
        self.server, self.said, self.thorough = server, list[str](), thorough
        self.framed: set[tuple[str, Look]] = set()
        self.look: Look | None = None  # as the tab is now
        self.context = browser.new_context(reduced_motion="reduce")
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(AXE.read_text())  # sent once, not to each page
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda problem: self.said.append(str(problem)))

    def problems(self, page: Page, looks: tuple[Look, ...]) -> list[str]:
        """Every problem of a page, each with where and for whom."""
        wrong: list[str] = []
        for nth, look in enumerate(self._in_order(looks)):
            is_first, is_known = look == looks[0], self._is_known(page, look)
            rules = None if is_first or self.thorough else OF_A_LOOK
            if nth:
                self._look_as(look)
            else:
                self._open(page, look)
                wrong += [f"says {each}" for each in self.said]
            found = self._axe_and_width(page, look, rules)
            if nth and found:
                # Colors may still have been changing: what counts is a page that was
                # opened in this look.
                self._open(page, look)
                found = self._axe_and_width(page, look, rules)
            found += self._keyboard(is_known) if is_first else []
            wrong += [f"{look}: {each}" for each in found]
        return [f"{page.name} ({page.who}) {each}" for each in wrong]

    def _in_order(self, looks: tuple[Look, ...]) -> tuple[Look, ...]:
        """The looks, from that in which the page before was left, if it is the last."""
        return looks[::-1] if self.look == looks[-1] else looks

    def _is_known(self, page: Page, look: Look) -> bool:
        """Whether the frame around this page was looked at, and found to be sound."""
        return (page.who, look) in self.framed and not self.thorough

    def _open(self, page: Page, look: Look) -> None:
        self.context.clear_cookies()
        self.context.add_cookies(
            [{"name": n, "value": v, "url": self.server} for n, v in page.cookies]
        )
        self._look_as(look)
        self._hear_out()
        self.said.clear()
        self.page.goto(self.server + page.path)
        if self.page.evaluate(COMES_LATER):
            self.page.wait_for_load_state("networkidle")

    def _look_as(self, look: Look) -> None:
        if self.look == look:
            return
        self.look = look
        self.page.set_viewport_size({"width": look.width, "height": 900})
        self.page.emulate_media(color_scheme=look.theme)

    def _axe_and_width(
        self, page: Page, look: Look, rules: tuple[str, ...] | None = None
    ) -> list[str]:
        asked = [FRAME if self._is_known(page, look) else [], rules]
        self.page.evaluate(SETTLED)
        wrong, wide = self.page.evaluate(AXE_RUN, asked)
        if not wrong:
            self.framed.add((page.who, look))
        return [*wrong, *wide]

    def _keyboard(self, is_known: bool) -> list[str]:
        """Tab goes from one thing to the next, each shows it, the first skips ahead.

        Where all that would be reached is of a known frame, the first says enough.
        """
        may_skip = self.page.evaluate(MAY_SKIP)
        number, before = self.page.evaluate(FOCUSABLE)
        wrong, stops = [], []
        for _ in range(1 if is_known and before >= KEYS else min(KEYS, number)):
            self.page.keyboard.press("Tab")
            stops.append(self.page.evaluate(FOCUSED) or NOWHERE)
            if not stops[-1]["shown"]:
                wrong.append(f"does not show the focus on {stops[-1]['html']}")
        if may_skip and "skip-link" not in stops[0]["html"]:
            wrong.append(f"skips nothing: {stops[0]['html']}")
        if len({stop["number"] for stop in stops}) < len(stops) / 2:
            wrong.append(f"holds the keyboard at {stops[-1]['html']}")
        return wrong

    def _hear_out(self) -> None:
        """Wait for all that was said so far: axe's styles are refused, and told late.

        What a page says arrives in order, so the last word is the end of it.
        """
        with self.page.expect_console_message(lambda said: said.text == LAST_WORD):
            self.page.evaluate("word => console.debug(word)", LAST_WORD)

    def _hear(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.said.append(said.text)
