"""When the model is asked, and how far it is trusted: after the passes, never instead of their explicit words.

It speaks where every pass was silent, and it may withdraw a concern that hardly reads like one. The limits are those at
which it was right at least nine times in ten on sentences it was not trained on (`tools/train_model.py --check`).
"""

from __future__ import annotations

from collections.abc import Sequence

from trygghet_geo.understanding import kinds, model
from trygghet_geo.understanding.claims import Trigger
from trygghet_geo.understanding.patterns import Word

CONCERN, CATEGORY = 0.6, 0.25
"""Least probability of a concern that no wording told of, and of its category."""
OTHER_KINDS = {"calm": 0.7, "measure": 0.7, "proposal": 0.6, "statistic": 0.5}
WITHDRAWN = 0.0
"""A concern found by wordings is withdrawn when the model gives it less than this."""
LEAST_WORDS = 3
RULE = "model"


def revised(
    text: str, words: Sequence[Word], first: int, *, verdict: tuple[str, str]
) -> tuple[str, str, tuple[Trigger, ...]]:
    """Kind, rule and, for a concern only the model sees, its category with the words that speak for it.

    `verdict` is the passes' kind and rule for the clause `text`, whose words are words[first:].
    """
    kind, rule = verdict
    asked = model.load() if (rule == "silent" or kind == "concern") and len(text.split()) >= LEAST_WORDS else None
    if asked is None:
        return kind, rule, ()
    opinion = asked.opinion(text)
    likeliest = max(opinion.kinds, key=lambda name: opinion.kinds[name])
    if kind == "concern":
        if opinion.kinds["concern"] >= WITHDRAWN or likeliest == "concern":
            return kind, rule, ()
        return (likeliest if likeliest != "nothing" else kinds.NOTHING), f"{RULE}:{likeliest}", ()
    if likeliest in OTHER_KINDS and opinion.kinds[likeliest] >= OTHER_KINDS[likeliest]:
        return likeliest, f"{RULE}:{likeliest}", ()
    category = max(opinion.categories, key=lambda name: opinion.categories[name])
    if opinion.kinds["concern"] < CONCERN or opinion.categories[category] < CATEGORY:
        return kind, rule, ()
    return "concern", f"{RULE}:concern", (_trigger(asked, text, words, first, category),)


def _trigger(asked: model.Model, text: str, words: Sequence[Word], first: int, category: str) -> Trigger:
    """The word that speaks most for the category."""
    spans = asked.spoken_for(text, category, most=1) or [(0, len(text))]
    at = words[first].start + spans[0][0]
    index = next((i for i in range(first, len(words)) if words[i].end > at), first)
    return Trigger(category, None, index, index + 1, f"{RULE}:{category}")
