"""From the files of two versions of an edition to what is otherwise in one of them."""

from collections.abc import Iterator

from mastercopy.derive.differences import Comparison, Version, compare
from mastercopy.derive.differences.values import Written
from mastercopy.problems import Problem
from mastercopy.read import register, statements, tei, xml
from mastercopy.sources import Sources


def comparison(old: tuple[str, Sources], new: tuple[str, Sources]) -> tuple[Comparison | None, tuple[Problem, ...]]:
    """The comparison of two versions, each with its name; None, and why, where one can't be read.

    A version may have problems otherwise: it is compared as it is, and `check` says what they are.
    """
    problems: list[Problem] = []
    before, after = _version(*old, problems), _version(*new, problems)
    if before is None or after is None:
        return None, tuple(problems)
    return compare(before, after), ()


def _version(called: str, sources: Sources, problems: list[Problem]) -> Version | None:
    file, content = sources.master
    root, found = xml.parse(content, file)
    if root is None:
        problems += found
        return None
    edition, more = tei.edition(root, file)
    if not edition.content:
        problems += [problem for problem in more if problem.code == "S001"] or _nothing(file)
        return None
    written = [(content, statements.canonical(root))]
    listed = None
    if sources.register is not None:
        name, kept = sources.register
        other, found = xml.parse(kept, name)
        if other is None:
            problems += found
            return None
        listed, _ = register.register(other, name)
        written.append((kept, statements.canonical(other)))
    files, canonical = zip(*written, strict=True)
    return Version(called, edition, listed, Written(files, canonical, statements.header(root)))


def _nothing(file: str) -> Iterator[Problem]:
    yield Problem(file, 1, "S001", "the text of the document is empty")
