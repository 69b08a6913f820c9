"""Every address that the site has is in anchors.json, and what is in anchors.json is on the site."""

import json
from collections import Counter
from pathlib import Path

from mastercopy.build import Book
from mastercopy.derive.addresses import Address, Kind, key
from reading import ROOT, article, elements


def anchors(site: Path) -> list[dict[str, str]]:
    """The addresses of today, as programs have them."""
    found: list[dict[str, str]] = json.loads((site / "anchors.json").read_bytes())["anchors"]
    return found


def places(site: Path) -> set[str]:
    """All pages of the text and of the print, and all that has an id in the articles of the former.

    Without the marks of notes, which are no address of their own, and the headings of lists.
    """
    found: set[str] = set()
    for page in (*site.glob("text/*/index.html"), *site.glob("p/*/index.html"), site / "text" / "index.html"):
        path = f"{page.parent.relative_to(site).as_posix()}/"
        found.add(path)
        if path.startswith("p/"):
            continue
        named = article(page.read_bytes())
        ids = {element.get("id") or "" for element in elements(named, ".//*[@id]")}
        titles = {element.get("id") or "" for element in elements(named, ".//*[contains(@class, 'ed')]//h1[@id]")}
        found |= {f"{path}#{one}" for one in ids - titles if not one.startswith("fnref")}
    return found


def test_each_address_is_on_the_site_and_each_place_of_the_site_has_an_address(site: Path) -> None:
    found = [one["address"] for one in anchors(site)]
    assert [address for address, times in Counter(found).items() if times > 1] == []
    assert set(found) == places(site)


def test_what_is_said_of_an_address_is_what_stands_there(book: Book) -> None:
    by_address = {one.address: one for one in book.addresses}
    note = by_address["text/iv-2/#fn-p44-1"]
    assert (note.kind, note.label, note.page, note.section) == (Kind.NOTE, "p. 44 n. 1", "44", "iv-2")
    assert note.opening == '"The State and Revolution," August-September 1917.'
    page = by_address["p/44/"]
    assert (page.label, page.digest) == ("p. 44", by_address["text/iv-2/#p44"].digest)
    assert by_address["text/iv-3/"].label.startswith("3) Soviet power as the state form")
    # The paragraph with which p. 46 begins is on it.
    assert [one.page for one in book.addresses if one.opening.startswith('". . . The working class')][-1] == "46"


def test_an_address_is_made_of_a_key_or_of_a_page() -> None:
    assert [key(one) for one in ("p/xii/", "text/iv-2/#p44", "text/iv-2/", "text/", "../x/", "p//", "text/a/#")] == [
        *("pxii", "p44", "iv-2", "text", "", "", "")
    ]


def test_a_digest_is_that_of_the_words(book: Book) -> None:
    one = Address("text/a/", Kind.DIVISION, "A", words="word")
    assert one.digest == "98c1eb4ee93476743763878fcb96a25f"[:16]
    assert all(len(one.digest) == (16 if one.words else 0) for one in book.addresses)


def test_the_committed_record_is_that_of_the_master(site: Path) -> None:
    assert (ROOT / "docs" / "anchors.json").read_bytes() == (site / "anchors.json").read_bytes()
