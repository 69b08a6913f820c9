"""The feed of the edition (RFC 4287): an entry for each release, with what it changed.

An entry is known by the address of its release, so there is no feed where the edition is published under no address.
Dates are those of the releases: a feed has nothing that a clock says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from mastercopy.derive.changes import Change
from mastercopy.derive.history import dated
from mastercopy.derive.record import Recorded
from mastercopy.derive.releases import Brought, Changed
from mastercopy.model import Header
from mastercopy.write import escape
from mastercopy.write.heads import called
from mastercopy.write.history import around, cause, heading, others, place, readings, shortened, summary
from mastercopy.write.signposts import FEED, FEED_TYPE

_HISTORY = "text/history/"
_UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for (2.2)."""


def feed(header: Header, found: Iterable[Brought], *, made_from: str) -> bytes:
    """The feed. The header has an address, and something was released."""
    made = [one for one in found if one.version]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- Made from {made_from.replace('--', '- -')}. Correct it there: this file is written anew. -->",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        *_head(header, made),
        *(line for one in made for line in _entry(one, header.address)),
        "</feed>",
        "",
    ]
    return "\n".join(lines).encode()


def _head(header: Header, made: Sequence[Brought]) -> Iterator[str]:
    where = _text(header.address)
    yield f"<id>{where}{_HISTORY}</id>"
    yield f"<title>{_text(header.title)}: history</title>"
    yield f"<updated>{max(_instant(one) for one in made)}</updated>"
    names = [*map(called, header.editors)] or [header.publisher or header.title]
    yield from (f"<author><name>{_text(name)}</name></author>" for name in names)
    yield f'<link rel="self" type="{FEED_TYPE}" href="{where}{FEED}"/>'
    yield f'<link rel="alternate" type="text/html" href="{where}{_HISTORY}"/>'
    if header.rights:
        yield f"<rights>{_text(' '.join(header.rights))}</rights>"


def _entry(one: Brought, where: str) -> Iterator[str]:
    address = _text(f"{where}{one.address}")
    yield "<entry>"
    yield f"<id>{address}</id>"
    yield f"<title>Version {_text(one.version)}</title>"
    yield f"<updated>{_instant(one)}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{address}"/>'
    yield '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
    yield f"<p>{_text(heading(one))}</p>"
    yield from _list(_p_revision(revision.what, revision.who, revision.when) for revision in one.revisions)
    yield from (f"<p>{_text(said)}</p>" for said in summary(one))
    yield from _list(_changed(changed, where) for changed in one.changes)
    if one.corrections and not one.first:
        yield f"<p>{_text(others(one))}</p>"
        yield from _list(_corrected(label, made, where) for label, made in one.corrections)
    yield "</div></content>"
    yield "</entry>"


def _instant(one: Brought) -> str:
    """The beginning of the day of a release, as RFC 3339 writes it."""
    return f"{dated(one.date)}T00:00:00Z"


def _list(items: Iterable[str]) -> Iterator[str]:
    """The items as a list; nothing where there are none."""
    found = [f"<li>{item}</li>" for item in items]
    yield from ("<ul>", *found, "</ul>") if found else ()


def _p_revision(what: str, who: str, when: str) -> str:
    said = ", ".join(filter(None, (who, when)))
    return _text(f"{what} ({said})" if said else what)


def _changed(one: Changed, where: str) -> str:
    """A change: where, the words before, what was there, what is there now, the words after, and why."""
    change = one.change
    before, after = map(_text, around(change))
    words = " ".join(filter(None, (before, _differing(change), after)))
    causes = " ".join(_text(cause(correction)) for correction in one.corrections)
    linked = _linked(place(one.label, change.note), one.address or one.alone, where)
    return f"{linked}: {words}{f'<br/>{causes}' if causes else ''}"


def _differing(change: Change) -> str:
    """What was there and what is there now, so that it can be told without looks too."""
    was, now = f"<del>{_text(shortened(change.was))}</del>", f"<ins>{_text(shortened(change.now))}</ins>"
    if not change.was:
        return f"[added: {now}]"
    return f"[{was} → {now}]" if change.now else f"[removed: {was}]"


def _corrected(label: str, one: Recorded, where: str) -> str:
    return f"{_linked(place(label, one.note), one.address, where)}: {_text(readings(one))}<br/>{_text(cause(one))}"


def _linked(words: str, address: str, where: str) -> str:
    return f'<a href="{_text(where + address)}">{_text(words)}</a>' if address else _text(words)


def _text(words: str) -> str:
    """Letters as XML has them, in an attribute too."""
    return escape.html(_UNWRITTEN.sub("\ufffd", words))
