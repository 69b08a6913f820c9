"""The record of what is published: anchors.json for everyone, and what is kept of a release for a later one."""

from collections.abc import Iterable, Mapping

from msgspec.json import encode, format  # noqa: A004 # msgspec's own name for it

from mastercopy.derive.addresses import Address
from mastercopy.derive.changes import Changes
from mastercopy.derive.ledger import Fate, State
from mastercopy.derive.record import Anchor, Anchors, Gone, Text
from mastercopy.model import Header

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


def changes(version: str, date: str, found: Changes) -> bytes:
    """changes.json: what a release changed."""
    return format(encode({"version": version, "date": date, "pages": found}), indent=1) + b"\n"


def _lined(value: object) -> bytes:
    if not isinstance(value, tuple) or not value:
        return encode(value)
    return b"[\n%s\n]" % b",\n".join(map(encode, value))
