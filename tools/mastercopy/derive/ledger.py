"""The ledger: every address ever published, since when, and what became of it.

A line of `anchors.tsv` is an address. One that is on the site has no more than its kind, its label and the release
that brought it. One that moved says where to (`now`), one that was withdrawn says why and has no `now`; `until` is the
release from which it was no longer there, "" until the next release. An address that stays, though other words stand
there now, names itself.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from mastercopy.derive.addresses import Address, Kind, key

COLUMNS = ("address", "kind", "label", "since", "until", "now", "why")
_LEAST = 4


class Row(Struct, frozen=True):
    """A line of the ledger; `line` is its number there."""

    address: str
    kind: str
    label: str
    since: str
    until: str = ""
    now: str = ""
    why: str = ""
    line: int = 0

    @property
    def withdrawn(self) -> bool:
        """Whether it was given up."""
        return bool(self.why and not self.now)


class Fault(Struct, frozen=True):
    """What is wrong with a line of the ledger."""

    line: int
    message: str


def rows(content: str) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of the ledger, and what is wrong with its lines; a ledger that there isn't yet is empty."""
    found: dict[str, Row] = {}
    faults: list[Fault] = []
    for number, line in enumerate(content.removeprefix("\ufeff").splitlines(), 1):
        if not line or (number == 1 and line == "\t".join(COLUMNS)):
            continue
        cells = [cell.strip(" ") for cell in line.split("\t")]
        # Some programs take white space at the end of a line away.
        cells += [""] * (len(COLUMNS) - len(cells) if len(cells) >= _LEAST else 0)
        message = _fault(cells, found)
        if message:
            faults.append(Fault(number, message))
        else:
            address, kind, label, since, until, now, why = cells
            found[address] = Row(address, kind, label, since, until, now, why, number)
    return tuple(found.values()), tuple(faults)


def _fault(cells: list[str], found: Mapping[str, Row]) -> str:
    """What is wrong with a line, or ""."""
    if len(cells) != len(COLUMNS):
        return f"a line has {len(COLUMNS)} columns, with tabs between them: {', '.join(COLUMNS)}; this one {len(cells)}"
    address, kind, _, since, _, now, _ = cells
    if not key(address):
        return f"'{address}' is no address of the site, such as p/44/ or text/iv-1/#par-3"
    if now and not key(now):
        return f"'{now}' is no address of the site; what was withdrawn has nothing there, but why"
    if kind not in list(Kind):
        return f"'{kind}' is no kind of address: {', '.join(Kind)}"
    if not since:
        return "a published address has the release that brought it"
    if address in found:
        return f"the address {address} stands in line {found[address].line} already"
    return ""


def written(found: Iterable[Row]) -> str:
    """The ledger as a file, in the order of the rows."""
    lines = ["\t".join(" ".join(getattr(row, name).split()) for name in COLUMNS) for row in found]
    return "\n".join(["\t".join(COLUMNS), *lines, ""])


class State(StrEnum):
    """What became of a published address."""

    HERE = "here"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    AGAIN = "again"
    CIRCLE = "circle"


class Fate(Struct, frozen=True):
    """A published address today: where it is to be found (`to`), if anywhere.

    What moved or was withdrawn may say `why`, and since which release (`until`; "" where it is to be released yet).
    """

    row: Row
    state: State
    to: str = ""
    why: str = ""
    until: str = ""


class Sites(Struct, frozen=True):
    """The addresses that the site has today, by themselves and by what they are made of."""

    by_address: Mapping[str, Address] = field(default_factory=dict)
    by_key: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def sites(current: Iterable[Address]) -> Sites:
    """The addresses of today, ready to be looked up."""
    by_address = {one.address: one for one in current}
    by_key: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in by_address.values():
        at = (one.kind, key(one.address))
        by_key[at] = (*by_key.get(at, ()), one.address)
    return Sites(by_address, by_key)


def fates(found: Iterable[Row], today: Sites) -> tuple[Fate, ...]:
    """What became of each published address."""
    by_address = {row.address: row for row in found}
    return tuple(_fate(row, by_address, today) for row in by_address.values())


def _fate(row: Row, by_address: Mapping[str, Row], today: Sites) -> Fate:
    if row.address in today.by_address:
        given_up = row.withdrawn or (row.now and key(row.now) != key(row.address))
        return Fate(row, State.AGAIN) if given_up else Fate(row, State.HERE, row.address)
    seen: list[str] = []
    at: Row | None = row
    why = ""
    while at is not None:
        if at.address in seen:
            return Fate(row, State.CIRCLE)
        seen.append(at.address)
        if at.withdrawn:
            return Fate(row, State.WITHDRAWN, why=at.why, until=at.until)
        why = why or at.why
        to = at.now if at.now and at.now != at.address else _elsewhere(at, today)
        if to in today.by_address:
            return Fate(row, State.MOVED, to, why, row.until)
        at = by_address.get(to)
    return Fate(row, State.LOST)


def _elsewhere(row: Row, today: Sites) -> str:
    """Where the same thing stands now: what has the same key and is of the same kind, on a page if it was a page."""
    found = today.by_key.get((row.kind, key(row.address)), ())
    like = [address for address in found if ("#" in address) == ("#" in row.address)]
    return next(iter((*like, *found)), "")


def released(found: Iterable[Row], current: Iterable[Address], version: str) -> tuple[Row, ...]:
    """The rows of the ledger once this version is released: what moved, what was withdrawn, and what is new."""
    before = tuple(found)
    today = tuple(current)
    by_address = {one.address: one for one in today}
    moved = (_released(fate, by_address.get(fate.row.address), version) for fate in fates(before, sites(today)))
    known = {row.address for row in before}
    new = (Row(one.address, one.kind, one.label, version) for one in today if one.address not in known)
    return (*moved, *new)


def _released(fate: Fate, here: Address | None, version: str) -> Row:
    row = fate.row
    if here is not None and fate.state is State.HERE:
        return Row(row.address, here.kind, here.label, row.since)
    now = "" if fate.state is State.WITHDRAWN and not row.now else row.now or fate.to
    return Row(row.address, row.kind, row.label, row.since, row.until or version, now, row.why)
