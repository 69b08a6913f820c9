"""pandoc's processor of CSL, run once for each style over all items.

It is given no Markdown, so that no title is ever read as any: items as CSL-JSON, citations as the JSON of its own
syntax tree. It runs in its sandbox, with no data of the user's, and asks no network.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from mastercopy.citeproc.files import Style, pandoc, styles
from mastercopy.derive.bibliography import Item
from mastercopy.derive.citing import ADDRESS, FIRST, ITALIC, LAST, Form, literal
from mastercopy.model import Name


def rendered(items: Sequence[Item]) -> tuple[tuple[Form, ...], ...]:
    """For each item its forms, one in each style."""
    found = styles()
    with ThreadPoolExecutor(len(found)) as pool:
        by_style = list(pool.map(lambda style: _styled(style, items), found))
    return tuple(zip(*by_style, strict=True))


def _styled(style: Style, items: Sequence[Item]) -> tuple[Form, ...]:
    """For each item its form in the style."""
    csl = style.file.read_text(encoding="utf-8")
    collapse = re.search(r'<style [^>]*page-range-format="([^"]*)"', csl)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder)
        (written / "alone.csl").write_text(alone(csl), encoding="utf-8")
        (written / "items.json").write_text(json.dumps(list(_csl(items))), encoding="utf-8")
        blocks = _run(written, _document(len(items)))
    entries = _entries(blocks.pop())
    texts = [text(block["c"]) for block in blocks]
    return tuple(
        Form(style.key, style.name, entries[f"ref-{number}"], cited, page, pages, collapse[1] if collapse else "")
        for number, (cited, page, pages) in enumerate(zip(*[iter(texts)] * 3, strict=True))
    )


_AMONG_OTHERS = re.compile(
    r" (?:disambiguate-add-[a-z-]+|givenname-disambiguation-rule|subsequent-author-substitute(?:-rule)?"
    r'|near-note-distance|collapse)="[^"]*"'
)
_CONDITIONS = re.compile(r'(?:disambiguate="true"|position="(?!first")[^"]*")')


def alone(csl: str) -> str:
    """The style without what it does to a reference because of others: none has an effect on another in one run."""
    return _CONDITIONS.sub('type="none-of-ours"', _AMONG_OTHERS.sub("", csl))


def _run(folder: Path, document: object) -> list[Any]:
    """The blocks that pandoc's processor makes of the document's, with the style and the items in the folder."""
    files = [f"--bibliography={folder / 'items.json'}", f"--csl={folder / 'alone.csl'}", f"--data-dir={folder}"]
    done = subprocess.run(  # noqa: S603 # the pandoc of the lock, no shell, no argument from the edition
        [pandoc(), "--sandbox", "--from=json", "--to=json", "--citeproc", *files],
        input=json.dumps(document).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode or done.stderr:
        raise RuntimeError(f"pandoc: {done.stderr.decode(errors='replace').strip()}")
    return list(json.loads(done.stdout)["blocks"])


def _document(count: int) -> object:
    """Each item cited alone three times: without a page, with one, with two."""
    locators = ("", FIRST, f"{FIRST}-{LAST}")
    return {
        "pandoc-api-version": [1, 23, 1],
        "meta": {},
        "blocks": [_citation(str(number), locator) for number in range(count) for locator in locators],
    }


def _citation(item: str, locator: str) -> object:
    """A paragraph that holds a citation; braces round a locator let pandoc take it as it stands."""
    suffix = [{"t": "Str", "c": "{p."}, {"t": "Space"}, {"t": "Str", "c": f"{locator}}}"}] if locator else []
    citation = {
        "citationId": item,
        "citationPrefix": [],
        "citationSuffix": suffix,
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Para", "c": [{"t": "Cite", "c": [[citation], []]}]}


_TAG = re.compile(r"<(?=/?(?:i|b|sup|sub|sc|span)\b)", re.IGNORECASE)


def _csl(items: Iterable[Item]) -> Iterator[object]:
    """The items as pandoc is to read them: numbered, the address a place, and every other letter only a letter.

    In the texts of an item, not in its names, tags make italics and the like: what looks like one is broken, as CSL
    allows.
    """
    for number, item in enumerate(items):
        made = {
            name: _TAG.sub('<span class="nocase"><</span>', literal(value)) if isinstance(value, str) else value
            for name, value in msgspec.to_builtins(
                replace(item, author=_named(item.author), editor=_named(item.editor))
            ).items()
        }
        yield {**made, "id": str(number), "type": item.type} | ({"URL": ADDRESS} if item.URL else {})


def _named(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(Name(literal(name.family), literal(name.given), literal(name.literal)) for name in names)


def _entries(references: Mapping[str, Any]) -> dict[str, str]:
    """The entries of the bibliography by their ids."""
    return {entry["c"][0][0]: text(entry["c"][1]) for entry in references["c"][1]}


def text(nodes: Iterable[Any]) -> str:
    """The letters of pandoc's syntax tree, with the sign for italics where they begin and end."""
    return "".join(map(_text, nodes)).strip()


def _text(node: Mapping[str, Any]) -> str:
    content = node.get("c", ())
    match node["t"]:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Emph":
            return f"{ITALIC}{''.join(map(_text, content))}{ITALIC}"
        case "Quoted":
            opened, closed = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            return f"{opened}{''.join(map(_text, content[1]))}{closed}"
        case "Span" | "Link" | "Cite" | "Div":
            return "".join(map(_text, content[1]))
        case "Para" | "Plain" | "Note" | "Strong" | "SmallCaps" | "Superscript" | "Subscript" | "Underline":
            return "".join(map(_text, content))
        case kind:
            raise RuntimeError(f"pandoc wrote what no reference has: {kind}")
