"""The entry of a release in CHANGELOG.md, in the form of Keep a Changelog 1.1.0.

What people wrote under “Unreleased” stays as it is, and becomes the entry; below it stand the readings that changed.
"""

import re
from collections.abc import Iterator, Mapping

from mastercopy.derive.changes import Change, Changes
from mastercopy.problems import Problem
from mastercopy.write import escape

_HEADING = re.compile(r"^##[ \t]+(?P<open>\[?)(?P<name>[^\]\s]+)(?P<close>\]?)(?P<rest>[^\r\n]*)\r?$", re.MULTILINE)
_DATED = re.compile(r"[ \t]+(?P<dash>[-–—])[ \t]+\d{4}-\d{2}-\d{2}")
_FENCE = re.compile(r"^(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=fence)[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_WORDS = 24
"""How many words of a change are shown, at most: a page that is new has all its words as one."""


def released(
    content: bytes, file: str, version: str, day: str, readings: tuple[str, ...]
) -> tuple[bytes, tuple[Problem, ...]]:
    """The file with the entry of this version and day (ISO 8601), and V002 where it can have none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content, (Problem(file, 1, "V002", "isn't UTF-8 text; save it so"),)
    headings = _headings(text)
    named = [found["name"].casefold() for found in headings]
    line = _line(text, headings[named.index(version.casefold())]) if version.casefold() in named else 0
    if line:
        return content, (Problem(file, line, "V002", f"there is an entry of {version} already"),)
    if named.count("unreleased") > 1:
        again = headings[len(named) - 1 - named[::-1].index("unreleased")]
        message = "there is more than one section “Unreleased”; make one of them"
        return content, (Problem(file, _line(text, again), "V002", message),)
    return _with_entry(text, headings, version, day, readings).encode(), ()


def _headings(text: str) -> list[re.Match[str]]:
    """The headings of entries; what stands in a block of code is none."""
    code = [found.span() for found in _FENCE.finditer(text)]
    return [one for one in _HEADING.finditer(text) if not any(start <= one.start() < end for start, end in code)]


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _with_entry(text: str, headings: list[re.Match[str]], version: str, day: str, readings: tuple[str, ...]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    own = "".join(f"{line}{end}" for line in readings)
    at = next((n for n, found in enumerate(headings) if found["name"].casefold() == "unreleased"), None)
    if at is None:
        begin = headings[0].start() if headings else len(text)
        before = text[:begin] if not text[:begin] or text[:begin].endswith(end) else f"{text[:begin]}{end}"
        gap = "" if not before or headings else end
        after = f"{end}{text[begin:]}" if headings else ""
        return f"{before}{gap}{_heading(headings, None, version, day)}{end}{end}{own}{after}"
    found = headings[at]
    finish = headings[at + 1].start() if at + 1 < len(headings) else _links(text, found.end())
    written = text[found.end() : finish].strip("\r\n")
    parts = [_heading(headings, found, version, day), *([written] if written else []), own.rstrip("\r\n")]
    rest = text[finish:]
    entry = f"{end}{end}".join(filter(None, parts))
    return f"{text[: found.start()]}{entry}{end}{end if rest else ''}{rest}"


def _links(text: str, begin: int) -> int:
    """Where the definitions of links begin that stand at the end of the file; else its end."""
    found = re.compile(r"^\[[^\]\n]+\]:[^\n]*(?:\n\[[^\]\n]+\]:[^\n]*|\n[ \t\r]*)*\Z", re.MULTILINE).search(text, begin)
    return found.start() if found else len(text)


def _heading(headings: list[re.Match[str]], unreleased: re.Match[str] | None, version: str, day: str) -> str:
    """The heading, in the form of those that there are."""
    dated = [(one, dash) for one in headings if (dash := _DATED.match(one["rest"]))]
    like = unreleased or (dated[0][0] if dated else None)
    name = f"[{version}]" if like and like["open"] else version
    return f"## {name} {dated[0][1]['dash'] if dated else '-'} {day}"


def readings(pending: Changes, labels: Mapping[str, str], *, since: str) -> tuple[str, ...]:
    """The lines that say which readings changed since a release, by page; none where there was no release before.

    `labels`: what the pages are called, by their numbers.
    """
    if not since:
        return ()
    if not pending:
        return ("### Readings", "", f"- No reading has changed since {since}.")
    lines = (line for number, found in pending.items() for change in found for line in _line_of(change, labels, number))
    return ("### Readings", "", *lines)


def _line_of(change: Change, labels: Mapping[str, str], number: str) -> Iterator[str]:
    place = f"p. {escape.text(labels.get(number, number))}" + (f", {escape.text(change.note)}" if change.note else "")
    was, now = _quoted(change.was), _quoted(change.now)
    one = f"{now} is new" if change.now else f"{was} is gone"
    said = f"{was} is now {now}" if change.was and change.now else one
    around = " ".join(filter(None, (change.before, "…", change.after)))
    yield f"- {place}: {said} ({escape.text(around)})" if change.before or change.after else f"- {place}: {said}"


def _quoted(words: str) -> str:
    found = words.split()
    shown = found if len(found) <= _WORDS else [*found[: _WORDS // 2], "…", *found[-_WORDS // 2 :]]
    return f"“{escape.text(' '.join(shown))}”"
