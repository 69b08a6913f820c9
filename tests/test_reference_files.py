"""What programs that keep references are given is read back without loss: BibTeX, RIS, CSL-JSON."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from msgspec import to_builtins
from msgspec.structs import replace
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

import referencebook
from mastercopy import build, citeproc
from mastercopy.build import Book
from mastercopy.derive import citing
from mastercopy.derive.bibliography import Date, Item, pages
from mastercopy.model import Name
from mastercopy.write import references
from test_data import received

# What pylatexenc doesn't know of LaTeX's own.
_KNOWN = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}",
    "textasciicircum": "^", "textasciigrave": "`", "textquotedbl": '"',
}  # fmt: skip
_CONTEXT = get_default_latex_context_db()
_CONTEXT.add_context_category(
    "ours", macros=[MacroTextSpec(name, simplify_repl=sign) for name, sign in _KNOWN.items()], prepend=True
)
_DECODING = LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=_CONTEXT))

ITEM = Item(
    "author-1887-one",
    "chapter",
    'Élan & "Left-Wing" -- 100% of a_b ~ #1 {x} ^ \\ $5 <i>',
    container_title="Œuvre, it’s --- “x”",
    author=(Name("Þórsdóttir", "Ása"), Name(literal="A group and another")),
    editor=(Name("van Gogh", "B."),),
    version="1.0",
    publisher="A & B",
    page="xii-xiv",
    issued=Date(((2025, 3, 1),)),
    original_date=Date(((1887,),)),
    language="de",
    URL="https://example.org/~a/b_c%20d/?v=1.0&x=#p44",
)


def made(form: str, item: Item, locator: str = "entry", **values: str) -> str:
    """An item in a format."""
    return references.complete(form, references.patterns(item)[form][locator], address=item.URL, **values)


def bibtex(written: str) -> dict[str, str]:
    """The fields of the one entry of BibTeX, its key and its kind, without LaTeX; an address is read as it stands."""
    library = parse_string(written, append_middleware=[_DECODING])
    assert library.failed_blocks == []
    (entry,) = library.entries
    (verbatim,) = parse_string(written).entries
    fields = {field.key: str(field.value) for field in entry.fields}
    address = {name: str(field.value) for name, field in verbatim.fields_dict.items() if name == "url"}
    return {"key": entry.key, "kind": entry.entry_type, **fields, **address}


def ris(written: str) -> dict[str, object]:
    """The one reference of RIS."""
    (found,) = rispy.loads(written)
    assert isinstance(found, dict)
    return found


def alike(text: str) -> str:
    """A text as LaTeX keeps it: straight quotation marks become round, and white space is as it comes."""
    straight = text.replace("``", '"').replace("''", '"').translate(str.maketrans("“”‘’‑", '""`\'-'))
    return re.sub(r"\s", "", straight)


def test_bibtex_has_everything() -> None:
    found = bibtex(made("BibTeX", ITEM))
    assert found.pop("title") == "Élan & “Left-Wing” -- 100% of a_b ~ #1 {x} ^ \\ $5 <i>"
    assert found == {
        "key": "author-1887-one",
        "kind": "incollection",
        "author": "Þórsdóttir, Ása and A group and another",
        "booktitle": "Œuvre, it’s --- “x”",
        "editor": "van Gogh, B.",
        "publisher": "A & B",
        "year": "2025",
        "month": "mar",
        "day": "1",
        "pages": "xii–xiv",  # as LaTeX prints two hyphens
        "version": "1.0",
        "note": "Version 1.0",
        "origdate": "1887",
        "langid": "german",
        "url": ITEM.URL,
    }


def test_ris_has_everything() -> None:
    assert ris(made("RIS", ITEM)) == {
        "type_of_reference": "CHAP",
        "id": "author-1887-one",
        "authors": ["Þórsdóttir, Ása", "A group and another"],
        "title": ITEM.title,
        "secondary_title": ITEM.container_title,
        "secondary_authors": ["van Gogh, B."],
        "edition": "Version 1.0",
        "publisher": "A & B",
        "year": "2025",
        "date": "2025/03/01",
        "start_page": "xii",
        "end_page": "xiv",
        "original_publication": "1887",
        "language": "de",
        "urls": [ITEM.URL],
    }


def test_csl_json_has_everything() -> None:
    assert json.loads(made("CSL-JSON", ITEM)) == [
        {
            "id": "author-1887-one",
            "type": "chapter",
            "title": ITEM.title,
            "container-title": ITEM.container_title,
            "author": [{"family": "Þórsdóttir", "given": "Ása"}, {"literal": "A group and another"}],
            "editor": [{"family": "van Gogh", "given": "B."}],
            "version": "1.0",
            "publisher": "A & B",
            "page": "xii-xiv",
            "issued": {"date-parts": [[2025, 3, 1]]},
            "original-date": {"date-parts": [[1887]]},
            "language": "de",
            "URL": ITEM.URL,
        }
    ]


def test_the_data_for_scripts_are_the_patterns(book: Book, tmp_path: Path) -> None:
    found = citeproc.references(book, tmp_path / "docs")
    files = build.files(book, found)
    assert list(found) == ["", *(section.key for section in book.sections)]
    for key, reference in found.items():
        name = f"references/{key}" if key else "reference"
        script = files[f"text/data/{name}.js"].decode()
        brought, value = received(script)
        assert brought == name
        assert value == {
            "path": reference.cited.path,
            "version": "0.1.0",
            "published": "",
            "first": reference.cited.first,
            "last": reference.cited.last,
            "title": reference.cited.item.title,
            "forms": [to_builtins(form) for form in reference.forms],
            "formats": references.patterns(reference.cited.item),
        }
        assert not set(script) & set(citing.PLACES), "no letter that nobody can see"
        for form, (ending, _, _) in references.FORMATS.items():
            assert files[f"text/data/{name}.{ending}"].decode() == made(form, reference.cited.item)


def test_without_references_nothing_is_said_of_them(book: Book) -> None:
    assert not [name for name in build.files(book) if "reference" in name]


@pytest.mark.parametrize(
    ("first", "last"), [("44", ""), ("44", "46"), ("xii", "xiv"), ("[15]", "[16]"), ("A_1", "A#3")]
)
def test_a_page_and_an_address_are_put_in(first: str, last: str) -> None:
    item = replace(ITEM, URL="https://example.org/p/44/?v=1.0")
    locator = "pages" if last else "page"
    found = bibtex(made("BibTeX", item, locator, first=first, last=last))
    assert (found["pages"], found["url"]) == (f"{first}–{last}" if last else first, item.URL)
    read = ris(made("RIS", item, locator, first=first, last=last))
    assert (read["start_page"], read.get("end_page", "")) == (first, last)
    (csl,) = json.loads(made("CSL-JSON", item, locator, first=first, last=last))
    assert (csl["page"], csl["URL"]) == (pages(first, last), item.URL)


def test_what_is_not_known_is_left_out() -> None:
    least = Item("x", "book", "A book")
    assert bibtex(made("BibTeX", least)) == {"key": "x", "kind": "book", "title": "A book"}
    assert ris(made("RIS", least)) == {"type_of_reference": "BOOK", "id": "x", "title": "A book"}
    assert json.loads(made("CSL-JSON", least)) == [{"id": "x", "type": "book", "title": "A book"}]


_READERS: dict[str, Callable[[str], tuple[object, ...]]] = {
    "BibTeX": lambda written: tuple(bibtex(written)[name] for name in ("title", "booktitle", "publisher", "url")),
    "RIS": lambda written: tuple(ris(written)[name] for name in ("title", "secondary_title", "publisher", "urls")),
    "CSL-JSON": lambda written: tuple(
        json.loads(written)[0][name] for name in ("title", "container-title", "publisher", "URL")
    ),
}


@pytest.mark.parametrize("form", _READERS)
def test_hostile_text_is_read_back(form: str) -> None:
    for item in referencebook.hostile(300):
        title, container, publisher, address = _READERS[form](made(form, item))
        assert [alike(str(text)) for text in (title, container, publisher)] == [
            alike(text) for text in (item.title, item.container_title, item.publisher)
        ]
        assert address in (item.URL, [item.URL])
