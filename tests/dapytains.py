"""What we serve, beside what dapytains makes of the same master: by an editor of the specification, and not by us.

`make dts` runs it: dapytains.py PYTHON, a Python that has dapytains. It reads the header's `refsDecl` itself, finds the
parts and cuts them out in its own way. The trees must be the same, and each part the same letters in the same elements;
white space aside, since it lays out anew what stands around a part.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from lxml import etree

from mastercopy import build, disk
from mastercopy.derive.trees import Tree, trees
from mastercopy.sources import Files
from mastercopy.write import dts
from reading import ROOT

_THEIRS = """
import json, sys
from dapytains.tei.document import Document
from lxml import etree

document = Document(sys.argv[1])

def listed(units):
    for unit in units:
        yield [unit.ref, unit.citeType, unit.level, unit.parent or ""]
        yield from listed(unit.children)

print(json.dumps({
    tree: [
        [unit, etree.tostring(document.get_passage(unit[0], tree=tree), encoding="unicode")]
        for unit in listed(document.get_reffs(tree))
    ]
    for tree in document.citeStructure
}))
"""
_TEXT = "{http://www.tei-c.org/ns/1.0}text"
_WRAPPER = "{https://w3id.org/api/dts#}wrapper"


def main(python: str) -> int:
    """Compares our edition; 0 if both say the same."""
    sources, _ = disk.sources(ROOT / "edition")
    book = build.book(sources)[0] if sources is not None else None
    if book is None:
        click.echo("the edition has problems: mastercopy check")
        return 1
    files = build.files(book)
    theirs = said(python, files[dts.document()])
    found = trees(book.edition.header, book.sections, book.survey)
    return max([compare(tree, files, theirs[tree.name or "divisions"]) for tree in found])


def said(python: str, master: bytes) -> dict[str, Any]:
    """What dapytains says of the master: for each tree its units, with the TEI of each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.xml"
        path.write_bytes(master)
        done = subprocess.run([python, "-c", _THEIRS, path], check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def compare(tree: Tree, files: Files, theirs: list[tuple[list[Any], str]]) -> int:
    """Says how far a tree and its parts are the same; 0 if they are."""
    ours = [[unit.reference, unit.kind, unit.level, unit.parent] for unit in tree.units]
    same = ours == [unit for unit, _ in theirs]
    passages = {unit[0]: passage for unit, passage in theirs}
    differing = [
        unit.reference
        for unit in tree.units
        if letters(files[dts.document(tree.name, unit.reference)]) != letters(passages[unit.reference].encode())
    ]
    name = tree.name or "divisions"
    if same and not differing:
        click.echo(f"{name}: the same {len(ours)} units, the same letters in the same elements")
        return 0
    click.echo(f"{name}: {'the trees differ' if not same else 'other letters or elements in ' + ', '.join(differing)}")
    return 1


def letters(document: bytes) -> list[tuple[tuple[str, ...], str]]:
    """Every letter of the text, with the names of the elements that it stands in; the wrapper isn't one."""
    text = etree.fromstring(document).find(f".//{_TEXT}")
    assert text is not None
    return [(path, letter) for path, letter in _letters(text, ()) if not letter.isspace()]


def _letters(element: etree._Element, within: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from ((within, letter) for letter in element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _letters(child, within if child.tag == _WRAPPER else (*within, child.tag))
        yield from ((within, letter) for letter in child.tail or "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
