"""Counts of right and wrong over all texts, for the product and for the keywords it is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trygghet_geo.evaluation.findings import Finding
from trygghet_geo.evaluation.gold import Text, Trap
from trygghet_geo.evaluation.matching import meet, pairs

NOTHING = "nothing"
"""In the kind confusion: the column of what was not found, and the row of what was found and is not there."""


@dataclass(frozen=True)
class Score:
    """`matched` of `gold` were found, by `predicted` answers. Measures without a denominator are None."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.matched + other.matched, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float | None:
        return self.matched / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.matched / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        total = self.gold + self.predicted
        return 2 * self.matched / total if total else None


@dataclass(frozen=True)
class Share:
    """`right` of `total`."""

    right: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total)

    @property
    def value(self) -> float | None:
        return self.right / self.total if self.total else None


@dataclass(frozen=True)
class Result:
    """How one way of reading did. All but `kinds` is about concerns; shares are over matched concerns.

    `concerns` asks for span and category, `detection` for the span only, `categories` how many of the detected have
    the right category. `kinds` counts (gold kind, predicted kind) over everything said. `dated` is `dates` where the
    text itself gives one. `traps` counts the traps that were hit.
    """

    concerns: Score = Score()
    detection: Score = Score()
    categories: Share = Share()
    types: Share = Share()
    kinds: Mapping[tuple[str, str], int] = field(default_factory=dict)
    traps: Share = Share()
    places: Share = Share()
    place_names: Score = Score()
    dates: Share = Share()
    dated: Share = Share()
    intensities: Share = Share()
    trends: Share = Share()
    by_genre: Mapping[str, Score] = field(default_factory=dict)
    by_category: Mapping[str, Score] = field(default_factory=dict)

    @property
    def kind_accuracy(self) -> Share:
        """Of the statements that were found at all, those with the right kind."""
        both = {pair: n for pair, n in self.kinds.items() if NOTHING not in pair}
        return Share(sum(n for (gold, predicted), n in both.items() if gold == predicted), sum(both.values()))


def result(texts: Sequence[Text], answers: Sequence[Sequence[Finding]]) -> Result:
    """Add up the results of all texts; `answers[i]` is what was found in `texts[i]`."""
    each = [(text, _one(text, found)) for text, found in zip(texts, answers, strict=True)]
    return Result(
        concerns=_sum(each, lambda r: r.concerns, Score()),
        detection=_sum(each, lambda r: r.detection, Score()),
        categories=_sum(each, lambda r: r.categories, Share()),
        types=_sum(each, lambda r: r.types, Share()),
        kinds=dict(sorted(sum((Counter(r.kinds) for _, r in each), Counter()).items())),
        traps=_sum(each, lambda r: r.traps, Share()),
        places=_sum(each, lambda r: r.places, Share()),
        place_names=_sum(each, lambda r: r.place_names, Score()),
        dates=_sum(each, lambda r: r.dates, Share()),
        dated=_sum(each, lambda r: r.dated, Share()),
        intensities=_sum(each, lambda r: r.intensities, Share()),
        trends=_sum(each, lambda r: r.trends, Share()),
        by_genre=_grouped((text.genre, r.concerns) for text, r in each),
        by_category=_grouped(item for _, r in each for item in r.by_category.items()),
    )


def _sum(each: Iterable[tuple[Text, Result]], part: Callable[[Result], Score | Share], zero: Score | Share):
    return sum((part(one) for _, one in each), zero)


def _grouped(items: Iterable[tuple[str, Score]]) -> dict[str, Score]:
    groups: dict[str, Score] = {}
    for name, score in items:
        groups[name] = groups.get(name, Score()) + score
    return dict(sorted(groups.items()))


def _one(text: Text, found: Sequence[Finding]) -> Result:
    gold = [finding for finding in text.findings if finding.kind == "concern"]
    predicted = [finding for finding in found if finding.kind == "concern"]
    right = pairs(gold, predicted, agree=lambda a, b: a.category == b.category)
    detected = pairs(gold, predicted)
    matched = [(gold[i], predicted[j]) for i, j in right]
    wrong = [finding for j, finding in enumerate(predicted) if j not in {j for _, j in right}]
    return Result(
        concerns=Score(len(right), len(gold), len(predicted)),
        detection=Score(len(detected), len(gold), len(predicted)),
        categories=_share((gold[i], predicted[j]) for i, j in detected)(lambda a, b: a.category == b.category),
        types=_share(matched)(lambda a, b: a.types == b.types),
        kinds=_kinds(text.findings, found),
        traps=Share(sum(_hit(trap, wrong) for trap in text.traps), len(text.traps)),
        places=_share(matched)(lambda a, b: _places(a, b) == (len(a.places), len(b.places))),
        place_names=sum((_place_score(a, b) for a, b in matched), Score()),
        dates=_share(matched)(_same_period),
        dated=_share((a, b) for a, b in matched if a.dated)(_same_period),
        intensities=_share(matched)(lambda a, b: _intensity(a) == _intensity(b)),
        trends=_share(matched)(lambda a, b: a.trend == b.trend),
        by_category=_by_category(gold, predicted, matched),
    )


def _share(items: Iterable[tuple[Finding, Finding]]) -> Callable[[Callable[[Finding, Finding], bool]], Share]:
    listed = list(items)
    return lambda right: Share(sum(right(a, b) for a, b in listed), len(listed))


def _kinds(gold: Sequence[Finding], found: Sequence[Finding]) -> dict[tuple[str, str], int]:
    matched = pairs(gold, found)
    counts = Counter((gold[i].kind, found[j].kind) for i, j in matched)
    known, taken = {i for i, _ in matched}, {j for _, j in matched}
    counts.update((finding.kind, NOTHING) for i, finding in enumerate(gold) if i not in known)
    counts.update((NOTHING, finding.kind) for j, finding in enumerate(found) if j not in taken)
    return dict(counts)


def _hit(trap: Trap, wrong: Iterable[Finding]) -> bool:
    return any(meet((trap.start, trap.end), finding.words) for finding in wrong)


def _places(gold: Finding, predicted: Finding) -> tuple[int, int]:
    """How many of the gold places were found, and how many of the predicted places answer to one."""
    return (
        sum(any(one & other for other in predicted.places) for one in gold.places),
        sum(any(one & other for one in gold.places) for other in predicted.places),
    )


def _place_score(gold: Finding, predicted: Finding) -> Score:
    return Score(min(_places(gold, predicted)), len(gold.places), len(predicted.places))


def _same_period(gold: Finding, predicted: Finding) -> bool:
    return (gold.first, gold.last) == (predicted.first, predicted.last)


def _intensity(finding: Finding) -> str:
    """No word of strength is the same answer as "normal"."""
    return finding.intensity or "normal"


def _by_category(
    gold: Sequence[Finding], predicted: Sequence[Finding], matched: Sequence[tuple[Finding, Finding]]
) -> dict[str, Score]:
    counts = [Counter(finding.category for finding in group) for group in ([a for a, _ in matched], gold, predicted)]
    return {name: Score(*(count[name] for count in counts)) for name in sorted(counts[1] | counts[2])}
