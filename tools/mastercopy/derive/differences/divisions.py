"""Divisions in both versions, and the notes as a whole: which are new, which are gone, which are another's."""

from collections.abc import Iterable, Iterator, Mapping

from mastercopy.derive.addresses import path
from mastercopy.derive.differences.told import Passage, Told, Views
from mastercopy.derive.differences.units import Part
from mastercopy.derive.differences.values import Change, Detail, Kind, Spot, What
from mastercopy.derive.differences.views import Order, View


def pairs(passages: Iterable[Passage], views: Views) -> dict[str, str]:
    """The keys of the new divisions by those of the old ones: the same key, the same title, or the same beginning."""
    old, new = ({part.key: part for part in view.text.parts} for view in (views.old, views.new))
    found = {key: key for key in old if key in new}
    left, right = (part for part in old.values() if part.key not in new), set(new) - set(old)
    titles = {(part.kind, part.title): part.key for part in new.values() if part.key in right}
    begins = {id(passage.old[0]): passage.new[0].division for passage in passages}
    for part in left:
        first = views.old.text.units[part.unit] if part.unit < len(views.old.text.units) else None
        other = titles.get((part.kind, part.title)) or begins.get(id(first), "")
        if other in right:
            right.discard(other)
            found[part.key] = other
    return found


def changes(paired: Mapping[str, str], views: Views) -> Iterator[Told]:
    """What became of the divisions."""
    old, new = ({part.key: part for part in view.text.parts} for view in (views.old, views.new))
    for before, after in paired.items():
        spots = (_spot(old[before], views.old),), (_spot(new[after], views.new),)
        order = _order(new[after], views.new)
        if details := tuple(_details(old[before], new[after], paired)):
            yield order, Change(Kind.STRUCTURE, What.CHANGED, "division", new[after].title, *spots, (), details)
        if before != after:
            detail = Detail("xml:id", before, after)
            yield order, Change(Kind.MARKUP, What.CHANGED, "xml:id", new[after].title, *spots, (), (detail,))
    for part in (part for part in old.values() if part.key not in paired):
        spot = _spot(part, views.old)
        yield _order(part, views.old), Change(Kind.STRUCTURE, What.REMOVED, "division", part.title, (spot,))
    here = frozenset(paired.values())
    for part in (part for part in new.values() if part.key not in here):
        spot = _spot(part, views.new)
        yield _order(part, views.new), Change(Kind.STRUCTURE, What.ADDED, "division", part.title, (), (spot,))


def _details(old: Part, new: Part, paired: Mapping[str, str]) -> Iterator[Detail]:
    if old.kind != new.kind:
        yield Detail("type", old.kind, new.kind)
    if paired.get(old.parent, old.parent) != new.parent:
        yield Detail("part of", old.parent, new.parent)


def _spot(part: Part, view: View) -> Spot:
    if part.unit < len(view.text.units):
        unit = view.text.units[part.unit]
        spot = view.spot(unit)
        address = path(part.key) if part.key in view.sections else path(unit.section, part.key)
        return Spot(spot.page, "", part.title, address if unit.section else "")
    return Spot("", "", part.title, path(part.key) if part.key in view.sections else "")


def _order(part: Part, view: View) -> Order:
    units = view.text.units
    if part.unit < len(units):
        return Order(view.page(units[part.unit]), False, part.unit - 0.4)
    return Order(len(view.survey.pages), False, len(units))
