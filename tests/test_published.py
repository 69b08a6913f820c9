"""What the site publishes for programs: the sitemap, and every file of JSON by its schema."""

import fnmatch
import gzip
import json
import shutil
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import validator_for
from lxml import etree
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from mastercopy import disk
from mastercopy import site as builder
from reading import PUBLISHED, ROOT

# After https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd, less what may stand in a sitemap and doesn't in ours.
SITEMAP = etree.XMLSchema(
    etree.fromstring("""
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"
    targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
  <element name="urlset"><complexType><sequence>
    <element name="url" maxOccurs="50000"><complexType><sequence>
      <element name="loc"><simpleType>
        <restriction base="anyURI"><minLength value="12"/><maxLength value="2048"/></restriction>
      </simpleType></element>
      <element name="lastmod" minOccurs="0"><simpleType><union memberTypes="date dateTime"/></simpleType></element>
    </sequence></complexType></element>
  </sequence></complexType></element>
</schema>""")
)


def listed(site: Path) -> dict[str, str]:
    """What the sitemap lists, each page with its day, or ""; it must be a valid one, and packed the same."""
    content = (site / "sitemap.xml").read_bytes()
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == content
    root = etree.fromstring(content)
    SITEMAP.assertValid(root)
    return {url.findtext("{*}loc", ""): url.findtext("{*}lastmod", "") for url in root}


# ---- the sitemap


def test_the_sitemap_of_our_site_lists_every_page_under_its_address(published: Path) -> None:
    pages = {path.parent.relative_to(published).as_posix() for path in published.rglob("index.html")}
    assert set(listed(published)) == {PUBLISHED + f"{page}/".removeprefix("./") for page in pages}


def test_a_site_that_is_published_nowhere_has_no_sitemap(site: Path) -> None:
    assert not [*site.glob("sitemap*")]


@pytest.mark.slow
def test_a_page_has_the_day_of_its_own_last_change_in_the_sitemap_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        "index": "",
        "date": "modified: 2026-11-23",
        "quoted": 'modified: "2026-11-24"',
        "hour": "modified: 2026-11-25T10:00:00Z",
        "month": "modified: 2026-11",
        "soon": "modified: <soon> & later",
        "none": "modified:",
        "a&b é": "modified: 2026-11-26",
    }
    (tmp_path / "edition").mkdir()
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    shutil.copytree(ROOT / "docs" / "stylesheets", tmp_path / "docs" / "stylesheets")
    for name, said in pages.items():
        (tmp_path / "docs" / f"{name}.md").write_text(f"---\n{said}\n---\n\n# A page\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("SITE_URL", "https://example.org/a'<b")
    result = builder.build(tmp_path / "mkdocs.yml", tmp_path / "docs", tmp_path / "site", date="2026-01-01")
    assert not result.failed
    assert listed(tmp_path / "site") == {
        "https://example.org/a'<b/": "",
        "https://example.org/a'<b/date/": "2026-11-23",
        "https://example.org/a'<b/quoted/": "2026-11-24",
        "https://example.org/a'<b/hour/": "2026-11-25",
        "https://example.org/a'<b/month/": "",
        "https://example.org/a'<b/soon/": "",
        "https://example.org/a'<b/none/": "",
        "https://example.org/a'<b/a%26b%20%C3%A9/": "2026-11-26",
    }


# ---- JSON


META = "that of schemas"
SCHEMAS: Mapping[str, str] = {
    "dts/*.json": "tests/schemas/dts.json",
    "text/data/*.csl.json": "tests/schemas/csl.json",
    "anchors.json": "docs/schemas/anchors-1.json",
    "changes.json": "docs/schemas/changes-1.json",
    "linkset.json": "docs/schemas/linkset-1.json",
    "schemas/*.json": META,
}
"""The schema of each file of JSON that the site publishes: by the file's path in the site, in which `*` is any letters,
the schema's path in the repository. It is in docs/schemas/ if it is ours, in tests/schemas/ if it is a specification's,
and `META` for a file that is a schema itself. The first line that fits counts."""


def faults(files: Mapping[str, bytes], schemas: Mapping[str, str], folder: Path = ROOT) -> list[str]:
    """What is wrong with the JSON among the files, by the schemas in the folder that the table has for them."""
    known = {path: json.loads((folder / path).read_bytes()) for path in schemas.values() if path != META}
    by_id = [(schema.get("$id", path), DRAFT202012.create_resource(schema)) for path, schema in known.items()]
    registry: Registry[Any] = Registry().with_resources(by_id)  # and no schema is fetched
    found = []
    for name, content in files.items():
        if not name.endswith((".json", ".jsonld", ".webmanifest")):
            continue
        path = next((path for pattern, path in schemas.items() if fnmatchcase(name, pattern)), "")
        if not path:
            found.append(f"{name}: no schema is named for it")
            continue
        schema = Draft202012Validator.META_SCHEMA if path == META else known[path]
        validator = validator_for(schema, Draft202012Validator)(
            schema, registry=registry, format_checker=FormatChecker()
        )
        try:
            errors = validator.iter_errors(strict(content))
            found += (f"{name}: {error.json_path}: {error.message}" for error in errors)
        except ValueError as error:
            found.append(f"{name}: no JSON: {error}")
    return found


def strict(content: bytes) -> Any:
    """What a text of JSON says, where it is UTF-8 without a mark, no name is there twice, and numbers are numbers.

    Raises ValueError (RFC 8259 forbids the first and the last, and leaves open what the second means; I-JSON, RFC 7493,
    forbids it).
    """

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(pairs) > len(dict(pairs)):
            raise ValueError(f"a name is there twice: {[name for name, _ in pairs]}")
        return dict(pairs)

    def number(constant: str) -> object:
        raise ValueError(f"{constant} is no number")

    return json.loads(content.decode(), object_pairs_hook=once, parse_constant=number)


def test_every_file_of_json_that_the_site_publishes_is_valid_by_its_schema(
    site: Path, published: Path, cited: Path
) -> None:
    found = [disk.tree(folder) for folder in (site, published, cited / "site")]
    assert [fault for files in found for fault in faults(files, SCHEMAS)] == []
    files = {name for files in found for name in files}
    assert [pattern for pattern in SCHEMAS if not fnmatch.filter(files, pattern)] == []


def test_every_schema_in_the_table_is_a_valid_one() -> None:
    for path in {*SCHEMAS.values()} - {META}:
        schema = json.loads((ROOT / path).read_bytes())
        validator_for(schema, Draft202012Validator).check_schema(schema)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.txt", b"no JSON", ""),
        ("pages/a.json", b'{"page": "38"}', ""),
        ("schemas/page.json", b'{"type": "object"}', ""),
        ("other/a.json", b"{}", "no schema is named for it"),
        ("other/a.jsonld", b"{}", "no schema is named for it"),
        ("pages/a.json", b'{"page": 38}', "$.page: 38 is not of type 'string'"),
        ("pages/a.json", b'{"day": "2026-13-01"}', "$.day: '2026-13-01' is not a 'date'"),
        ("pages/a.json", b'{"page": ""}', "$.page: '' should be non-empty"),
        ("schemas/page.json", b'{"type": "page"}', "$.type: 'page' is not valid under any of the given schemas"),
        ("pages/a.json", b"{", "no JSON: Expecting property name enclosed in double quotes"),
        ("pages/a.json", b"\xff", "no JSON: 'utf-8' codec can't decode"),
        ("pages/a.json", b'\xef\xbb\xbf{"page": "38"}', "no JSON: Unexpected UTF-8 BOM"),
        ("pages/a.json", b'{"page": "1", "page": "2"}', "no JSON: a name is there twice: ['page', 'page']"),
        ("pages/a.json", b'{"n": NaN}', "no JSON: NaN is no number"),
    ],
)
def test_what_is_wrong_with_a_file_of_json_is_said(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    page = {
        "$id": "https://example.org/page.json",
        "properties": {"page": {"$ref": "text.json"}, "day": {"$ref": "day.json"}},
    }
    text = {"$id": "https://example.org/text.json", "type": "string", "minLength": 1}
    day = {"$id": "https://example.org/day.json", "format": "date"}
    for file, schema in (("page.json", page), ("text.json", text), ("day.json", day)):
        (tmp_path / file).write_text(json.dumps(schema), encoding="utf-8")
    table = {"pages/*.json": "page.json", "schemas/*.json": META, "texts/*": "text.json", "days/*": "day.json"}
    found = faults({name: content}, table, tmp_path)
    assert [said.startswith(f"{name}: {fault}") for said in found] == [True] * bool(fault)
