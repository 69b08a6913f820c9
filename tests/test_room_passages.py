"""Passages and references as the scripts make them: addresses that the browser finds, and Python's own references."""

import random

import pytest
from playwright.sync_api import Page

import referencebook
from mastercopy.derive import citing
from mastercopy.write import references
from rooms import APART, Room

_RANGE = """([share, length]) => {
    const nodes = words.nodes(document.querySelector("article"));
    const whole = nodes.reduce((sum, node) => sum + node.length, 0);
    const at = letter => {
        for (const node of nodes) { if (letter < node.length) return [node, letter]; letter -= node.length; }
        return [nodes.at(-1), nodes.at(-1).length];
    };
    const range = new Range();
    range.setStart(...at(Math.floor(share * whole)));
    range.setEnd(...at(Math.floor(share * whole) + length));
    return range;
}"""
_ADDRESS = """async where => {
    await Promise.all(["passages", "citable"].map(name => edition.load(name, "javascripts")));
    const passage = passages.of((%s)(where));
    if (!passage?.directive) return "";
    const [choice] = await citable.choices(passage);
    return citable.address(choice, await citable.reference(""));
}"""
_SEEN = """where => {
    const range = (%s)(where), [{ node, from }] = cite.parts(range);
    range.setStart(node, from);
    const { top } = range.getBoundingClientRect();
    const last = innerHeight + scrollY > document.documentElement.scrollHeight - 2;
    return top > 0 && top < (scrollY > 0 && !last ? 210 : innerHeight);
}"""

PATHS = ("text/iv/", "text/iv-1/", "text/iv-2/", "text/iv-3/", "p/42/", "p/44/", "p/50/")
LENGTHS = (3, 12, 40, 120, 400, 1600)


def test_the_browser_finds_the_words_of_any_passage(room: Room) -> None:
    # Each page once, and some in each look of `make test`.
    paths = PATHS[APART.index(room.look) :: len(APART)] if room.look in APART else PATHS
    assert sought(room, paths) > len(paths)


@pytest.mark.thorough
def test_the_browser_finds_the_words_of_any_passage_in_any_look(room: Room) -> None:
    assert sought(room, PATHS) > 2 * len(PATHS)


def sought(room: Room, paths: tuple[str, ...]) -> int:
    """How many passages of the pages, taken at random, have words in their address; all are found by them."""
    chance = random.Random(f"{room.look}")  # cases of a test
    told = 0
    for path in paths:
        room.open(path)
        for length in chance.sample(LENGTHS, 3):
            where = [chance.random(), length]
            if passage := room.page.evaluate(_ADDRESS % _RANGE, where):
                told += 1
                found(room, passage, where)
    return told


def found(room: Room, passage: str, where: list[float]) -> None:
    """The words stand in the middle of a low window, as a browser shows a passage, or nearer to its end."""
    page = room.page.context.new_page()
    page.set_viewport_size({"width": room.look.width, "height": 300})
    page.goto(passage)
    page.wait_for_load_state("load")
    # A browser looks for them once more after the page is loaded.
    page.wait_for_function(_SEEN % _RANGE, arg=where, timeout=5000)
    page.close()


# ---- the same references in the browser as in Python


def labels() -> list[list[str]]:
    """Ranges of labels: of every length, with common beginnings and without, and such as aren't numbers."""
    chance = random.Random(15)  # cases of a test
    numbers = [f"{chance.randrange(10 ** chance.randrange(1, 6))}" for _ in range(400)]
    ranges = [[one, f"{int(one) + chance.choice((1, 7, 40, 300, 9000))}"] for one in numbers]
    odd = [
        "xii",
        "44n1",
        "44n*",
        "51 [15]",
        "16a",
        "A-12",
        "A-15",
        "B7",
        "",
        "a\\b{c}--''?`_\"x\"'\"\u2011-",
        "1\u2028",
        "\ue001\ue004",
    ]
    return ranges + [[one, other] for one in odd for other in odd]


@pytest.mark.parametrize("collapse", ["", "expanded", "minimal", "minimal-two", "chicago", "chicago-15", "chicago-16"])
def test_ranges_are_shortened_as_python_shortens_them(desk: Room, collapse: str) -> None:
    page = desk.open("text/iv-2/")
    page.evaluate("edition.load('references', 'javascripts')")
    ranges = labels()
    ours = page.evaluate(
        "([ranges, how]) => ranges.map(([a, b]) => references.collapsed(a, b, how))", [ranges, collapse]
    )
    assert ours == [citing.collapsed(first, last, collapse) for first, last in ranges]


def test_patterns_are_filled_as_python_fills_them(desk: Room) -> None:
    page = desk.open("text/iv-2/")
    page.evaluate("edition.load('references', 'javascripts')")
    locators = labels()[::17]
    for number, reference in enumerate(one for of in referencebook.made().values() for one in of):
        first, last = locators[number % len(locators)]
        for form in reference.forms:
            for pattern in (form.entry, form.cited, form.page, form.pages):
                runs = citing.marked(pattern, first=first, last=last, address=ADDRESS, collapse=form.collapse)
                assert set_(page, pattern, first, last, form.collapse) == [[text, italic] for text, italic in runs]


ADDRESS = "https://example.org/a~b_c%20d/p/44/?v=0.1.0"


def set_(page: Page, pattern: str, first: str, last: str, collapse: str) -> list[list[object]]:
    """The runs that the script makes of a pattern, each with whether it is in italics."""
    script = """([pattern, first, last, address, collapse]) =>
        references.set(pattern, { first, last, address }, collapse)
            .map(run => typeof run === "string" ? [run, false] : [run.textContent, run.matches("i")])
            .filter(([text]) => text)"""
    runs: list[list[object]] = page.evaluate(script, [pattern, first, last, ADDRESS, collapse])
    return runs


def test_formats_are_filled_as_python_fills_them(desk: Room) -> None:
    page = desk.open("text/iv-2/")
    page.evaluate("edition.load('references', 'javascripts')")
    script = """([name, format, first, last, address]) => references.written(name, format, { first, last, address })"""
    locators = labels()[::29]
    for number, item in enumerate(referencebook.hostile(40)):
        for name, patterns in references.patterns(item).items():
            first, last = locators[number % len(locators)]
            pattern = patterns["pages" if first and last else "page" if first else "entry"]
            theirs = references.complete(name, pattern, first=first, last=last, address=ADDRESS)
            assert page.evaluate(script, [name, patterns, first, last, ADDRESS]) == theirs
