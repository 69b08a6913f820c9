"""Distributed Text Services 1.0 (https://dtsapi.org/versions/v1.0), level 0: an interface that is nothing but files.

A server of files reads no query, so the templates (RFC 6570) put what is asked for into the path, as the section "URI
Templates examples for static website" does: `;down=1` is there or it isn't. What there is no file for gets a 404.

Addresses are absolute where the edition is published. Otherwise they are relative to the file that they stand in (RFC
3986, 5), in templates too: a site without an address may lie anywhere, in a folder of a server as well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct
from msgspec.json import encode

from mastercopy.derive.trees import Answer, Tree, Unit, answers
from mastercopy.model import Header

FOLDER = "dts/"
WHOLE = "../edition.xml"
"""Where the whole text is, seen from the document of a part."""
BEGINNING = b'{\n"@context": "https://dtsapi.org/context/v1.0.json",\n'
"""How each file of JSON begins, and what it is known by."""

_ROOT = "root"
"""The identifier of the collection, which holds the edition and nothing else."""
_EDITION = "edition"
"""The identifier of the edition: plain, since it is part of addresses, and the same whatever the master is called."""
_UNSAID = "und"
"""The language of words whose language the master doesn't say (BCP 47)."""


class Served(Struct, frozen=True):
    """What the interface is to: an edition's header, and its citation trees."""

    header: Header
    trees: tuple[Tree, ...]

    def base(self, path: str) -> str:
        """What addresses in the file of this path begin with: that of the interface, or the way up to it."""
        address = self.header.address
        return f"{address}{FOLDER}" if address else "../" * path.count("/")


def document(tree: str = "", reference: str = "") -> str:
    """The path of a part's document; without a reference, of the whole."""
    return f"{FOLDER}document/{_EDITION}{_asked(tree, None, reference)}.xml"


def files(served: Served) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The endpoints but that of documents: each path with what makes what answers there."""
    yield f"{FOLDER}index.json", partial(_entry, served)
    for name, identifier in ((_ROOT, ""), (_ROOT, f"/{_ROOT}"), (_EDITION, f"/{_EDITION}")):
        for nav in ("", ";nav=children", ";nav=parents"):
            path = f"collection{identifier}{nav}.json"
            made = partial(_collection, served, name, path, parents=nav.endswith("parents"))
            yield f"{FOLDER}{path}", made
    for tree in served.trees:
        yield from _navigation(served, tree)


def _asked(tree: str, down: int | None, reference: str) -> str:
    """What `{;tree,down}{/ref}` becomes."""
    said = (
        f";tree={tree}" if tree else "",
        "" if down is None else f";down={down}",
        f"/{reference}" if reference else "",
    )
    return "".join(said)


def _entry(served: Served) -> bytes:
    """DTS 1.0, "Scheme for Entry Endpoint Responses"."""
    base = served.base("index.json")
    entry = {
        "dtsVersion": "1.0",
        "@id": f"{base}index.json",
        "@type": "EntryPoint",
        "collection": f"{base}collection{{/id}}{{;nav}}.json",
        "navigation": f"{base}navigation/{{resource}}{{;tree,down}}{{/ref}}.json",
        "document": f"{base}document/{{resource}}{{;tree}}{{/ref}}.xml",
    }
    return _laid_out((name, encode(value)) for name, value in entry.items())


def _collection(served: Served, name: str, path: str, *, parents: bool) -> bytes:
    """DTS 1.0, "Scheme for Collection API Responses": the collection or the edition, and what is in or around it."""
    base = served.base(path)
    root, edition = _root(served, base), _edition(served, base)
    if name == _ROOT:
        found, members = root, ([] if parents else [edition])
    else:
        found, members = edition, ([root] if parents else [])
    return _laid_out(
        [*((key, encode(value)) for key, value in found.items()), ("member", _lines(map(encode, members)))]
    )


def _root(served: Served, base: str) -> Mapping[str, object]:
    return {
        "dtsVersion": "1.0",
        "@id": _ROOT,
        "@type": "Collection",
        "title": served.header.title,
        "totalParents": 0,
        "totalChildren": 1,
        "collection": f"{base}collection/{_ROOT}{{;nav}}.json",
    }


def _edition(served: Served, base: str) -> Mapping[str, object]:
    return {
        "dtsVersion": "1.0",
        **_resource(served, base),
        "title": served.header.title,
        "totalParents": 1,
        "totalChildren": 0,
        "dublinCore": _described(served.header),
        "download": f"{base}document/{_EDITION}.xml",
    }


def _described(header: Header) -> Mapping[str, object]:
    """What the header says in terms of Dublin Core. No licence: the header's isn't one of the text."""
    creators = [name.literal or f"{name.given} {name.family}".strip() for name in header.authors]
    said = {"creator": creators, "publisher": [header.publisher], "date": [header.date], "language": [header.language]}
    kept = {term: [word for word in words if word] for term, words in said.items()}
    return {"title": _words(header.title, header), **{term: words for term, words in kept.items() if words}}


def _resource(served: Served, base: str) -> Mapping[str, object]:
    """DTS 1.0, "Resource": what each answer of the navigation endpoint says of the edition."""
    return {
        "@id": _EDITION,
        "@type": "Resource",
        "collection": f"{base}collection/{_EDITION}{{;nav}}.json",
        "navigation": f"{base}navigation/{_EDITION}{{;tree,down}}{{/ref}}.json",
        "document": f"{base}document/{_EDITION}{{;tree}}{{/ref}}.xml",
        "citationTrees": [_tree(tree) for tree in served.trees],
    }


def _tree(tree: Tree) -> Mapping[str, object]:
    """DTS 1.0, "CitationTree": the first has no identifier."""
    structure: list[object] = []
    for kind in reversed(tree.kinds):
        structure = [{"citeType": kind, "citeStructure": structure} if structure else {"citeType": kind}]
    named = {"identifier": tree.name} if tree.name else {}
    return {"@type": "CitationTree", **named, "citeStructure": structure}


def _navigation(served: Served, tree: Tree) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """DTS 1.0, "Navigation Object": an answer to each call on a tree."""
    units = {unit.reference: encode(_unit(unit, served.header)) for unit in tree.units}
    resources: dict[str, bytes] = {}
    for answer in answers(tree):
        path = f"navigation/{_EDITION}{_asked(tree.name, answer.down, _reference(answer))}.json"
        base = served.base(path)
        if base not in resources:
            resources[base] = encode(_resource(served, base))
        yield f"{FOLDER}{path}", partial(_answer, f"{base}{path}", resources[base], answer, units)


def _answer(address: str, resource: bytes, answer: Answer, units: Mapping[str, bytes]) -> bytes:
    parts = [("dtsVersion", b'"1.0"'), ("@type", b'"Navigation"'), ("@id", encode(address)), ("resource", resource)]
    if answer.unit is not None:
        parts.append(("ref", units[answer.unit.reference]))
    if answer.down is not None:
        parts.append(("member", _lines(units[unit.reference] for unit in answer.members)))
    return _laid_out(parts)


def _reference(answer: Answer) -> str:
    return "" if answer.unit is None else answer.unit.reference


def _unit(unit: Unit, header: Header) -> Mapping[str, object]:
    """DTS 1.0, "CitableUnit"; it has an address of its own where the edition has one."""
    return {
        "identifier": unit.reference,
        "@type": "CitableUnit",
        **({"@id": f"{header.address}{unit.path}"} if header.address else {}),
        "level": unit.level,
        "parent": unit.parent or None,
        "citeType": unit.kind,
        **({"dublinCore": {"title": _words(unit.title, header)}} if unit.title != unit.reference else {}),
    }


def _words(text: str, header: Header) -> list[Mapping[str, str]]:
    """DTS 1.0, "MetadataObject Structure": words with their language."""
    return [{"lang": header.language or _UNSAID, "value": text}]


def _lines(values: Iterable[bytes]) -> bytes:
    """A list with a line for each member, so that a change is one line."""
    listed = b",\n".join(values)
    return b"[\n%b\n]" % listed if listed else b"[]"


def _laid_out(parts: Iterable[tuple[str, bytes]]) -> bytes:
    return b"%b%b\n}\n" % (BEGINNING, b",\n".join(b'"%b": %b' % (name.encode(), value) for name, value in parts))
