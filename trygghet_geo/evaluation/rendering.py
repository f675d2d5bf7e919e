"""A report as text for a person and as JSON for a machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trygghet_geo.evaluation.scores import NOTHING, Result, Score, Share
from trygghet_geo.records import KINDS

if TYPE_CHECKING:
    from trygghet_geo.evaluation import Report

_KIND_LABELS = {
    "concern": "problem",
    "calm": "lugnt",
    "measure": "åtgärd",
    "proposal": "förslag",
    "statistic": "statistik",
    NOTHING: "inget",
}
_SHARES = (
    ("categories", "Rätt kategori, av funna problem"),
    ("types", "Rätt typ"),
    ("kind_accuracy", "Rätt slag, av allt som hittats"),
    ("traps", "Fällor som slog igen"),
    ("places", "Rätt plats"),
    ("dates", "Rätt tid"),
    ("dated", "  där texten anger tid"),
    ("intensities", "Rätt styrka"),
    ("trends", "Rätt utveckling"),
)


def text(report: Report) -> str:
    """The report in Swedish, about 60 lines, ending in a line break."""
    product, baseline = report.product, report.baseline
    lines = [
        f"{', '.join(report.files)}: {report.texts} texter, {report.statements} annoterade påståenden × kategori",
        "",
        _row("", "precision", "täckning", "F1", "rätt/facit/svar"),
        _score("Problem (ord och kategori)", product.concerns),
        _score("  nyckelordslista", baseline.concerns),
        _score("Problem (bara orden)", product.detection),
        _score("  nyckelordslista", baseline.detection),
        _score("Platsernas namn", product.place_names),
        "",
        *(_share(label, getattr(product, name)) for name, label in _SHARES),
        _share("Fällor som slog igen, nyckelordslista", baseline.traps),
        "",
        "Slag: facit nedåt, svar åt höger",
        *_confusion(product),
    ]
    for title, ours, theirs in (
        ("Efter genre", product.by_genre, baseline.by_genre),
        ("Efter kategori", product.by_category, baseline.by_category),
    ):
        lines += ["", _row(title, "precision", "täckning", "F1", "rätt/facit/svar", "F1 nyckelord")]
        lines += _groups(ours, theirs)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(label: str, *cells: str) -> str:
    return f"{label:<38}" + "".join(f"{cell:>17}" if i == 3 else f"{cell:>13}" for i, cell in enumerate(cells))


def _score(label: str, score: Score, *more: str) -> str:
    counts = f"{score.matched}/{score.gold}/{score.predicted}"
    return _row(label, _number(score.precision), _number(score.recall), _number(score.f1), counts, *more)


def _share(label: str, share: Share) -> str:
    return _row(label, _number(share.value), f"{share.right}/{share.total}")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")


def _confusion(result: Result) -> list[str]:
    kinds = (*KINDS, NOTHING)
    lines = [f"{'':<12}" + "".join(f"{_KIND_LABELS[kind]:>11}" for kind in kinds)]
    for gold in kinds:
        counts = "".join(f"{result.kinds.get((gold, predicted), 0):>11}" for predicted in kinds)
        lines.append(f"{_KIND_LABELS[gold]:<12}{counts}")
    return lines


def _groups(ours: Mapping[str, Score], theirs: Mapping[str, Score]) -> list[str]:
    return [
        _score(f"  {name}", ours.get(name, Score()), _number(theirs.get(name, Score()).f1))
        for name in sorted({*ours, *theirs})
    ]


def dumps(report: Report) -> str:
    """The report as JSON, keys in a fixed order, ending in a line break; what has no value is null."""
    data = {
        "files": list(report.files),
        "texts": report.texts,
        "statements": report.statements,
        "taxonomy_version": report.taxonomy_version,
        "product": _data(report.product),
        "baseline": {key: value for key, value in _data(report.baseline).items() if key in _COMPARED},
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_COMPARED = ("concerns", "detection", "categories", "traps", "by_genre", "by_category")


def _data(result: Result) -> dict[str, Any]:
    return {
        "concerns": _score_data(result.concerns),
        "detection": _score_data(result.detection),
        "place_names": _score_data(result.place_names),
        **{name: _share_data(getattr(result, name)) for name, _ in _SHARES},
        "kinds": [{"gold": g, "predicted": p, "count": n} for (g, p), n in result.kinds.items()],
        "by_genre": {name: _score_data(score) for name, score in result.by_genre.items()},
        "by_category": {name: _score_data(score) for name, score in result.by_category.items()},
    }


def _score_data(score: Score) -> dict[str, Any]:
    measures = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {name: None if value is None else round(value, 4) for name, value in measures.items()} | {
        "matched": score.matched,
        "gold": score.gold,
        "predicted": score.predicted,
    }


def _share_data(share: Share) -> dict[str, Any]:
    return {
        "value": None if share.value is None else round(share.value, 4),
        "right": share.right,
        "total": share.total,
    }
