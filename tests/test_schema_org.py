"""What a page says of itself in the words of schema.org is said with its types and its properties."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reading import PUBLISHED, document, elements
from test_quality import NODE, TOOLS

PERSON = {"@type": "Person", "name": "J. V. Stalin", "familyName": "Stalin", "givenName": "J. V."}
CHAPTER = {
    "@type": "Chapter",
    "@id": f"{PUBLISHED}text/iv-2/",
    "url": f"{PUBLISHED}text/iv-2/",
    "name": "The dictatorship of the proletariat as the rule of the proletariat over the bourgeoisie",
    "pageStart": "42",
    "pageEnd": "47",
}
BOOK = {
    "@type": "Book",
    "@id": f"{PUBLISHED}text/",
    "url": f"{PUBLISHED}text/",
    "name": "Foundations of Leninism, chapter IV: The dictatorship of the proletariat",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def said(page: Path) -> dict[str, Any]:
    """What a page of the site says of itself."""
    (script,) = elements(document((page / "index.html").read_bytes()), "//script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text or "")
    return found


def test_a_page_of_the_print_is_part_of_a_chapter_of_the_book(cited: Path) -> None:
    assert said(cited / "site" / "p" / "44") == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": f"{PUBLISHED}p/44/",
        "url": f"{PUBLISHED}p/44/",
        "name": "Page 44",
        "position": "44",
        "author": [PERSON],
        "inLanguage": "en",
        "version": "0.1.0",
        "license": LICENCE,
        "isPartOf": {**CHAPTER, "isPartOf": BOOK},
    }


def test_a_section_is_a_chapter_of_the_book(cited: Path) -> None:
    found = said(cited / "site" / "text" / "iv-2")
    notice = found.pop("copyrightNotice")
    assert notice.endswith("The licence above doesn't cover them, and we claim no right in them.")
    assert found == {
        "@context": "https://schema.org",
        **CHAPTER,
        "author": [PERSON],
        "editor": ["the mastercopy editors"],
        "publisher": "the mastercopy editors",
        "datePublished": "2026-11-23",
        "dateModified": "2026-11-23",
        "version": "0.1.0",
        "inLanguage": "en",
        "license": LICENCE,
        "isPartOf": BOOK,
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": "Foundations of Leninism",
            "author": [PERSON],
            "datePublished": "1924",
        },
    }


@pytest.mark.parametrize("path", ["", "text"])
def test_the_edition_is_a_book_with_its_chapters_and_its_text_as_tei(cited: Path, path: str) -> None:
    found = said(cited / "site" / path)
    assert {name: found[name] for name in BOOK} == BOOK
    assert [part["@id"] for part in found["hasPart"]] == [f"{PUBLISHED}text/iv-{number}/" for number in (1, 2, 3)]
    assert found["hasPart"][1] == CHAPTER
    assert found["encoding"]["contentUrl"] == f"{PUBLISHED}dts/document/edition.xml"
    assert (cited / "site" / "dts" / "document" / "edition.xml").is_file()


def test_an_edition_that_is_published_nowhere_has_no_address_in_it(site: Path) -> None:
    pages = [path.parent for path in (*site.glob("p/*/index.html"), site / "text" / "index.html")]
    assert len(pages) > 10
    for page in pages:
        assert not {"@id", "url", "contentUrl"} & names(said(page))


def names(value: Any) -> set[str]:
    """All names of properties in a value of JSON."""
    match value:
        case dict():
            return {*value, *(name for inner in value.values() for name in names(inner))}
        case list():
            return {name for inner in value for name in names(inner)}
        case _:
            return set()


# ---- held by TypeScript against schema-dts, which Google makes of schema.org's own definition: types, the properties
# ---- that each has, and what may be their values.

FAULTY: list[dict[str, Any]] = [
    {"@type": "Chapter", "pagStart": "1"},
    {"@type": "CreativeWork", "pageStart": "1"},
    {"@type": "Chapter", "isPartOf": {"@type": "Book", "naem": "A"}},
    {"@type": "Chapter", "author": {"@type": "Book", "name": "A"}},
    {"@type": "Book", "hasPart": [{"@type": "Chapter"}, {"@type": "Chapter", "first": "1"}]},
]


def faults(things: list[dict[str, Any]], folder: Path) -> list[str]:
    """The lines that TypeScript finds fault with, a thing a line."""
    lines = ['import type { WithContext, Book, Chapter, CreativeWork } from "schema-dts";']
    for number, thing in enumerate(things):
        whole = {"@context": "https://schema.org", **thing}
        lines.append(f"export const thing{number}: WithContext<{thing['@type']}> = {json.dumps(whole)};")
    (folder / "things.ts").write_text("\n".join(lines), encoding="utf-8")
    options = {"strict": True, "noEmit": True, "skipLibCheck": True, "module": "esnext", "moduleResolution": "bundler"}
    paths = {"schema-dts": [str(TOOLS / "schema-dts")], "schema-dts-lib": [str(TOOLS / "schema-dts-lib")]}
    project = {"compilerOptions": {**options, "types": [], "paths": paths}, "include": ["things.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(project), encoding="utf-8")
    command: list[str | Path] = ["node", TOOLS / "typescript" / "bin" / "tsc", "--pretty", "false", "-p", folder]
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1, 2}, done.stderr
    return [line for line in done.stdout.splitlines() if not line.startswith(" ")]


def test_each_page_says_it_with_the_types_and_properties_of_schema_org(site: Path, cited: Path, tmp_path: Path) -> None:
    pages = [
        path.parent
        for folder in (site, cited / "site")
        for path in (folder / "index.html", *folder.glob("p/*/index.html"), *folder.glob("text/iv*/index.html"))
    ]
    assert len(pages) > 30
    assert faults([said(page) for page in pages], tmp_path) == []


def test_what_is_no_property_of_schema_org_is_found(tmp_path: Path) -> None:
    found = faults([{"@type": "Chapter", "name": "A"}, *FAULTY], tmp_path)
    assert [line.partition("(")[2].partition(",")[0] for line in found] == ["3", "4", "5", "6", "7"]
