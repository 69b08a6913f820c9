"""The reading room as readers have it: on a phone and on a wide screen, in light and dark, served and from the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from playwright.sync_api import Browser, Locator, Page

from browsing import Scheme, open_page


class Look(Struct, frozen=True):
    """How a reader has the site; with `touch` there is a finger instead of a mouse."""

    width: int
    scheme: Scheme
    disk: bool = False
    touch: bool = False

    def __str__(self) -> str:
        place = "disk" if self.disk else "served"
        return f"{self.width}-{self.scheme}-{place}{'-touch' if self.touch else ''}"


LOOKS = (
    Look(360, "light", touch=True),
    Look(360, "dark", disk=True, touch=True),
    Look(768, "dark", disk=True),
    Look(1440, "light"),
)
APART = (LOOKS[1], LOOKS[3])
"""Two that have nothing in common: `make test` has these, `make thorough` the others."""


class Room(Struct, frozen=True):
    """A page of the browser, and how its reader comes to a page of the site."""

    page: Page
    base: str
    look: Look

    def open(self, path: str) -> Page:
        """Opens `text/iv-1/#p39`, from the disk with the name of the file."""
        self.page.goto(self.url(path))
        self.page.wait_for_load_state("load")
        return self.page

    def url(self, path: str) -> str:
        """The address of a page of the site."""
        folder, sign, rest = path.partition("?" if "?" in path else "#")
        return f"{self.base}/{folder}{'index.html' if self.look.disk else ''}{sign}{rest}"

    def ask(self, words: Locator) -> Locator:
        """The popup of some words, which the reader points at or touches."""
        words.scroll_into_view_if_needed()
        if self.look.touch:
            words.tap()
        else:
            words.hover()
        return self.popup()

    def popup(self) -> Locator:
        """The popup that is shown."""
        popup = self.page.locator(".popup")
        popup.wait_for(state="visible")
        return popup

    def press(self, button: Locator) -> None:
        """Clicks, or touches."""
        if self.look.touch:
            button.tap()
        else:
            button.click()

    def choose(self, *choices: str) -> None:
        """Makes choices under `How the text is shown`."""
        self.press(self.page.get_by_role("button", name="How the text is shown"))
        for choice in choices:
            self.page.get_by_label(choice, exact=True).check()
        self.page.keyboard.press("Escape")

    def go(self, reference: str) -> None:
        """Types into the box for pages."""
        self.page.get_by_label("Page of the print: go to").fill(reference)
        self.page.keyboard.press("Enter")

    def find(self, query: str) -> Locator:
        """The results of a search, once there is an answer."""
        if not self.page.locator("dialog[open]").count():
            self.press(self.page.get_by_role("button", name="Search"))
        self.page.get_by_label("Words to find").fill("")
        self.page.locator(".count:empty").wait_for(state="attached")
        self.page.get_by_label("Words to find").fill(query)
        self.page.locator(".count", has_text="Places").wait_for()
        return self.page.locator(".panel ol > li")

    def copied(self, selector: str) -> str:
        """What is copied when all of an element is selected."""
        select = """selector => {
            getSelection().selectAllChildren(document.querySelector(selector));
            const words = getSelection().toString();
            getSelection().removeAllRanges();
            return words;
        }"""
        words: str = self.page.evaluate(select, selector)
        return words

    def marked(self, name: str) -> list[str]:
        """The words that are marked on the page under a name."""
        words: list[str] = self.page.evaluate(
            "name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())", name
        )
        return words

    def label(self) -> str:
        """The page of the print that the header names."""
        return self.page.get_by_label("Page of the print: go to").input_value()


@contextmanager
def entered(browser: Browser, address: str, home: Path, look: Look, *, known: tuple[str, ...] = ()) -> Iterator[Room]:
    """The room as a reader with such a look has it; nothing goes wrong on its pages, and no request leaves the site.

    `known`: what may be said on the console, since the test lets it happen.
    """
    base = home.parent.as_uri() if look.disk else address
    faults: list[str] = []
    with open_page(browser, base, width=look.width, scheme=look.scheme, touch=look.touch, refused=faults) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        yield Room(page, base, look)
        assert [fault for fault in faults if not fault.startswith(known or ("\0",))] == []
