"""The files parsed and held against the schema in threads of their own: libxml2 lets Python go on meanwhile."""

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Generic, TypeVar

from lxml import etree

from mastercopy.problems import Problem
from mastercopy.read import schema, xml
from mastercopy.sources import Sources

T = TypeVar("T")
Parsed = tuple[etree._Element | None, tuple[Problem, ...]]  # noqa: SLF001 # its only name
"""The root of a file, or None and why not."""


class _Beside(Thread, Generic[T]):
    """A function that runs beside; what it returns or raises comes out where it is asked for."""

    def __init__(self, function: Callable[[Sources], T], sources: Sources) -> None:
        super().__init__(daemon=True)
        self._function = function
        self._sources = sources
        self._result: list[T] = []
        self._failed: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._result.append(self._function(self._sources))
        except BaseException as error:  # noqa: BLE001 # whatever it is, `result` raises it
            self._failed = error

    def result(self) -> T:
        """What the function returns; waits for it."""
        self.join()
        if self._failed is not None:
            raise self._failed
        return self._result[0]


class Ahead:
    """What is being found out about some files while the program does something else."""

    def __init__(self, sources: Sources) -> None:
        """Begins."""
        self._master = _Beside(_master, sources)
        self._register = _Beside(_register, sources)
        self._invalid = _Beside(_invalid, sources)

    def master(self) -> Parsed:
        """The master's root element."""
        return self._master.result()

    def register(self) -> Parsed:
        """The register's root element; None, and no problem, where there is no register."""
        return self._register.result()

    def invalid(self) -> tuple[Problem, ...]:
        """What isn't valid in either, or that there is no schema."""
        return self._invalid.result()


def _master(sources: Sources) -> Parsed:
    file, content = sources.master
    return xml.parse(content, file)


def _register(sources: Sources) -> Parsed:
    if sources.register is None:
        return None, ()
    file, content = sources.register
    return xml.parse(content, file)


def _invalid(sources: Sources) -> tuple[Problem, ...]:
    if sources.schema is None:
        message = "there is no edition.rng beside it: only the program's own rules hold"
        return (Problem(sources.master[0], 1, "S003", message),)
    return tuple(
        problem
        for source in (sources.master, sources.register)
        if source is not None
        for problem in _of_one(*source, sources.schema)
    )


def _of_one(file: str, content: bytes, rules: tuple[str, bytes]) -> Iterator[Problem]:
    """What isn't valid in a file, parsed for this alone; that it isn't XML is said where it is read."""
    root, _ = xml.parse(content, file)
    if root is not None:
        yield from schema.validate(root, rules[1], file=file, schema_file=rules[0])
