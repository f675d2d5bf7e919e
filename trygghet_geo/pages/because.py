"""Why a statement was read as it was, in the reader's own language (`understanding.reasons` says it in Swedish)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trygghet_geo.pages import shared, words
from trygghet_geo.pages.shared import say
from trygghet_geo.records import KINDS
from trygghet_geo.suggestions import LEARNT
from trygghet_geo.views import view

if TYPE_CHECKING:
    from trygghet_geo.records import Document
    from trygghet_geo.suggestions import Suggestion
    from trygghet_geo.understanding.reasons import Reason

_LONGEST = 60
"""Letters of the words that a sentence repeats."""


def sentence(reason: Reason, document: Document) -> str:
    """The reason as a whole sentence; in Swedish as the reading says it."""
    if shared.language() == words.DEFAULT:
        return reason.label_sv
    group, _, name = reason.rule.partition(":")
    first, _, rest = name.partition(":")
    said = {"words": _words(document, reason.start, reason.end)}
    if group == "kind":
        return say(_key(f"because.pass.{first}", "because.pass.other"), category=kind(rest))
    if group == "cue":
        return say(_key(f"because.cue.{name}", "because.cue.other"), **said)
    if group == "date":
        return say("because.date.date", **said)
    by_model = first == "model" and bool(rest)
    code = (rest if by_model else first).partition("/")
    label = shared.type_label(code[0], code[2]) if code[2] else shared.category_label(code[0])
    return say("because.term.model" if by_model else "because.term.term", **said, category=label.lower())


def kind(code: str) -> str:
    """A kind as it is said, "nothing" included."""
    return say(f"kind.{code}") if code in (*KINDS, "nothing") else code


def second(suggestion: Suggestion, document: Document) -> str:
    """Why somebody else would read it otherwise. What a language model writes is in the language it wrote in."""
    if suggestion.source != LEARNT or shared.language() == words.DEFAULT:
        return suggestion.reason_sv
    about = say("review.learnt.about", category=shared.category_label(suggestion.category).lower()) if (
        suggestion.category
    ) else ""  # fmt: skip
    most = ", ".join(f"”{_words(document, a, b)}”" for a, b in suggestion.words)
    return say("review.learnt", kind=kind(suggestion.kind), about=about, words=f" ({most})" if most else "")


def _key(wanted: str, other: str) -> str:
    return wanted if words.has(wanted) else other


def _words(document: Document, start: int, end: int) -> str:
    found = view(document.text, [(start, end)]).text
    return found if len(found) <= _LONGEST else found[: _LONGEST - 1].rstrip() + "…"
