"""References are right: golden cases, and each as a fresh pandoc gives it with the style as it is published."""

import re
import socket
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import referencebook
from mastercopy.citeproc import files, run
from mastercopy.citeproc.files import Style
from mastercopy.derive import citing
from mastercopy.derive.bibliography import Item
from mastercopy.derive.citing import Form, Reference
from mastercopy.write import references
from reading import document, elements
from referencebook import Case

CASES = tuple(referencebook.cases())
STYLES = files.styles()
ADDRESS = "https://example.org/a~b_c%20d/p/44/?v=0.1.0"
LOCATORS = (
    ("44", ""), ("44", "46"), ("101", "108"), ("1496", "1504"), ("xii", ""), ("xii", "xiv"), ("[15]", ""),
    ("[15]", "[16]"), ("44n1", ""), ("44n*", ""),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_is_cited_as_its_file_says(case: Case, golden: bool) -> None:  # noqa: FBT001 # pytest passes it by name
    if golden:
        referencebook.rewrite()
        case = next(one for one in referencebook.cases() if one.name == case.name)
    assert referencebook.result(case) == case.result


# As a fresh pandoc gives it.


def fresh(style: Style, item: Item, locator: str, folder: Path) -> tuple[str, str]:
    """What pandoc makes of a document that cites only this item, with the style as it is: the citation, the entry."""
    item = replace(item, id="x")
    (folder / "items.json").write_text(references.csl_json(item), encoding="utf-8")
    cited = f"[@x{f', {{p. {locator}}}' if locator else ''}]".replace("*", "\\*")
    done = subprocess.run(
        [
            files.pandoc(),
            "--citeproc",
            f"--bibliography={folder / 'items.json'}",
            f"--csl={style.file}",
            "--to=html",
        ],
        input=cited.replace("[15]", "\\[15\\]").replace("[16]", "\\[16\\]"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    whole = document(done.stdout)
    for back in elements(whole, "//a[@class='footnote-back']"):
        back.drop_tree()
    for emphasis in elements(whole, "//em"):
        emphasis.text, emphasis.tail = f"_{emphasis.text or ''}", f"_{emphasis.tail or ''}"
    (note,) = elements(whole, "//*[@role='doc-endnotes']//p") or elements(whole, "//span[@class='citation']")
    (entry,) = elements(whole, "//*[@id='ref-x']")
    return " ".join(str(note.text_content()).split()), " ".join(str(entry.text_content()).split())


def ours(form: Form, first: str, last: str, address: str) -> tuple[str, str]:
    """What we make of the patterns: the citation, the entry; italics in underscores."""

    def shown(pattern: str) -> str:
        runs = citing.marked(pattern, first=first, last=last, address=address, collapse=form.collapse)
        return "".join(f"_{text}_" if italic else text for text, italic in runs)

    return shown(form.pages if last else form.page if first else form.cited), shown(form.entry)


Combination = tuple[Style, int, Reference, str, str]
"""A style and its number, what is cited in it, and the first and the last label of the locator, each perhaps empty."""


def combinations() -> Iterator[Combination]:
    """Every reference in every style, alone and with one of the locators; one of them with all."""
    for case in CASES:
        if "hostile" in case.name:
            continue
        for reference in referencebook.made()[case.name]:
            for number, style in enumerate(STYLES):
                turn = len(reference.cited.key) + number
                located = LOCATORS if reference.cited.key == "iv-1" else (LOCATORS[turn % len(LOCATORS)],)
                for first, last in (("", ""), *located):
                    yield style, number, reference, first, last


def telling() -> Iterator[Combination]:
    """The combinations that are the first in a style to have a locator, or a kind of item with a form of locator."""
    seen: set[tuple[object, ...]] = set()
    for combination in combinations():
        _, number, reference, first, last = combination
        kind = (number, reference.cited.item.type, bool(first), bool(last))
        facts = {kind, (number, first, last)} - seen
        if facts:
            yield combination
        seen |= facts


def compared(chosen: Iterable[Combination], folder: Path) -> int:
    """How many references were compared with a fresh pandoc's, each being the same."""
    count = 0
    for style, number, reference, first, last in chosen:
        item = reference.cited.item
        address = ADDRESS if item.URL and first else item.URL
        form = reference.forms[number]
        wanted = fresh(style, replace(item, URL=address), "-".join(filter(None, (first, last))), folder)
        assert ours(form, first, last, address) == wanted
        count += 1
    return count


def test_a_reference_is_what_a_fresh_pandoc_gives_with_the_style_as_it_is(tmp_path: Path) -> None:
    assert compared(telling(), tmp_path) > len(STYLES) * len(LOCATORS)


@pytest.mark.thorough
def test_every_reference_is_what_a_fresh_pandoc_gives_with_the_style_as_it_is(tmp_path: Path) -> None:
    assert compared(combinations(), tmp_path) > 150


# What an edition may hold.


def _letters(text: str) -> str:
    """What no style may change: neither case nor white space, quotation marks and what ends a sentence are in it."""
    return re.sub(r"[\s\"'“”‘’„«»‚.,;:?!()`]", "", text.casefold())


@pytest.mark.slow
def test_every_letter_of_a_hostile_item_comes_out_as_a_letter() -> None:
    items = referencebook.hostile(200)
    for item, forms in zip(items, run.rendered(items), strict=True):
        for form in forms:
            entry = _letters(citing.filled(form.entry, address=item.URL))
            for text in (item.title, item.container_title, item.publisher, item.author[0].family):
                assert _letters(text) in entry, (form.style, item)
            assert _letters(item.URL) in entry


def test_pandoc_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.getsockname()[1]}")
        item = referencebook.hostile(1)[0]
        pictures = replace(item, title='![x](https://example.org/x.png) <img src="https://example.org/x.png">')
        assert len(run.rendered([item, pictures])) == 2
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_references_made_together_are_those_made_alone() -> None:
    items = [reference.cited.item for reference in referencebook.made()["1-ours/1"]]
    alike = [replace(items[0], title=f"{items[0].title} {number}") for number in range(3)]
    together = run.rendered([*alike, *items, *items])
    assert together[3 : 3 + len(items)] == together[3 + len(items) :]
    assert [run.rendered([item])[0] for item in (*alike, *items)] == list(together[: 3 + len(items)])
