"""Bringing everything up to date: from the edition's folder to docs/, and from docs/ to the site."""

from pathlib import Path

from msgspec import Struct

from mastercopy import site as builder
from mastercopy import upkeep
from mastercopy.problems import Problem


class Brought(Struct, frozen=True):
    """How bringing up ended.

    `problems`: of the master, notices too. `site`: what became of it; None where a problem stopped it. `made`: the
    files of docs/ that were written or removed.
    """

    problems: tuple[Problem, ...] = ()
    site: builder.Result | None = None
    made: tuple[Path, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Why the site is as it was, a line each; none where it is up to date."""
        if self.site is None:
            return tuple(str(problem) for problem in self.problems if problem.stops)
        return tuple(self.site.failed.splitlines())

    @property
    def written(self) -> bool:
        """Whether the site isn't what it was."""
        return self.site is not None and bool(self.site.written or self.site.removed)


def bring_up(folder: Path, config: Path, site: Path, known: builder.Builder | None = None) -> Brought:
    """Makes the pages of the edition in the folder and builds the site; what is right already isn't touched.

    `known`: who built the same site before, if its docs/ are still the same. Where something is wrong with the master
    nothing is written; where MkDocs finds fault, the site stays as it was. Raises OSError where a file can't be read or
    written.
    """
    docs = builder.docs(config, site)
    updated = upkeep.update(folder, docs)
    if updated.stopped:
        return Brought(updated.problems)
    same = known if known is not None and known.docs == docs else builder.Builder(config, docs, site)
    return _brought(updated, _built(updated, same))


def bring_up_once(folder: Path, config: Path, site: Path) -> Brought:
    """The same by a process that does it once: another one gets ready for the site while this one makes the pages."""
    with builder.Beside(config, site) as beside:
        docs = builder.docs(config, site)
        updated = upkeep.update(folder, docs)
        if updated.stopped:
            return Brought(updated.problems)
        if not updated.changes:
            return _brought(updated, _built(updated, builder.Builder(config, docs, site)))
        result = beside.build(docs, date=updated.date, address=updated.address, files=updated.listed)
        return _brought(updated, result)


def _built(updated: upkeep.Updated, by: builder.Builder) -> builder.Result:
    return by.build(date=updated.date, address=updated.address, files=updated.listed)


def _brought(updated: upkeep.Updated, result: builder.Result) -> Brought:
    return Brought(updated.problems, result, (*updated.changes.written, *updated.changes.removed))
