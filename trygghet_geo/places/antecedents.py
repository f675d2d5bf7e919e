"""What "där", "på platsen", "parken" stand for: a name said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from trygghet_geo.places import overhead
from trygghet_geo.places.runs import Inherited, at_end
from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Mention, Statement
from trygghet_geo.sentences import Sentence

_THERE = re.compile(
    r"^(?:Där|Dit|Därifrån)\b|\b(?:också|även|just|kring|finns|är|bor|kör|står|sker|samlas|hänger|uppehåller sig"
    r"|vistas|bevakar|patrullerar|rör sig) där\b|\bdär(?: och där)?[.!]?$"
    r"|\b(?:på|från|till|vid|kring|runt) (?:den |samma )?(?:platsen|stället)\b|\bbesöker platsen\b"
    r"|\bi (?:det )?området\b"
    r"|\bområdet (?:är|har|upplevs)|\bi (?:samhället|byn|tätorten)(?= (?:är|har|finns|kör|känner)|[.,]|$)|\bpå orten\b",
)
_ANAPHOR = re.compile(
    r"\b(skolan|parken|torget|gatan|vägen|korsningen|stationen|badet|biblioteket|rondellen|kyrkan)\b", re.I
)
_KIND = re.compile(r"(?P<kind>skol|gymnasi|torg|park|camping|centrum)(?:an|a|gården|et|um|en)?$")


def anaphora(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """ "där", "på platsen", "parken": the antecedent named before in the section."""
    earlier = [m for m in scope.before(statement.start) if m.start < part.view.start]
    if not earlier:
        return None
    if match := _ANAPHOR.search(part.text):
        noun = match[1].lower()
        stem = noun.removesuffix("en").removesuffix("et").removesuffix("an")
        for mention in earlier:
            if mention.text.lower().rstrip("s").endswith((noun, stem)):
                return Inherited((mention,), f"anaphora: “{noun}” → {mention.text}")
    if match := _THERE.search(part.text):
        back = scope.sentence(earlier[0].start)
        if back is not None and _distance(scope, back, part) <= 5:
            run = at_end(scope, scope.named(scope.of(back)))
            return Inherited(run, f"anaphora: “{match[0].strip()}” → {run[-1].text}")
    return None


def antecedent(scope: Scope, nouns: Sequence[Mention]) -> tuple[Mention, ...]:
    """The name that "skolan" or "torget" stands for: said before in the section, or in the title of the document.

    Nothing when `nouns` are not all bare, or have an entry that the name does not have.
    """
    kinds = {_kind(noun.text) if noun.form == "generic" else None for noun in nouns}
    if len(kinds) != 1 or (kind := kinds.pop()) is None:
        return ()
    first = min(noun.start for noun in nouns)
    titles = [
        m for n in takewhile(lambda n: n < 2, overhead.blocks_of_text(scope)) for m in overhead.of_block(scope, n)
    ]
    possible = {c for noun in nouns for c in noun.candidates}
    for mention in (*scope.before(first), *titles):
        if mention.start >= first or mention.form == "generic" or _kind(mention.text) != kind:
            continue
        return (mention,) if not possible or possible & set(mention.candidates) else ()
    return ()


def _kind(words: str) -> str | None:
    """ "Ekskolan", "skolgården" → "skol"; None for what is no kind of site that is told by its last letters."""
    match = _KIND.search(words.lower().removesuffix("s"))
    return match["kind"] if match else None


def _distance(scope: Scope, back: Sentence, part: Sentence) -> int:
    return scope.order[part.view.start] - scope.order[back.view.start]
