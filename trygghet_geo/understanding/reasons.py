"""Why a statement was read as it was: its rules as Swedish sentences, each with the words it rests on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from trygghet_geo import dates
from trygghet_geo.paths import DATA
from trygghet_geo.records import Document, Hit, Statement
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.views import view

KIND_LABELS = (
    ("concern", "problem"),
    ("calm", "lugnt"),
    ("measure", "åtgärd"),
    ("proposal", "förslag"),
    ("statistic", "statistik"),
    ("nothing", "inget att ta upp"),
)
_SOME_DAY = date(2024, 6, 15)
_LONGEST = 60
"""Letters of the words that a sentence repeats."""


@dataclass(frozen=True)
class Reason:
    """`rule` as in `Statement.rules`; `label_sv` a whole sentence; text[start:end] of the document the words."""

    rule: str
    label_sv: str
    start: int
    end: int


def reasons(statement: Statement, document: Document, taxonomy: Taxonomy) -> tuple[Reason, ...]:
    """One sentence for each rule that fired, in the order of `statement.rules`: the kind first, then cues, categories
    and dates. What only says that there is a verb is left out, and a time that looked like a place ("i helgen")."""
    return tuple(
        Reason(hit.rule, _sentence(hit, document, taxonomy), hit.start, hit.end)
        for hit in statement.rules
        if hit.rule != "cue:finite" and not (hit.rule == "cue:located" and _is_time(_words(document, hit)))
    )


def _is_time(words: str) -> bool:
    # Relative to which day does not matter: only whether the words say when.
    return bool(dates.expressions(words, dates.Anchor(_SOME_DAY)))


def as_json(reason: Reason) -> dict[str, str | int]:
    """The reason as plain values, for stores and commands."""
    return {"rule": reason.rule, "label": reason.label_sv, "start": reason.start, "end": reason.end}


def _sentence(hit: Hit, document: Document, taxonomy: Taxonomy) -> str:
    group, _, name = hit.rule.partition(":")
    words = _words(document, hit)
    table = sentences()
    if group == "kind":
        step, _, kind = name.partition(":")
        return table["pass"].get(step, table["pass"]["other"]).format(category=dict(KIND_LABELS).get(kind, kind))
    if group == "cue":
        return table["cue"].get(name, table["cue"]["other"]).format(words=words)
    if group == "date":
        return table["date"]["date"].format(words=words)
    form, _, code = name.partition(":") if name.startswith("model:") else ("term", "", name.partition(":")[0])
    return table["term"][form].format(words=words, category=_label(code, taxonomy))


def _label(code: str, taxonomy: Taxonomy) -> str:
    category, _, type_ = code.partition("/")
    found = taxonomy.categories[category]
    return (found.types[type_].label_sv if type_ in found.types else found.label_sv).lower()


def _words(document: Document, hit: Hit) -> str:
    text = view(document.text, [(hit.start, hit.end)]).text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """The sentences of `data/lexicon/reasons.toml`, by table and rule."""
    return tomllib.loads((DATA / "lexicon" / "reasons.toml").read_text(encoding="utf-8"))
