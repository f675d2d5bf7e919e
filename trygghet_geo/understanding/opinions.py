"""When the model is asked, and how far it is trusted beside the passes.

The model weighs the words together with what the rules saw (`signs.py`), so its opinion already holds theirs. It
decides where it is surer than the limits below; they were chosen on sentences it was not trained on
(`tools/train_model.py --check`). What only the context of a document can tell is never reopened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trygghet_geo.understanding import kinds, model
from trygghet_geo.understanding.claims import Trigger
from trygghet_geo.understanding.model import Opinion
from trygghet_geo.understanding.patterns import Word

KEPT = frozenset(("question", "announced"))
"""Passes that are never overruled: a form that no word inside can change, or what a line above announced."""
SURE, SILENT = 0.5, {"concern": 0.6, "statistic": 0.7}
"""Least share of a kind for it to replace what a pass said; for it to speak where every pass was silent."""
HARDER = {
    ("concern", "nothing"): 0.6,
    ("measure", "nothing"): 1.1,  # never: it lost plain ones and won nothing
    ("measure", "concern"): 0.6,
    ("proposal", "nothing"): 0.7,
    ("calm", "concern"): 0.7,
    ("calm", "nothing"): 0.8,
    ("concern", "statistic"): 0.8,
}
"""Where the pass was right more often: the least share for this change."""
DOUBTED, FOUND, SECOND = 0.2, 0.05, 0.5
"""Chance below which a category that a wording spoke of is dropped; least chance of one that none did; of a second."""
SECOND_IN_LOG = 0.8
"""The least chance of a second where an entry of a log opens with the first: "personbil" is where the burglary was."""
DOUBTED_IN_NOTE, FOUND_IN_NOTE = 0.4, 0.05
"""The same in a police note, which names things by their names."""
FIRM, ENTERED = 0.95, 0.99
"""Least share of nothing for a concern in words to be dropped where its clause names a place, or is a log's entry."""
ABOUT = 0.5
"""Least chance of a category for a measure, a proposal, calm or a statistic without words of its own."""
TYPED, TYPED_ASIDE = 0.5, 0.8
"""Least chance of a type for a claim of a concern whose words leave it open, and for one of another kind."""
MANY = 3
"""As many categories in one clause are a list: each was named, none is dropped."""
LEAST_WORDS = 3
RULE = "model"

Weighed = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def weighed(
    verdict: tuple[str, str],
    spoken: Sequence[str],
    opinion: Opinion,
    *,
    report: bool = False,
    placed: bool = False,
    entered: bool = False,
) -> Weighed:
    """Kind, rule, the categories of `spoken` that stay, and those that only the model sees.

    `verdict` is the passes' kind and rule, `spoken` the categories that wordings speak of; `report` says that
    the document is a police note, where what is spoken of happened and no measure or proposal is told, `placed` that
    the clause names a place, `entered` that it is an entry of a log and opens with what happened.
    """
    kind, rule = _kind(verdict, _in_note(opinion.kinds)) if report else _kind(verdict, opinion.kinds)
    # "Det har varit inbrott i Ekby." says it all, also where it stands alone and the model finds too little in it.
    least = ENTERED if entered else FIRM
    firm = report or ((placed or entered) and kind == kinds.NOTHING and opinion.kinds[kinds.NOTHING] < least)
    if firm and verdict[0] == "concern" and spoken:
        kind, rule = verdict
    if report and kind == "calm" and verdict[1] == "silent":
        kind, rule = verdict  # "en grå Volvo var borta" is no good news, and calm has its own words in a note
    listed = len(set(spoken)) >= MANY or entered
    doubted, found = (DOUBTED_IN_NOTE, FOUND_IN_NOTE) if report else (DOUBTED, FOUND)
    kept = tuple(c for c in spoken if listed or opinion.categories.get(c, 1) >= doubted)
    if kind == "concern":
        second = SECOND_IN_LOG if entered else SECOND
        added = _unspoken(kept, opinion.categories, least=found, second=second)
        if not kept and not added:
            return (*verdict, tuple(spoken), ()) if spoken else (kinds.NOTHING, "silent", (), ())
        return kind, rule, kept, added
    likeliest = _likeliest(opinion.categories)
    added = (likeliest,) if not spoken and kind != kinds.NOTHING and opinion.categories[likeliest] >= ABOUT else ()
    return kind, rule, tuple(spoken), added


def _kind(verdict: tuple[str, str], shares: Mapping[str, float]) -> tuple[str, str]:
    kind, rule = verdict
    likeliest = _likeliest(shares)
    least = SILENT.get(likeliest, SURE) if rule == "silent" else HARDER.get((kind, likeliest), SURE)
    if rule in KEPT or likeliest == kind or shares[likeliest] < least:
        return verdict
    return likeliest, f"{RULE}:{likeliest}"


def _in_note(shares: Mapping[str, float]) -> dict[str, float]:
    """The shares of the kinds that a police note can hold, made to add up to one again."""
    told = {kind: 0.0 if kind in ("measure", "proposal") else share for kind, share in shares.items()}
    whole = sum(told.values()) or 1.0
    return {kind: share / whole for kind, share in told.items()}


def _unspoken(kept: Sequence[str], chances: Mapping[str, float], *, least: float, second: float) -> tuple[str, ...]:
    """Categories of a concern that no wording speaks of: the likeliest where nothing else is there, and sure ones."""
    best = _likeliest(chances)
    first = [best] if not kept and chances[best] >= least else []
    return tuple(first + [c for c, chance in chances.items() if chance >= second and c not in kept and c not in first])


def _likeliest(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda name: shares[name])


def revised(
    text: str,
    words: Sequence[Word],
    first: int,
    *,
    verdict: tuple[str, str],
    signs: Sequence[str],
    spoken: Sequence[Trigger],
    nearby: Sequence[str] = (),
    report: bool = False,
    placed: bool = False,
    entered: bool = False,
) -> tuple[str, str, tuple[Trigger, ...]]:
    """Kind, rule and claims of the clause `text`, whose words are words[first:], with the model's opinion weighed in.

    Without a model, and for what is too short to judge, the passes' own.
    """
    kind, rule = verdict
    asked = model.load() if rule not in KEPT and len(text.split()) >= LEAST_WORDS else None
    if asked is None:
        return kind, rule, tuple(spoken)
    opinion = asked.opinion(text, signs, nearby)
    kind, rule, kept, added = weighed(
        verdict, [t.category for t in spoken], opinion, report=report, placed=placed, entered=entered
    )
    if kind == kinds.NOTHING:
        return kind, rule, tuple(spoken)
    claims = [t for t in spoken if t.category in kept]
    claims += [_trigger(asked, text, words, first, category=category, near=(signs, nearby)) for category in added]
    least = TYPED if kind == "concern" else TYPED_ASIDE
    return (
        kind,
        rule,
        tuple(t if t.type else t._replace(type=typed(t.category, opinion.types, least=least)) for t in claims),
    )


def typed(category: str, chances: Mapping[str, float], *, least: float = TYPED) -> str | None:
    """The likeliest type of `category` by the chances of "category/type", if its own is `least` or more.

    None where there is only one: what is learned from where a type was named can then say nothing but that one.
    """
    own = {code: chance for code, chance in chances.items() if code.startswith(f"{category}/")}
    if len(own) < 2:
        return None
    best = max(own, key=lambda code: own[code], default=None)
    return best.partition("/")[2] if best and own[best] >= least else None


def _trigger(
    asked: model.Model, text: str, words: Sequence[Word], first: int, *, category: str, near: tuple[Sequence[str], ...]
) -> Trigger:
    """The word that speaks most for the category."""
    spans = asked.spoken_for(text, category, *near, most=1) or [(0, len(text))]
    at = words[first].start + spans[0][0]
    index = next((i for i in range(first, len(words)) if words[i].end > at), first)
    return Trigger(category, None, index, index + 1, f"{RULE}:{category}")
