"""The record of what is published: anchors.json for everyone, and what is kept of a release for a later one."""

from collections.abc import Iterable, Mapping

from msgspec import to_builtins
from msgspec.json import encode, format  # noqa: A004 # msgspec's own name for it

from mastercopy.derive.addresses import Address
from mastercopy.derive.history import History, Released
from mastercopy.derive.ledger import Fate, State
from mastercopy.derive.record import Anchor, Anchors, Gone, Recorded, Text
from mastercopy.derive.releases import Brought, Changed
from mastercopy.model import Header

HISTORY = "schemas/changes-1.json"
"""The schema of changes.json on the site, likewise."""
SCHEMA = "schemas/anchors-1.json"
"""The schema of anchors.json on the site, from its root; another form of the file gets another number."""


def anchors(header: Header, current: Iterable[Address], fates: Iterable[Fate]) -> bytes:
    """anchors.json: every address of the site and every published one that isn't there any more, one in a line."""
    since = {fate.row.address: fate.row.since for fate in fates}
    gone = {
        state: tuple(_gone(fate) for fate in fates if fate.state is state) for state in (State.MOVED, State.WITHDRAWN)
    }
    made = Anchors(
        SCHEMA,
        header.title,
        header.version,
        header.date,
        header.address,
        tuple(_anchor(one, since.get(one.address, "")) for one in current),
        gone[State.MOVED],
        gone[State.WITHDRAWN],
    )
    parts = ((name, getattr(made, name)) for name in made.__struct_fields__)
    names = dict(zip(made.__struct_fields__, made.__struct_encode_fields__, strict=True))
    return b"{\n%s\n}\n" % b",\n".join(b"%s: %s" % (encode(names[name]), _lined(value)) for name, value in parts)


def _anchor(one: Address, since: str) -> Anchor:
    return Anchor(one.address, one.kind, one.label, one.page, one.section, one.digest, one.opening, since)


def _gone(fate: Fate) -> Gone:
    row = fate.row
    return Gone(row.address, row.kind, row.label, row.since, fate.until, fate.to, fate.why)


def pages(found: Mapping[str, Text]) -> bytes:
    """pages.json: the text of each page of the print."""
    return format(encode(found), indent=1) + b"\n"


def changes(header: Header, found: History) -> bytes:
    """changes.json of a release: what it changed, and the entries of the list of changes that came with it."""
    kept = Released(header.version, header.date, found.pending, found.revisions, found.corrections)
    return format(encode(kept), indent=1) + b"\n"


def published(header: Header, found: Iterable[Brought]) -> bytes:
    """changes.json of the site: each release with what it changed, and what isn't released yet, one in a line."""
    made = [_brought(one) for one in found]
    parts: list[tuple[str, object]] = [
        ("$schema", HISTORY),
        ("title", header.title),
        ("version", header.version),
        ("date", header.date),
        ("published", header.address),
        ("releases", tuple(one for one in made if "version" in one)),
        ("unreleased", next(one for one in made if "version" not in one)),
    ]
    return b"{\n%s\n}\n" % b",\n".join(b"%s: %s" % (encode(name), _lined(value)) for name, value in parts)


def _brought(one: Brought) -> Mapping[str, object]:
    """What a release brought; what is empty isn't there, but the words of a change."""
    return {
        **_filled({"version": one.version, "date": one.date}),
        "address": one.address,
        "revisions": one.revisions,
        "changes": [_changed(changed) for changed in one.changes],
        "corrections": [_correction(label, made) for label, made in one.corrections],
    }


def _changed(one: Changed) -> Mapping[str, object]:
    change = one.change
    return {
        **_filled({"page": one.label, "note": change.note, "address": one.address, "alone": one.alone}),
        **{name: getattr(change, name) for name in ("before", "was", "now", "after")},
        **_filled({"corrections": [_correction(one.label, made) for made in one.corrections]}),
    }


def _correction(label: str, one: Recorded) -> Mapping[str, object]:
    """A correction, on the page with the label; both readings are there, though one has no words."""
    said = _filled({**to_builtins(one), "page": label})
    return {**said, "source": one.source, "edition": one.edition}


def _filled(of: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in of.items() if value}


def _lined(value: object) -> bytes:
    if not isinstance(value, tuple) or not value:
        return encode(value)
    return b"[\n%s\n]" % b",\n".join(map(encode, value))
