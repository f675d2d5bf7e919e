"""From corrections to suggestions: what is learnt, what it gains, and what it says of a document."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData
from trygghet_geo.records import Document, Mention
from trygghet_geo.suggestions import LEARNT, Suggestion, doubt, kind_label, learner
from trygghet_geo.suggestions.doubt import Reading
from trygghet_geo.suggestions.examples import NOTHING, Example
from trygghet_geo.suggestions.learner import Learnt
from trygghet_geo.taxonomy import Taxonomy

LEAST = 50
"""Corrections below which nothing is learnt: with fewer, chance decides."""
SURE = 0.3
"""Least chance of a kind, and of its category, for a suggestion; half are right, cross-validated on dev-5 and dev-7."""
FOLDS = 5


@dataclass(frozen=True)
class Gain:
    """By cross-validation: of `examples`, `doubtful` ones were asked about; `before` and `after` were read right (kind
    and category), with the `suggestions` made, of which `right` were, taken as said."""

    examples: int
    doubtful: int
    suggestions: int
    right: int
    before: int
    after: int


def default_path() -> Path:
    """Where this installation keeps what it learnt."""
    return paths.home() / "learnt.npz"


def signed(examples: Sequence[Example], taxonomy: Taxonomy) -> tuple[Example, ...]:
    """The examples, with the signs that the rules see in those that have none."""
    return tuple(e if e.signs else replace(e, signs=doubt.reading(e.text, taxonomy).signs) for e in examples)


def learn(examples: Sequence[Example], taxonomy: Taxonomy) -> tuple[Learnt, Gain]:
    """A model of all examples (the newest `learner.MOST`), and what it gains on those that it has not seen.

    Raises InvalidData below LEAST examples, or when they are all of one kind.
    """
    if len(examples) < LEAST:
        raise InvalidData(f"{len(examples)} rättelser räcker inte; minst {LEAST} behövs för att lära något av dem")
    known = signed(examples, taxonomy)
    return learner.train(known), gain(known, taxonomy)


def save(path: Path, learnt: Learnt) -> None:
    """Write beside, then move: whoever reads sees the old model or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(learner.dumps(learnt))
    os.replace(beside, path)  # noqa: PTH105 (the name of the act)


def gain(examples: Sequence[Example], taxonomy: Taxonomy) -> Gain:
    """What suggestions would have given on each fifth of the examples, learnt from the other four.

    The same text is always in the same fifth. A fold that has too little to learn from suggests nothing.
    """
    known = signed(examples, taxonomy)[-learner.MOST :]
    fold = {text: number % FOLDS for number, text in enumerate(dict.fromkeys(e.text for e in known))}
    counts = dict.fromkeys(("doubtful", "suggestions", "right", "before", "after"), 0)
    for number in range(FOLDS):
        rest = [e for e in known if fold[e.text] != number]
        learnt = learner.train(rest) if _enough(rest) else None
        for example in (e for e in known if fold[e.text] == number):
            for name, value in _outcome(example, doubt.reading(example.text, taxonomy), learnt).items():
                counts[name] += value
    return Gain(examples=len(known), **counts)


def _enough(examples: Sequence[Example]) -> bool:
    counts = Counter(e.kind for e in examples)
    return sum(count >= learner.SEEN for count in counts.values()) > 1


def _outcome(example: Example, reading: Reading, learnt: Learnt | None) -> dict[str, int]:
    truth = (example.kind, example.category)
    read = (reading.kind, reading.category)
    said = opinion(learnt, example.text, reading) if learnt else None
    new = said[:2] if said else read
    return {
        "doubtful": reading.doubtful,
        "suggestions": said is not None,
        "right": said is not None and new == truth,
        "before": read == truth,
        "after": new == truth,
    }


def opinion(learnt: Learnt, text: str, reading: Reading) -> tuple[str, str | None, float] | None:
    """Kind, category and chance that the learner would rather see; None where it agrees, is unsure or is not asked."""
    if not reading.doubtful:
        return None
    chances = learnt.chances(text, reading.signs)
    kind, share = _likeliest(chances, "kind:")
    if kind == NOTHING:
        return (kind, None, share) if share >= SURE and reading.kind != NOTHING else None
    category, sure = _likeliest(chances, "category:")
    if min(share, sure) < SURE or (kind, category) == (reading.kind, reading.category):
        return None
    return kind, category, min(share, sure)


def _likeliest(chances: dict[str, float], group: str) -> tuple[str, float]:
    own = {label.removeprefix(group): chance for label, chance in chances.items() if label.startswith(group)}
    best = max(own, key=lambda name: (own[name], name), default="")
    return best, own.get(best, 0.0)


def suggest(
    document: Document, mentions: Sequence[Mention], taxonomy: Taxonomy, *, learnt: Learnt
) -> tuple[Suggestion, ...]:
    """What the corrections say of the doubtful clauses of a document, in reading order."""
    made = (_suggestion(each, taxonomy, learnt) for each in doubt.doubts(document, mentions, taxonomy))
    return tuple(one for one in made if one)


def _suggestion(each: doubt.Doubt, taxonomy: Taxonomy, learnt: Learnt) -> Suggestion | None:
    said = opinion(learnt, each.view.text, each.reading)
    if said is None:
        return None
    kind, category, chance = said
    label = f"category:{category}" if category else f"kind:{kind}"
    spans = learnt.spoken_for(each.view.text, label)
    words = ", ".join(f"”{each.view.text[a:b]}”" for a, b in spans)
    about = f" om {taxonomy.label(category).lower()}" if category else ""
    reason = f"Liknar det som ni har rättat till {kind_label(kind)}{about}" + (
        f", mest för orden {words}." if words else "."
    )
    return Suggestion(
        start=each.start,
        end=each.end,
        kind=kind,
        category=category,
        source=LEARNT,
        reason_sv=reason,
        statement_id=each.statement_id,
        chance=round(chance, 2),
        words=tuple(each.view.span(a, b) for a, b in spans),
    )
