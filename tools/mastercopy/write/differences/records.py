"""A comparison as JSON, all of it, by the schema `schemas/diff-1.json`."""

from msgspec import Struct, json

from mastercopy.derive.differences.values import Change, Comparison, Verdict
from mastercopy.write.differences import wording

SCHEMA = "schemas/diff-1.json"


class _Record(Struct, frozen=True, rename={"schema": "$schema"}):
    """What the file has: first what it is."""

    schema: str
    title: str
    old: str
    new: str
    verdict: Verdict
    summary: str
    changes: tuple[Change, ...]


def written(comparison: Comparison) -> bytes:
    """The bytes of the file, in lines that a person can read too."""
    summary = wording.verdict(comparison)
    record = _Record(
        SCHEMA, comparison.title, comparison.old, comparison.new, comparison.verdict, summary, comparison.changes
    )
    return json.format(json.encode(record), indent=2) + b"\n"
