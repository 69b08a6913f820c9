"""Typed links: from a page, a program finds what it is, how it is cited, what describes it, and what belongs to it."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from signposting import find_signposting_html, find_signposting_linkset  # type: ignore[import-untyped]

from browsing import served
from mastercopy import disk
from reading import PUBLISHED, document

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FORMATS = {
    ("bib", "application/x-bibtex"),
    ("ris", "application/x-research-info-systems"),
    ("csl.json", "application/vnd.citationstyles.csl+json"),
}
PAGES = {
    "": ["AboutPage", "Book"],
    "text/": ["AboutPage", "Book"],
    "text/iv/": ["Book"],
    "text/iv-2/": ["Chapter"],
    "p/38/": ["CreativeWork"],
    "p/44/": ["CreativeWork"],
}
"""Pages, and what each is, in schema.org's words."""
DESCRIBED = {"": "reference", "text/": "reference", "p/38/": "references/iv", "p/44/": "references/iv-2"}


@pytest.fixture(scope="module")
def host(cited: Path) -> Iterator[str]:
    """Where the site with an address of its own is served."""
    with served(cited / "site") as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_links_of_the_profile(host: str, path: str) -> None:
    found = find_signposting_html(f"{host}/{path}")
    landing = path in {"", "text/"}
    assert found.citeAs.target == f"{PUBLISHED}{path or 'text/'}?v=0.1.0"
    assert {one.target for one in found.types} == {f"https://schema.org/{name}" for name in PAGES[path]}
    assert found.license.target == LICENCE
    described = DESCRIBED.get(path, f"references/{path.split('/')[1]}" if path else "")
    assert {(str(one.target), str(one.type)) for one in found.describedBy} == {
        (f"{PUBLISHED}text/data/{described}.{ending}", kind) for ending, kind in FORMATS
    }
    assert {one.target for one in found.linksets} == {f"{PUBLISHED}linkset.json"}
    assert not found.authors
    if landing:
        assert found.collection is None
        assert {(str(one.target), str(one.type)) for one in found.items} == {
            *((f"{PUBLISHED}text/{name}/", "text/html") for name in ("iv", "iv-1", "iv-2", "iv-3")),
            (f"{PUBLISHED}dts/document/edition.xml", "application/tei+xml"),
        }
    else:
        assert (found.collection.target, found.collection.type) == (f"{PUBLISHED}text/", "text/html")


def test_the_link_set_has_the_links_of_every_page(host: str) -> None:
    found = find_signposting_linkset(f"{host}/linkset.json")
    whole = found.for_context(f"{PUBLISHED}text/")
    assert len(whole.items) == 4 + 14 + 1
    for item in whole.items:
        if item.type == "text/html":
            part = found.for_context(item.target)
            assert part.citeAs.target == f"{item.target}?v=0.1.0"
            assert part.collection.target == f"{PUBLISHED}text/"
            assert len(part.describedBy) == 3
            assert part.license.target == LICENCE


def test_what_describes_something_says_what(cited: Path) -> None:
    linkset = json.loads((cited / "site" / "linkset.json").read_bytes())["linkset"]
    by_anchor = {context["anchor"]: context for context in linkset}
    assert by_anchor[f"{PUBLISHED}text/data/references/iv-2.bib"] == {
        "anchor": f"{PUBLISHED}text/data/references/iv-2.bib",
        "describes": [{"href": f"{PUBLISHED}text/iv-2/", "type": "text/html"}],
    }
    assert len(by_anchor) == len(linkset)


def test_every_link_of_the_set_leads_to_something_that_is_there(cited: Path) -> None:
    files = disk.tree(cited / "site")
    linkset = json.loads((cited / "site" / "linkset.json").read_bytes())["linkset"]
    links = {context["anchor"] for context in linkset}
    links |= {link["href"] for context in linkset for name in context if name != "anchor" for link in context[name]}
    ours = {unquote(urlsplit(link).path.removeprefix("/edition/")) for link in links if link.startswith(PUBLISHED)}
    assert len(ours) > 30
    assert {f"{path}index.html" if path.endswith("/") else path for path in ours} <= files.keys()
    assert {link for link in links if not link.startswith(PUBLISHED)} == {
        LICENCE,
        *(f"https://schema.org/{name}" for names in PAGES.values() for name in names),
    }


def test_an_edition_that_is_published_nowhere_says_nothing_false(site: Path) -> None:
    assert not (site / "linkset.json").exists()
    page = document((site / "p" / "44" / "index.html").read_bytes())
    links = {(link.get("rel"), link.get("href")) for link in page.findall(".//link") if link.get("rel") != "stylesheet"}
    assert ("collection", "../../text/") in links
    assert ("describedby", "../../text/data/references/iv-2.bib") in links
    assert not [href for rel, href in links if rel in {"cite-as", "linkset", "canonical"}]
