"""CITATION.cff of another version: two lines of it are set, and every other byte stays.

Citation File Format 1.2.0: `version` and `date-released` are keys of the top level, of one line each.
"""

import re

from mastercopy.problems import Problem

_LINE = (
    r"""^{key}:(?P<space>[ \t]*)(?P<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s#"'>|&*!\[{{][^\r\n]*?)?"""
    r"""(?P<rest>[ \t]+\#[^\r\n]*|[ \t]*)(?=\r?$)"""
)
_PLAIN = re.compile(r"[0-9]+\.[0-9]+\.[0-9A-Za-z.+-]+|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""What YAML takes for the text that is meant (or, of a date, for a date, as the format's own examples have it)."""


def restated(content: bytes, file: str, version: str, day: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The file with this version and day (ISO 8601); V002 where it has no one line for the version."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content, (Problem(file, 1, "V002", "isn't UTF-8 text; save it so"),)
    versions, days = _lines(text, "version"), _lines(text, "date-released")
    if len(versions) != 1 or len(days) > 1:
        key, count = ("version", len(versions)) if len(versions) != 1 else ("date-released", len(days))
        form = f"{key}: {version if key == 'version' else day}"
        message = f"it has {count or 'no'} lines of the form `{form}`; write one"
        return content, (Problem(file, 1, "V002", message),)
    end = "\r\n" if "\r\n" in text else "\n"
    (line,) = versions
    stated = f"version:{_value(line, version)}"
    if not days:
        stated += f"{end}date-released: {day}"
    edits = [(line.span(), stated), *((one.span(), f"date-released:{_value(one, day)}") for one in days)]
    for (start, stop), now in sorted(edits, reverse=True):
        text = text[:start] + now + text[stop:]
    return text.encode(), ()


def _lines(text: str, key: str) -> list[re.Match[str]]:
    return list(re.finditer(_LINE.format(key=key), text, re.MULTILINE))


def _value(line: re.Match[str], value: str) -> str:
    """What stands after the key: the value with the quotation marks that there were, or that it needs; the comment."""
    before = line["value"] or ""
    quote = before[0] if before[:1] in {'"', "'"} else "" if _PLAIN.fullmatch(value) else '"'
    return f"{line['space'] or ' '}{quote}{value}{quote}{line['rest']}"
