"""Files that mean harm: each gets lines of error in little time, and nothing but the edition's own files is read."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from lxml import html

from masters import ROOT, SCHEMA, folder, master, register

CANARY = "canary-3f1b"
WITHIN = 5.0
"""Seconds for a whole process. Each takes less than one; the rest is for a machine that is busy."""

_WATCHED = """
import os, sys
sys.path[:0] = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
from mastercopy import cli
import mastercopy.build, mastercopy.disk, lxml.etree, mastercopy.read.ids
seen = []
def watch(event, arguments):
    if event.startswith("socket.") or event in {"subprocess.Popen", "os.system", "os.exec", "urllib.Request"}:
        seen.append(event)
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        library = path.startswith((sys.prefix, sys.base_prefix, os.path.dirname(mastercopy.__file__)))
        if not library and not path.startswith(os.getcwd() + os.sep):
            seen.append(path)
sys.addaudithook(watch)
try:
    cli.main(sys.argv[1:], standalone_mode=False)
except SystemExit as end:
    status = end.code
else:
    status = 0
seen = [path for path in seen if not path.startswith(("/proc/", "/dev/", "/etc/localtime", "/usr/share/locale"))]
print("SEEN", seen, file=sys.stderr)
sys.exit(status)
"""


def checked(where: Path, *arguments: str) -> tuple[int, list[str]]:
    """The exit status of `mastercopy check` there as a whole process, and the lines that it says.

    It holds that no other file was read and no network used: by the audit events of Python, and by libxml2, which has
    its own way to files, through a canary.
    """
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *(arguments or ("check",))],
        cwd=where,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert time.monotonic() - before < WITHIN
    said = done.stderr.splitlines()
    assert "Traceback" not in done.stderr, done.stderr
    assert said, done.stdout
    assert said[-1] == "SEEN []"
    assert CANARY not in done.stderr + done.stdout
    assert all(len(line) < 500 for line in said)
    return done.returncode, said[:-1]


def refused(where: Path, code: str, *, count: int = 1) -> list[str]:
    """The lines with which a check ends; that there are as many, and of which code."""
    status, said = checked(where)
    assert status == 1
    assert len(said) == count, said
    assert all(re.match(rf"edition[^:]*:\d+: {code} ", line) for line in said), said
    return said


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file outside of the edition whose words must appear nowhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    file = outside / "canary.txt"
    file.write_text(f"<p>{CANARY}</p>", encoding="utf-8")
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to put an edition in."""
    made = tmp_path / "place"
    made.mkdir()
    return made


TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>%s</text></TEI>'

DOCTYPES = {
    "external entity": '<!DOCTYPE TEI [<!ENTITY e SYSTEM "{canary}">]>' + TEXT % "&e;",
    "external entity on the web": '<!DOCTYPE TEI [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>' + TEXT % "&e;",
    "parameter entity": '<!DOCTYPE TEI [<!ENTITY % p SYSTEM "{canary}"> %p;]>' + TEXT % "a",
    "external subset": '<!DOCTYPE TEI SYSTEM "{canary}">' + TEXT % "a",
    "public subset": '<!DOCTYPE TEI PUBLIC "-//TEI//DTD" "http://127.0.0.1:9/tei.dtd">' + TEXT % "a",
    "billion laughs": "<!DOCTYPE TEI [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
    + TEXT % "&a9;",
    "quadratic blowup": f"<!DOCTYPE TEI [<!ENTITY a '{'a' * 100_000}'>]>" + TEXT % ("&a;" * 100_000),
    "defaulted attribute": "<!DOCTYPE TEI [<!ATTLIST TEI xml:base CDATA 'file:///'>]>" + TEXT % "a",
    "after a comment": "<!-- a\n -->\n" + '<!DOCTYPE TEI SYSTEM "{canary}">' + TEXT % "a",
    "after an instruction": '<?xml version="1.0"?>\n<?a <b?>\n<!--->--><!DOCTYPE TEI SYSTEM "{canary}">' + TEXT % "a",
    "in small letters": '<!doctype TEI SYSTEM "{canary}">' + TEXT % "a",
    "after a byte order mark": "\ufeff" + '<!DOCTYPE TEI SYSTEM "{canary}">' + TEXT % "a",
}


@pytest.mark.parametrize("name", DOCTYPES)
def test_a_document_type_is_refused_before_anything_is_read(name: str, place: Path, canary: Path) -> None:
    folder(place, DOCTYPES[name].replace("{canary}", canary.as_uri()))
    code = "X001" if name == "after an instruction" and "--->" not in DOCTYPES[name] else "X00[12]"
    refused(place, code)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", ""),
        ("utf-7", "UTF-7"),
        ("latin-1", "ISO-8859-1"),
        ("latin-1", "IBM037"),
        ("cp037", "IBM037"),
        ("ascii", "no-such-encoding"),
        ("utf-8", 'UTF-8" standalone="no'),
    ],
)
def test_another_encoding_hides_no_document_type(encoding: str, declared: str, place: Path, canary: Path) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    doctype = f'<!DOCTYPE TEI [<!ENTITY e SYSTEM "{canary.as_uri()}">]>'
    if encoding == "utf-7":
        hidden = "+ADwAIQ-DOCTYPE TEI +AFsAPAAh-ENTITY e SYSTEM +ACI-" + canary.as_uri() + "+ACIAPgBdAD4-"
        content = (declaration + hidden + TEXT % "&e;").encode("ascii")
    else:
        content = (declaration + doctype + TEXT % "&e;").encode(encoding)
    folder(place, content)
    refused(place, "X00[12]")


def nested(depth: int) -> str:
    return '<list><item xml:id="i-{}">' * depth + "a" + "</item></list>" * depth


@pytest.mark.parametrize("depth", [100, 10_000, 1_000_000])
def test_deep_nesting_is_refused(depth: int, place: Path) -> None:
    folder(place, master("<q>" * depth + "a" + "</q>" * depth))
    refused(place, "X003")


@pytest.mark.parametrize("element", ["div", "list", "quote", "q", "note", "emph", "choice", "lg", "figure", "unknown"])
def test_elements_as_deep_as_they_may_nest_take_no_time(element: str, place: Path) -> None:
    deepest = f"<{element}>" * 80 + "a" + f"</{element}>" * 80
    folder(place, master(f"<p>{deepest}</p>"))
    status, said = checked(place)
    assert status == (0 if element in {"q", "quote"} else 1), "a quotation may stand in a quotation"
    assert said or not status


def test_a_wide_tree_below_deep_elements_takes_no_time(place: Path) -> None:
    folder(place, master("<q>" * 200 + "<q/>" * 500_000 + "</q>" * 200))
    refused(place, "X003")


LONG = 20_000_000

HUGE: dict[str, Callable[[], str]] = {
    "attribute": lambda: f'<p n="{"a" * LONG}">a</p>',
    "text": lambda: f"<p>{'a' * LONG}</p>",
    "comment": lambda: f"<!--{'a' * LONG}--><p>a</p><bogus/>",
    "instruction": lambda: f"<?a {'a' * LONG}?><p>a</p><bogus/>",
    "section": lambda: f"<p><![CDATA[{'a' * LONG}]]></p>",
    "name": lambda: f"<{'a' * LONG}/>",
    "reference": lambda: f"<p>&{'a' * LONG};</p>",
    "number": lambda: f"<p>&#{'9' * LONG};</p>",
    "attributes": lambda: "<p " + " ".join(f"a{n}='b'" for n in range(100_000)) + ">a</p>",
    "namespaces": lambda: "<p " + " ".join(f"xmlns:a{n}='b{n}'" for n in range(20_000)) + ">a</p><bogus/>",
    "one attribute twice": lambda: "<p " + "a='b' " * 100_000 + ">a</p>",
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_huge_is_refused_in_a_line(name: str, place: Path) -> None:
    folder(place, master(HUGE[name]()))
    status, said = checked(place)
    assert status == 1
    assert 1 <= len(said) <= 210


def test_a_huge_key_or_number_is_refused_in_a_line(place: Path) -> None:
    digits = "9" * 9_000
    text = f'<pb n="{digits}"/><p xml:id="par-{digits}">a <bibl xml:id="b-1">(<citedRange unit="page" from="{digits}"'
    folder(place, master(f'{text} to="1">a</citedRange>)</bibl></p><pb n="{digits}" facs="{digits}.jpg"/><p>a</p>'))
    status, said = checked(place)
    assert status == 1
    assert len(said) < 10
    status, said = checked(place, "ids")
    assert status == 0


@pytest.mark.parametrize(
    "text",
    [
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{canary}" parse="text"/>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://127.0.0.1:9/"/>',
        '<p xml:base="{canary}" xmlns:x="{canary}" x:schemaLocation="{canary} {canary}">a</p>',
        '<p><ref target="{canary}">a</ref></p>',
        '<figure><graphic url="{canary}"/></figure>',
        '<figure><graphic url="../../outside/canary.txt"/></figure>',
    ],
)
def test_what_names_a_file_inside_the_text_reads_none(text: str, place: Path, canary: Path) -> None:
    folder(place, master(text.replace("{canary}", canary.as_uri())))
    status, said = checked(place)
    assert status == 1
    assert said


@pytest.mark.parametrize(
    "instruction",
    ['<?xml-model href="{canary}"?>', '<?xml-stylesheet href="{canary}"?>', '<?oxygen RNGSchema="{canary}"?>'],
)
def test_an_instruction_that_names_a_file_is_not_followed(instruction: str, place: Path, canary: Path) -> None:
    folder(place, f"{instruction.replace('{canary}', canary.as_uri())}\n{master('<p>a</p>')}")
    assert checked(place) == (
        0,
        [
            (
                "edition/book.xml:3: D005 1 paragraph from here on can't be cited yet; "
                "`mastercopy ids` gives each an xml:id (notice)"
            )
        ],
    )


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"\0", b"<TEI>\0</TEI>", b"PK\3\4", b"\xff\xfe", b"\xef\xbb\xbf", b"{}"]
)
def test_what_is_no_xml_is_refused_in_a_line(content: bytes, place: Path) -> None:
    folder(place, content)
    refused(place, "X001")


def _directory(path: Path, canary: Path) -> None:
    del canary
    path.mkdir()


def _broken_link(path: Path, canary: Path) -> None:
    path.symlink_to(canary.with_name("nowhere"))


def _link_to_itself(path: Path, canary: Path) -> None:
    del canary
    path.symlink_to(path)


def _pipe(path: Path, canary: Path) -> None:
    del canary
    os.mkfifo(path)


def _device(path: Path, canary: Path) -> None:
    del canary
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_directory, _broken_link, _link_to_itself, _pipe, _device])
@pytest.mark.parametrize("name", ["book.xml", "register.xml", "edition.rng"])
def test_what_is_no_regular_file_is_refused(
    make: Callable[[Path, Path], None], name: str, place: Path, canary: Path
) -> None:
    made = folder(place, master("<p>a</p>"), register("<listPerson/>"))
    (made / name).unlink()
    make(made / name, canary)
    (line,) = refused(place, "X004")
    assert line.startswith(f"edition/{name}:1: X004 can't be read: ")


def test_a_file_that_nobody_may_read_is_refused(tmp_path: Path) -> None:
    made = folder(tmp_path, master("<p>a</p>"))
    for path in (tmp_path, *tmp_path.parents[:2]):
        path.chmod(0o755)
    (made / "book.xml").chmod(0)
    script = "import os, sys; import lxml.etree, mastercopy.cli, mastercopy.build, mastercopy.disk, pathlib;"
    script += "os.geteuid() or os.seteuid(65534); print(mastercopy.disk.sources(pathlib.Path('edition'))[1][0])"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "edition/book.xml:1: X004 can't be read: Permission denied\n"


def test_a_folder_that_isnt_there_is_refused(place: Path) -> None:
    assert checked(place) == (1, ["edition:1: X004 can't be read: No such file or directory"])


REGISTERS = {
    "entity": ('<!DOCTYPE TEI [<!ENTITY e SYSTEM "{canary}">]><TEI>&e;</TEI>', "X002"),
    "deep": ("<TEI>" + "<a>" * 100_000 + "</a>" * 100_000 + "</TEI>", "X003"),
    "empty": ("", "X001"),
    "nul": ("<TEI>\0</TEI>", "X001"),
}


@pytest.mark.parametrize("name", REGISTERS)
def test_a_hostile_register_is_refused(name: str, place: Path, canary: Path) -> None:
    content, code = REGISTERS[name]
    folder(place, master('<p xml:id="par-1">a</p>'), content.replace("{canary}", canary.as_uri()))
    refused(place, code)


def test_a_register_of_keys_that_repeat_in_an_entry_is_refused(place: Path) -> None:
    note = '<note type="subheading" xml:id="../a">b</note>'
    folder(
        place,
        master('<p xml:id="par-1">a</p>'),
        register(f"<listBibl><bibl xml:id='a'>c{note}{note}</bibl></listBibl>"),
    )
    status, said = checked(place)
    assert status == 1
    assert {line.split()[1] for line in said} == {"D001", "D002", "I003"}


RNG = '<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">%s</grammar>'

SCHEMAS = {
    "include": (RNG % '<include href="{canary}"/>', "X004"),
    "include on the web": (RNG % '<include href="http://127.0.0.1:9/a.rng"/>', "X004"),
    "external reference": (RNG % '<start><externalRef href="{canary}"/></start>', "X004"),
    "include in a division": (RNG % '<div><include href="{canary}"/></div>', "X004"),
    "document type": ('<!DOCTYPE grammar SYSTEM "{canary}">' + RNG % "", "X002"),
    "entity": ('<!DOCTYPE grammar [<!ENTITY e SYSTEM "{canary}">]>' + RNG % "&e;", "X002"),
    "no schema": ("<html/>", "X001"),
    "empty": ("", "X001"),
    "nothing starts": (RNG % "", "X001"),
    "reference to itself": (RNG % '<start><ref name="a"/></start><define name="a"><ref name="a"/></define>', "X001"),
    "reference to nothing": (RNG % '<start><ref name="a"/></start>', "X001"),
    "deep": (RNG % ("<start>" + "<group>" * 5_000 + "<text/>" + "</group>" * 5_000 + "</start>"), "X003"),
    "form that grows": (
        RNG % '<start><element name="TEI"><data type="string"><param name="pattern">((a{0,999}){0,999}){0,999}</param>'
        "</data></element></start>",
        "X001|S001",
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_hostile_schema_is_refused(name: str, place: Path, canary: Path) -> None:
    content, code = SCHEMAS[name]
    schema = content.replace("{canary}", canary.as_uri()).encode()
    folder(place, master('<p xml:id="par-1">a</p>'), schema=schema)
    refused(place, f"({code})")


@pytest.mark.parametrize("name", ["../outside/plate.png", "/etc/hosts", "link.png", "folder/plate.png", "plate%2Epng"])
def test_a_picture_outside_of_the_folder_is_refused(name: str, place: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "plate.png").write_text(CANARY, encoding="utf-8")
    made = folder(place, master(f'<figure xml:id="f-1"><graphic url="{name}"/></figure>'))
    (made / "link.png").symlink_to(outside / "plate.png")
    (made / "folder").symlink_to(outside)
    refused(place, "R004")


@pytest.mark.parametrize(
    "key",
    ["../../etc/x", "..", "a/../../b", "/etc/passwd", "a\\b", "CON.", "a b", "a&#10;b", "é", "%2e%2e", "x" * 5000],
)
def test_a_key_that_could_be_a_path_writes_nothing(key: str, place: Path) -> None:
    folder(place, master(f'<div xml:id="{key}" type="section"><p xml:id="par-1">a</p></div>'))
    status, said = checked(place, "build")
    assert status == 1
    assert [line.split()[1] for line in said] == ["D002"]
    assert sorted(path.name for path in place.rglob("*")) == [
        ".cache",
        "book.xml",
        "docs",
        "edition",
        "edition.rng",
        "lock",
    ]
    assert {path.relative_to(place).as_posix() for path in place.rglob("lock")} == {".cache/docs/lock"}


def test_terminal_codes_in_a_master_never_reach_the_terminal(place: Path) -> None:
    folder(place, master('<p xml:id="par-1"><ref target="#a&#10;b&#x9b;31m&#x202e;">c</ref></p>'))
    status, said = checked(place)
    assert status == 1
    assert said
    assert all(line.isprintable() for line in said)


def test_the_watch_of_these_tests_sees_what_it_looks_for(place: Path, canary: Path) -> None:
    spy = _WATCHED.replace(
        "cli.main(sys.argv[1:], standalone_mode=False)", "open(sys.argv[1]).close(); import socket; socket.socket()"
    )
    done = subprocess.run(
        [sys.executable, "-c", spy, str(canary)], cwd=place, capture_output=True, text=True, check=True
    )
    assert str(canary) in done.stderr
    assert "socket.__new__" in done.stderr


def test_our_schema_is_valid_here() -> None:
    assert b"<include" not in SCHEMA
    assert b"externalRef" not in SCHEMA


LIVE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\"'"


@pytest.mark.slow
def test_nothing_of_an_edition_is_live_html_anywhere_on_a_built_page(tmp_path: Path) -> None:
    said = escape(LIVE)
    text = f'<pb n="1"/><head>{said}</head><p xml:id="par-1">{said} <persName xml:id="m-1" ref="reg:a">a</persName>'
    text += f'<note xml:id="p1-1" n="1">{said}</note> <choice xml:id="c-1"><sic>{said}</sic><corr resp="#ed" '
    text += f'type="print" change="#r-1">b<note type="reason">{said}</note></corr></choice></p>'
    person = f'<person xml:id="a"><persName>{said}</persName><note type="gloss">{said}</note></person>'
    folder(tmp_path, master(text), register(f"<listPerson>{person}</listPerson>"))
    shutil.copytree(ROOT / "docs" / "stylesheets", tmp_path / "docs" / "stylesheets")
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (tmp_path / "docs" / "index.md").write_text("# A book\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("mastercopy"), "site"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "site" / "text").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        built = html.parse(page).getroot()
        assert not [one for one in built.iter("script") if "alert" in (one.text or "")]
        assert not [
            one for one in built.iter() for name in one.attrib if name.startswith("on") and "alert" in one.attrib[name]
        ]
        assert not built.xpath("//img[@src='x']")
        assert "49" not in (built.findtext(".//title") or "")
    shown = html.parse(tmp_path / "site" / "text" / "one" / "index.html").getroot()
    assert (shown.findtext(".//title") or "").startswith(LIVE)
