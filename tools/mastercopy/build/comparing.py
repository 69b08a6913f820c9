"""From the files of two versions of an edition to what is otherwise in one of them."""

from collections.abc import Iterator

from msgspec.structs import replace

from mastercopy.derive.differences import Comparison, Version, compare
from mastercopy.derive.differences.values import Verdict, Written
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
    found = compare(before, after)
    if found.verdict is Verdict.ENCODING and _canonical(before) == _canonical(after):
        found = replace(found, verdict=Verdict.LAYOUT)
    return found, ()


def _canonical(version: Version) -> list[bytes]:
    """Digests of the files without their layout."""
    roots = (xml.parse(content, version.name)[0] for content in version.written.files)
    return [statements.canonical(root) for root in roots if root is not None]


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
    files: tuple[bytes, ...] = (content,)
    listed = None
    if sources.register is not None:
        name, kept = sources.register
        other, found = xml.parse(kept, name)
        if other is None:
            problems += found
            return None
        listed, _ = register.register(other, name)
        files = (content, kept)
    return Version(called, edition, listed, Written(files, statements.header(root)))


def _nothing(file: str) -> Iterator[Problem]:
    yield Problem(file, 1, "S001", "the text of the document is empty")
