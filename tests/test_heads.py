"""What stands in a page's head and at its end comes from data, and is data there too: no letter of it is ever live."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from mastercopy.build import Book
from mastercopy.derive import bibliography
from mastercopy.derive.changes import Change
from mastercopy.derive.history import History, Released
from mastercopy.derive.subjects import subjects
from mastercopy.write import escape as escaping
from mastercopy.write.landing import day
from masters import ROOT, folder, master
from reading import PUBLISHED, article, document, elements

LIVE = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\"'--> [a](b) *c* \u2028 &amp;"
"""Letters that would be live in HTML, in a script, in a template, in Markdown."""


# ---- data in front matter


values = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(["2026-11-23", "yes", "null", "1", "a: b", "# c", "- d", "\ufffe", "\x7f\x85\u2029", "🂡"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "@b", "c d"]), inner),
    max_leaves=8,
)


@given(values)
def test_what_is_written_into_front_matter_is_what_is_read_from_it(value: object) -> None:
    line = escaping.flow(value)
    assert not set(line) & set("\n\r\x85\u2028\u2029")
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        assert yaml.load(f"said: {line}\nnext: 1\n", loader) == {"said": value, "next": 1}  # noqa: S506 # safe ones


# ---- the head of a page


def test_the_home_page_says_what_the_page_of_the_edition_says(cited: Path, site: Path) -> None:
    home, landing = (document((cited / "site" / path / "index.html").read_bytes()) for path in ("", "text"))
    assert tags(home) == tags(landing) != []
    assert links(home) == links(landing) != []
    assert tags(document((site / "index.html").read_bytes())) != []


def tags(page: HtmlElement) -> list[tuple[str, str]]:
    """The tags for references."""
    found = [(meta.get("name", ""), meta.get("content", "")) for meta in elements(page, "//head/meta[@name]")]
    return [(name, content) for name, content in found if re.match("citation_|DC|bibo", name)]


def links(page: HtmlElement) -> list[tuple[str, str]]:
    """The typed links, but those of the theme."""
    found = [(link.get("rel", ""), link.get("href", "")) for link in elements(page, "//head/link")]
    return [(rel, href) for rel, href in found if rel not in {"stylesheet", "icon", "prev", "next", "canonical"}]


def test_the_links_of_a_page_lead_from_that_page_to_what_is_there(site: Path) -> None:
    for path in ("index.html", "text/index.html", "text/iv-2/index.html", "p/44/index.html"):
        found = [href for _, href in links(document((site / path).read_bytes())) if not href.startswith("http")]
        assert len(found) > 3
        for href in found:
            there = (site / path).parent / href
            assert (there / "index.html" if href.endswith("/") else there).is_file(), (path, href)


def test_the_site_map_has_the_day_on_which_a_page_was_last_changed(cited: Path) -> None:
    sitemap = (cited / "site" / "sitemap.xml").read_text(encoding="utf-8")
    for path in ("text/", "text/iv-1/", "p/44/"):
        assert f"<loc>{PUBLISHED}{path}</loc>\n    <lastmod>2026-11-23</lastmod>" in sitemap
    assert f"<loc>{PUBLISHED}text/names/</loc>\n  </url>" in sitemap


def test_a_section_was_changed_when_a_page_was_on_which_it_stands(book: Book) -> None:
    change = (Change("", "a", "b", "c", "d"),)
    released = (Released("1", "2025-01-01", {}), Released("2", "2026-01-01", {"42": change}))
    cited = bibliography.citables(book.edition, book.sections, book.survey)
    found = subjects(cited, book.survey, History(released, text=book.history.text), "2027-01-01")
    assert {one.path for one in found if one.modified == "2026-01-01"} == {"text/", "text/iv-1/", "text/iv-2/", "p/42/"}
    assert {one.modified for one in found} == {"2025-01-01", "2026-01-01"}
    coming = History(released, pending={"44": change}, text=book.history.text)
    pending = subjects(cited, book.survey, coming, "2027-01-01")
    assert {one.path for one in pending if one.modified == "2027-01-01"} == {"text/", "text/iv-2/", "p/44/"}


# ---- how a page is cited, without scripts


def rows(page: Path) -> dict[str, str]:
    """What the page says of how it is cited, by what it calls it."""
    (found,) = elements(article((page / "index.html").read_bytes()), ".//section[contains(@class, 'citing')]")
    named = [one.text_content() for one in elements(found, "./dl/dt")]
    return dict(zip(named, (one.text_content() for one in elements(found, "./dl/dd")), strict=True))


def test_a_page_of_the_print_says_how_it_is_cited_in_each_style(cited: Path) -> None:
    found = rows(cited / "site" / "p" / "44")
    whole = "Foundations of Leninism, Chapter IV: The Dictatorship of the Proletariat, version 0.1.0"
    assert [*found] == [
        *("Address", "Chicago, note", "Chicago, bibliography", "MLA, works cited", "MLA, in the text"),
        *("APA, reference", "APA, in the text", "Plain"),
    ]
    assert found["Address"] == f"{PUBLISHED}p/44/?v=0.1.0"
    assert found["Chicago, note"].endswith(
        f"over the Bourgeoisie,” in {whole} (1924; Mastercopy editors, 2026), 44, {PUBLISHED}p/44/?v=0.1.0."
    )
    # A bibliography lists the section, with its own address.
    assert found["Chicago, bibliography"].endswith(f"2026. {PUBLISHED}text/iv-2/?v=0.1.0.")
    assert found["MLA, in the text"] == "(Stalin 44)"
    assert found["APA, in the text"] == "(Stalin, 1924/2026, p. 44)"
    assert ", p. 44. " in found["Plain"]
    assert found["Plain"].endswith(f"{PUBLISHED}p/44/?v=0.1.0.")


def test_an_edition_that_is_published_nowhere_shows_no_address(site: Path) -> None:
    for path in ("p/44", "text"):
        found = rows(site / path)
        assert "Address" not in found
        assert not [row for row in found.values() if "http" in row]


def test_the_titles_of_books_are_in_italics(site: Path) -> None:
    page = article((site / "p" / "44" / "index.html").read_bytes())
    italic = {one.text_content() for one in elements(page, ".//section[contains(@class, 'citing')]//dd/i")}
    assert italic == {
        "Foundations of Leninism, Chapter IV: The Dictatorship of the Proletariat",
        "Foundations of Leninism, chapter IV: The dictatorship of the proletariat",
    }


def test_what_programs_are_given_names_the_page(cited: Path) -> None:
    page = article((cited / "site" / "p" / "44" / "index.html").read_bytes())
    shown = {one.findtext("summary"): one.findtext("pre/code") or "" for one in elements(page, ".//details")}
    assert "  pages = {44},\n" in shown["BibTeX"]
    assert f"  url = {{{PUBLISHED}p/44/?v=0.1.0}},\n" in shown["BibTeX"]
    assert "SP  - 44\n" in shown["RIS"]
    assert shown["RIS"].endswith("ER  - \n")
    (item,) = json.loads(shown["CSL-JSON"])
    assert (item["page"], item["URL"]) == ("44", f"{PUBLISHED}p/44/?v=0.1.0")


def test_a_section_and_the_edition_lead_to_their_files(site: Path) -> None:
    for path, name in (("text/iv-2", "references/iv-2"), ("text", "reference"), ("p/44", "references/iv-2")):
        page = article((site / path / "index.html").read_bytes())
        found = [link.get("href", "") for link in elements(page, ".//p[contains(@class, 'files')]/a")]
        assert [href.partition("data/")[2] for href in found] == [f"{name}.{end}" for end in ("bib", "ris", "csl.json")]


# ---- the page of the edition


def test_the_page_of_the_edition_says_what_is_known_and_no_more(site: Path, cited: Path) -> None:
    page = article((site / "text" / "index.html").read_bytes())
    facts = {one.text_content(): one.getnext().text_content() for one in elements(page, "./div/dl/dt")}
    rights = facts.pop("Rights")
    assert rights.startswith("The encoding, the register and the apparatus")
    assert facts == {
        "Author": "J. V. Stalin",
        "Work": "Foundations of Leninism (1924)",
        "Pages of the print": "38–51",
        "Editor": "the mastercopy editors",
        "Version": "0.1.0, 23 November 2026",
        "Publisher": "the mastercopy editors",
        "Licence": "https://creativecommons.org/licenses/by/4.0/",
    }
    other = article((cited / "site" / "text" / "index.html").read_bytes())
    assert PUBLISHED in [one.text_content() for one in elements(other, "./div/dl/dd/a")]


def test_its_contents_are_the_sections_with_their_pages(site: Path, book: Book) -> None:
    page = article((site / "text" / "index.html").read_bytes())
    listed = [(one.get("href"), one.getparent()) for one in elements(page, ".//h2[@id='contents']/following::ul[1]//a")]
    assert [href for href, _ in listed] == [f"{section.key}/" for section in book.sections]
    pages = [one.text_content() for one in elements(page, ".//span[@class='pages']")]
    assert pages == ["pp. 38–51", "pp. 38–42", "pp. 42–47", "pp. 47–51"]


@pytest.mark.parametrize(
    ("iso", "shown"), [("2026-11-03", "3 November 2026"), ("2026", "2026"), ("2026-11", "2026-11"), ("soon", "soon")]
)
def test_a_day_is_written_as_people_write_it(iso: str, shown: str) -> None:
    assert day(iso) == shown
    assert date(2026, 11, 3).isoformat() == "2026-11-03"


# ---- hostile


HEADER = (
    '<title>{0}</title><author>{0}</author></titleStmt><editionStmt><edition n="1.0">1.0</edition></editionStmt>'
    "<publicationStmt><publisher>{0}</publisher>"
    '<availability><licence target="https://example.org/">{0}</licence></availability></publicationStmt>'
)


@pytest.mark.slow
def test_nothing_that_the_header_says_is_live_in_any_page(tmp_path: Path) -> None:
    said = escape(LIVE)
    parts = (("one", 1), ("two", 2))
    divisions = [
        f'<div xml:id="{key}" type="chapter"><pb n="[{number}] &lt;img src=x onerror=alert(3)>&quot;"/>'
        f'<head>{said} {key}</head><p xml:id="par-{number}">a</p></div>'
        for key, number in parts
    ]
    text = master("".join(divisions), division=False)
    stated, _, rest = text.partition("<title>A book</title>")
    editors, _, after = rest.partition("</titleStmt>")
    after = after.partition("</publicationStmt>")[2]
    title = HEADER.format(said).replace("</titleStmt>", f"{editors}</titleStmt>", 1)
    folder(tmp_path, f"{stated}{title}{after}")
    shutil.copytree(ROOT / "docs" / "stylesheets", tmp_path / "docs" / "stylesheets")
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (tmp_path / "docs" / "index.md").write_text("# A book\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    command: list[str | Path] = [Path(sys.executable).with_name("mastercopy"), "site"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = [tmp_path / "site" / path for path in ("index.html", "text/index.html", "text/one/index.html")]
    pages += (tmp_path / "site" / "p").rglob("*.html")
    assert len(pages) == 5
    for page in pages:
        check(document(page.read_bytes()))


def check(page: HtmlElement) -> None:
    """Holds that the letters are in the page, in all places, and live in none."""
    scripts = elements(page, "//script")
    (data,) = [one.text or "" for one in scripts if one.get("type") == "application/ld+json"]
    assert "<" not in data
    assert json.loads(data)["author"] == [LIVE]
    assert not [one for one in scripts if "alert" in (one.text or "") and one.get("type") != "application/ld+json"]
    assert not page.xpath("//img[@src='x'] | //*[@onerror] | //a[@href='b']")
    assert [content for name, content in tags(page) if name == "DC.creator"] == [LIVE]
    assert "49" not in page.text_content()
