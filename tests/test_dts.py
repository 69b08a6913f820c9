"""Distributed Text Services: each call that level 0 knows leads to a file, and the file has the answer."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from msgspec.structs import replace

from mastercopy import build, disk
from mastercopy.build import Book
from mastercopy.derive import trees
from mastercopy.sources import Files, Sources
from mastercopy.write import dts
from masters import SCHEMA, master
from reading import ROOT

RULES = Draft202012Validator(json.loads((ROOT / "tests" / "schemas" / "dts.json").read_text(encoding="utf-8")))
HERE = "https://site.example/somewhere/"
"""Where a test puts the files: an address that none of them knows."""

Call = Mapping[str, str | int]


def served(files: Files) -> dict[str, bytes]:
    """The files of the interface, by their paths in docs/."""
    return {path: content for path, content in files.items() if path.startswith("dts/")}


@pytest.fixture(scope="module")
def ours(book: Book) -> dict[str, bytes]:
    return served(build.files(book))


def made(text: str, *, header: str = "", schema: bytes | None = SCHEMA) -> dict[str, bytes]:
    """What is served of a master of this body; `header` stands in its header."""
    whole = master(text, division=False).replace("<revisionDesc>", f"{header}<revisionDesc>")
    rules = None if schema is None else ("edition.rng", schema)
    found, problems = build.book(Sources(("edition/book.xml", whole.encode()), schema=rules))
    assert found is not None, problems
    return served(build.files(found))


def expanded(template: str, call: Call) -> str:
    """A template with the values of a call put in (RFC 6570, 3.2: simple, path segments, path-style parameters)."""

    def expression(match: re.Match[str]) -> str:
        sign, names = match[1], match[2].split(",")
        values = [(name, quote(str(call[name]), safe="")) for name in names if name in call]
        if sign == ";":
            return "".join(f";{name}={value}" for name, value in values)
        return "".join(f"{sign}{value}" for _, value in values)

    return re.sub(r"\{([/;]?)([a-z,]+)\}", expression, template)


def path_of(address: str, *, seen_from: str) -> str:
    """The path in docs/ that an address leads to from the file of another; that it is one, and in the interface."""
    absolute = urljoin(HERE + quote(seen_from, safe="/;=~"), address)
    assert absolute.startswith(f"{HERE}dts/"), absolute
    return unquote(absolute.removeprefix(HERE))


def answer(files: Mapping[str, bytes], endpoint: str, call: Call, *, to: str = "dts/index.json") -> Any:
    """What a call answers, by the template that the file `to` gives: JSON, or the bytes of a document; or None."""
    given = json.loads(files[to])
    template = given.get("resource", given)[endpoint]
    content = files.get(path_of(expanded(template, call), seen_from=to))
    return json.loads(content) if content is not None and endpoint != "document" else content


def calls(files: Mapping[str, bytes]) -> Iterator[tuple[Call, list[Any]]]:
    """Each tree as a call names it, and its units."""
    trees = answer(files, "collection", {"id": "edition"})["citationTrees"]
    for tree in trees:
        call: dict[str, str | int] = {"resource": "edition"}
        if "identifier" in tree:
            call["tree"] = tree["identifier"]
        yield call, answer(files, "navigation", {**call, "down": -1})["member"]


def names(units: list[Any]) -> list[str]:
    return [unit["identifier"] for unit in units]


def test_every_answer_keeps_to_the_specification(ours: dict[str, bytes]) -> None:
    answers = [json.loads(content) for path, content in ours.items() if path.endswith(".json")]
    assert len(answers) > 80
    assert {one["@type"] for one in answers} == {"EntryPoint", "Collection", "Resource", "Navigation"}
    for one in answers:
        RULES.validate(one)


def test_the_schema_refuses_what_the_specification_refuses(ours: dict[str, bytes]) -> None:
    navigation = json.loads(ours["dts/navigation/edition;down=1.json"])
    for name in ("@context", "@id", "dtsVersion", "resource"):
        assert not RULES.is_valid({key: value for key, value in navigation.items() if key != name})
    assert not RULES.is_valid({**navigation, "member": [{"identifier": "iv", "@type": "CitableUnit", "level": 1}]})
    named = {"identifier": "divisions", "@type": "CitationTree"}
    assert not RULES.is_valid({**navigation, "resource": {**navigation["resource"], "citationTrees": [named]}})


def test_the_collection_holds_the_edition_and_the_edition_is_in_the_collection(ours: dict[str, bytes]) -> None:
    root = answer(ours, "collection", {})
    (edition,) = root["member"]
    assert (root["@type"], root["totalParents"], root["totalChildren"]) == ("Collection", 0, 1)
    assert (edition["@type"], edition["totalParents"], edition["totalChildren"]) == ("Resource", 1, 0)
    own = answer(ours, "collection", {"id": edition["@id"]})
    assert names_of_ids(own["member"]) == []
    assert names_of_ids(answer(ours, "collection", {"id": edition["@id"], "nav": "parents"})["member"]) == [root["@id"]]
    assert answer(ours, "collection", {"nav": "parents"})["member"] == []
    of_each: list[Call] = [{}, {"id": root["@id"]}, {"id": edition["@id"]}]
    for call in of_each:
        plain = answer(ours, "collection", call)
        again = answer(ours, "collection", {**call, "nav": "children"})
        assert names_of_ids(again["member"]) == names_of_ids(plain["member"])
    assert answer(ours, "collection", {"id": "another"}) is None


def names_of_ids(members: list[Any]) -> list[str]:
    return [member["@id"] for member in members]


def test_the_trees_are_those_that_the_header_declares(ours: dict[str, bytes]) -> None:
    (divisions, of_divisions), (pages, of_pages) = calls(ours)
    assert (divisions.get("tree"), pages.get("tree")) == (None, "pages")
    assert names(of_divisions) == ["iv", "iv~iv-1", "iv~iv-2", "iv~iv-3"]
    assert [unit["parent"] for unit in of_divisions] == [None, "iv", "iv", "iv"]
    assert [unit["citeType"] for unit in of_divisions] == ["chapter", "section", "section", "section"]
    assert names(of_pages) == [str(page) for page in range(38, 52)]
    assert answer(ours, "collection", {"id": "edition"})["citationTrees"] == [
        {
            "@type": "CitationTree",
            "citeStructure": [{"citeType": "chapter", "citeStructure": [{"citeType": "section"}]}],
        },
        {"@type": "CitationTree", "identifier": "pages", "citeStructure": [{"citeType": "page"}]},
    ]


def test_each_valid_call_of_navigation_is_answered_as_its_table_says(ours: dict[str, bytes]) -> None:
    """DTS 1.0, "Usage of down, ref, start and end"; `down` as far as the tree is deep."""
    count = 0
    for tree, units in calls(ours):
        depth = max(unit["level"] for unit in units)
        for down in (*range(1, depth + 1), -1):
            found = answer(ours, "navigation", {**tree, "down": down})
            assert "ref" not in found
            assert found["member"] == [unit for unit in units if down < 0 or unit["level"] <= down]
        for unit in units:
            call = {**tree, "ref": unit["identifier"]}
            found = answer(ours, "navigation", call)
            assert (found["ref"], "member" in found) == (unit, False)
            beside = answer(ours, "navigation", {**call, "down": 0})
            assert beside["member"] == [other for other in units if other["parent"] == unit["parent"]]
            for down in (*range(1, depth + 1), -1):
                below = answer(ours, "navigation", {**call, "down": down})
                assert below["ref"] == unit
                assert below["member"] == list(within(units, unit, down))
                count += 1
    assert count == 4 * 3 + 14 * 2


def within(units: list[Any], unit: Any, down: int) -> Iterator[Any]:
    """The unit, and what is in it so far down, by its parents."""
    yield unit
    if down:
        for child in units:
            if child["parent"] == unit["identifier"]:
                yield from within(units, child, down - 1)


def test_there_is_no_file_for_a_call_that_is_not_valid_or_asks_for_what_there_is_not(ours: dict[str, bytes]) -> None:
    edition = {"resource": "edition"}
    unanswered: list[Call] = [
        {},
        edition,
        {**edition, "down": 0},
        {**edition, "tree": "pages"},
        {**edition, "tree": "pages", "down": 0},
        {**edition, "ref": "44"},
        {**edition, "ref": "iv-1"},
        {**edition, "tree": "pages", "ref": "iv"},
        {**edition, "tree": "lines", "down": 1},
        {"resource": "another", "down": 1},
    ]
    for call in unanswered:
        assert answer(ours, "navigation", call) is None
    for call in ({}, {"resource": "another"}, {**edition, "ref": "44"}, {**edition, "tree": "pages", "ref": "iv"}):
        assert answer(ours, "document", call) is None


def test_the_whole_is_the_master_as_it_is_and_a_tree_without_a_part_changes_nothing(ours: dict[str, bytes]) -> None:
    master_itself = (ROOT / "edition" / "foundations-of-leninism-iv.xml").read_bytes()
    assert answer(ours, "document", {"resource": "edition"}) == master_itself
    assert answer(ours, "document", {"resource": "edition", "tree": "pages"}) == master_itself
    download = answer(ours, "collection", {"id": "edition"})["download"]
    assert ours[path_of(download, seen_from="dts/collection/edition.json")] == master_itself


def test_each_part_has_its_document_of_tei(ours: dict[str, bytes]) -> None:
    for tree, units in calls(ours):
        for unit in units:
            root = etree.fromstring(answer(ours, "document", {**tree, "ref": unit["identifier"]}))
            assert root.tag == "{http://www.tei-c.org/ns/1.0}TEI"
            wrapper = root.find(".//{https://w3id.org/api/dts#}wrapper")
            assert wrapper is not None
            key = unit["identifier"].rpartition("~")[2]
            named = "n" if tree.get("tree") else "{http://www.w3.org/XML/1998/namespace}id"
            first = wrapper.find(".//{http://www.tei-c.org/ns/1.0}pb") if tree.get("tree") else wrapper[0]
            assert first is not None
            assert (first.get(named) or "").strip("[]") == key


def test_each_file_leads_on_by_its_own_templates(ours: dict[str, bytes]) -> None:
    for path, content in ours.items():
        found = json.loads(content) if path.endswith(".json") else {}
        if "resource" in found:
            assert answer(ours, "navigation", {"down": 1}, to=path) is not None
            assert answer(ours, "document", {"tree": "pages", "ref": "44"}, to=path) is not None
            assert answer(ours, "collection", {"nav": "parents"}, to=path) is not None
            assert path_of(found["@id"], seen_from=path) == path


def test_addresses_are_absolute_where_the_edition_is_published(book: Book) -> None:
    found = trees.trees(book.edition.header, book.sections, book.survey)
    address = "https://edition.example/leninism/"
    files = dict(dts.files(dts.Served(replace(book.edition.header, address=address), found)))
    for path, answer in files.items():
        found = json.loads(answer())
        RULES.validate(found)
        templates = found.get("resource", found)
        assert all(
            templates[name].startswith(f"{address}dts/{name}")
            for name in ("collection", "navigation", "document")
            if name in templates
        )
        assert found["@type"] not in {"EntryPoint", "Navigation"} or found["@id"] == f"{address}{path}"
    units = json.loads(files["dts/navigation/edition;tree=pages;down=1.json"]())["member"]
    assert units[6]["@id"] == f"{address}p/44/"
    divisions = json.loads(files["dts/navigation/edition;down=2.json"]())["member"]
    assert divisions[1]["@id"] == f"{address}text/iv-1/"


_DIVISION = '<div xml:id="one" type="letter"><p xml:id="par-1">Text.</p></div>'


def test_an_edition_without_page_breaks_has_no_tree_of_pages() -> None:
    files = made(_DIVISION)
    (tree,) = answer(files, "collection", {"id": "edition"})["citationTrees"]
    assert tree == {"@type": "CitationTree", "citeStructure": [{"citeType": "division"}]}
    assert not [path for path in files if "tree=" in path]


def test_an_edition_says_what_its_divisions_are_called() -> None:
    declared = '<citeStructure unit="letter" match="/TEI/text/body/div" use="@xml:id"/>'
    header = (
        "<encodingDesc><projectDesc><p>A test.</p></projectDesc>"
        f'<refsDecl n="divisions">{declared}</refsDecl></encodingDesc>'
    )
    files = made(_DIVISION, header=header)
    (unit,) = answer(files, "navigation", {"resource": "edition", "down": 1})["member"]
    assert (unit["identifier"], unit["citeType"]) == ("one", "letter")


def test_an_edition_without_divisions_has_no_tree() -> None:
    files = made('<pb n="1"/>', schema=None)
    assert answer(files, "collection", {"id": "edition"})["citationTrees"] == []
    assert not [path for path in files if path.startswith("dts/navigation")]


def test_hostile_words_are_nothing_but_words() -> None:
    words = "&lt;script> \" \\ ' {ref} &#x2028; ]]&gt; ../"
    files = made(f'<div xml:id="one" type="letter"><head>{words}</head><p xml:id="par-1">Text.</p></div>')
    (unit,) = answer(files, "navigation", {"resource": "edition", "down": 1})["member"]
    assert unit["dublinCore"]["title"][0]["value"] == "<script> \" \\ ' {ref} \u2028 ]]> ../"
    for path, content in files.items():
        assert re.fullmatch(r"dts(/[A-Za-z0-9.~_=;-]+)+\.(json|xml)", path)
        if path.endswith(".json"):
            RULES.validate(json.loads(content))


def test_a_page_is_cited_by_the_number_that_is_meant_and_titled_as_it_is_printed() -> None:
    files = made(f'<pb n="XII"/><pb n="51 [15]"/>{_DIVISION}')
    pages = answer(files, "navigation", {"resource": "edition", "tree": "pages", "down": 1})["member"]
    assert names(pages) == ["xii", "15"]
    assert [page["dublinCore"]["title"][0]["value"] for page in pages] == ["XII", "51 [15]"]


def test_many_pages_are_two_files_each_and_not_as_many_as_there_are_pages() -> None:
    def pages(number: int) -> str:
        return "".join(f'<p xml:id="par-{page}"><pb n="{page}"/>Page.</p>' for page in range(1, number + 1))

    few, many = (made(f'<div xml:id="one" type="part">{pages(number)}</div>') for number in (100, 101))
    of_few, of_many = ([path for path in files if ";tree=pages" in path] for files in (few, many))
    assert len(of_few) == 100 * 5 + 3
    assert len(of_many) == 101 * 2 + 3
    assert len(answer(many, "navigation", {"resource": "edition", "tree": "pages", "down": 1})["member"]) == 101
    assert answer(many, "navigation", {"resource": "edition", "tree": "pages", "ref": "7"})["ref"]["identifier"] == "7"


def test_a_correction_changes_the_whole_its_divisions_and_its_page_alone(book: Book, ours: dict[str, bytes]) -> None:
    assert book.sources is not None
    file, before = book.sources.master
    after = before.replace(b"From this follow two main conclusions", b"From this follow three main conclusions")
    assert after != before
    found, problems = build.book(replace(book.sources, master=(file, after), witness=None))
    assert found is not None, problems
    changed = {path for path, content in served(build.files(found)).items() if ours[path] != content}
    assert {path.removeprefix("dts/document/edition") for path in changed} == {
        ".xml",
        ";tree=pages.xml",
        "/iv.xml",
        "/iv~iv-2.xml",
        ";tree=pages/44.xml",
    }


def test_files_of_parts_that_are_no_more_are_removed_and_nobody_else_s(tmp_path: Path) -> None:
    mine = {
        "dts/notes.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- By hand. -->\n<a/>\n',
        "dts/navigation/other.json": b'{"@context": "https://dtsapi.org/context/v1.0.json"}\n',
        "dts/readme.md": b"By hand.\n",
    }
    disk.write(tmp_path, {**made(f'<pb n="1"/>{_DIVISION}<pb n="2"/>'), **mine})
    left = made(f'<pb n="1"/>{_DIVISION}')
    removed = {path.relative_to(tmp_path).as_posix() for path in disk.write(tmp_path, left).removed}
    assert removed == {
        "dts/document/edition;tree=pages/2.xml",
        "dts/navigation/edition;tree=pages/2.json",
        "dts/navigation/edition;tree=pages;down=0/2.json",
        "dts/navigation/edition;tree=pages;down=1/2.json",
        "dts/navigation/edition;tree=pages;down=-1/2.json",
    }
    assert disk.tree(tmp_path) == {**left, **mine}


def test_the_site_has_the_files_as_they_are(ours: dict[str, bytes], site: Path) -> None:
    assert {path: content for path, content in disk.inside(site).items() if path.startswith("dts/")} == ours
