"""Measure how often statements are right, sort by sort, and write `data/model/confidence.toml`.

    python tools/calibrate.py data/evaluation/dev-5.jsonl data/evaluation/dev-7.jsonl [--curve docs/reliability.svg]

Each text is read by a model that was trained without it (`tools/cross_validate.py`). Prints the reliability table,
cross-validated once more: each fifth of the texts is judged by shares measured on the other four.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from trygghet_geo.evaluation import matching  # noqa: E402
from trygghet_geo.understanding import confidence  # noqa: E402

WEIGHT = 12
"""As many statements of the coarser sort are counted in with each sort."""
FOLDS = 5
EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)


@dataclass(frozen=True)
class Outcome:
    """A statement of text number `text`: its sorts, finest first, and whether a reader agreed."""

    text: int
    sorts: tuple[str, ...]
    right: bool


def outcomes(paths: Iterable[Path]) -> list[Outcome]:
    """Every statement of the annotated texts; right when an annotation on the same words has its kind and category."""
    import cross_validate  # it trains, which takes a while to load

    made = []
    for number, (text, _, statements) in enumerate(cross_validate.answers(list(paths))):
        for statement in statements:
            codes = {claim.category for claim in statement.claims}
            right = any(
                one.kind == statement.kind
                and one.category in codes
                and matching.meet((one.start, one.end), (statement.start, statement.end))
                for one in text.findings
            )
            made.append(Outcome(number, confidence.sorts(statement.kind, statement.rules), right))
    return made


def shares(known: Sequence[Outcome]) -> dict[str, float]:
    """Share right of each sort, drawn towards the next coarser one."""
    counts: dict[str, list[int]] = {}
    parents: dict[str, str | None] = {}
    for each in known:
        for name, parent in zip(each.sorts, (*each.sorts[1:], None), strict=True):
            right, total = counts.setdefault(name, [0, 0])
            counts[name] = [right + each.right, total + 1]
            parents[name] = parent
    found: dict[str, float] = {}
    for name in sorted(counts, key=lambda n: (n != "all", n.count("/"), n)):
        right, total = counts[name]
        parent = parents[name]
        prior = found[parent] if parent else 0.5
        found[name] = (right + WEIGHT * prior) / (total + WEIGHT)
    return found


def crossed(known: Sequence[Outcome]) -> list[tuple[float, bool]]:
    """Confidence and truth of every statement, each by shares of texts in other folds."""
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        fitted = shares([each for each in known if each.text % FOLDS != fold])
        held = [each for each in known if each.text % FOLDS == fold]
        told += [(round(next((fitted[n] for n in e.sorts if n in fitted), 0.5), 2), e.right) for e in held]
    return told


def table(told: Sequence[tuple[float, bool]]) -> list[tuple[str, int, float, float]]:
    """Bin, statements, mean confidence and share right, for every bin that holds some."""
    rows = []
    for low, high in pairwise(EDGES):
        inside = [(c, r) for c, r in told if low <= c < high]
        if inside:
            mean, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            rows.append((f"{low:.1f}–{min(high, 1):.1f}", len(inside), mean, right))
    return rows


def error(told: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: the bins' distance from the diagonal, by their size."""
    return sum(count * abs(mean - right) for _, count, mean, right in table(told)) / len(told)


def written(fitted: Mapping[str, float], names: Sequence[str], count: int) -> str:
    lines = [
        "# Share of statements of a sort that were right in kind and category; sorts: understanding/confidence.py.",
        f"# Made by tools/calibrate.py on {count} statements of {', '.join(names)}; not to be edited by hand.",
        "",
        "[shares]",
    ]
    return "\n".join([*lines, *(f'"{name}" = {share:.2f}' for name, share in sorted(fitted.items()))]) + "\n"


def curve(rows: Sequence[tuple[str, int, float, float]]) -> str:
    """The reliability curve as SVG: confidence to the right, share right upwards, the diagonal where they are one."""
    side, edge = 320, 40
    dots = [(edge + mean * side, edge + (1 - right) * side, count) for _, count, mean, right in rows]
    ticks = "".join(
        f'<text x="{edge + v * side:.0f}" y="{edge + side + 16}" text-anchor="middle">{v:.1f}</text>'
        f'<text x="{edge - 6}" y="{edge + (1 - v) * side + 4:.0f}" text-anchor="end">{v:.1f}</text>'
        for v in (0, 0.2, 0.4, 0.6, 0.8, 1)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in dots)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f4e79"/>'
        f'<text x="{x + 7:.1f}" y="{y + 14:.1f}">n={count}</text>'
        for x, y, count in dots
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side + 2 * edge}" height="{side + 2 * edge}" '
        'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#888"/>'
        f'<path d="M{edge},{edge + side} L{edge + side},{edge}" stroke="#888" stroke-dasharray="4"/>{ticks}'
        f'<polyline points="{line}" fill="none" stroke="#1f4e79" stroke-width="2"/>{marks}'
        f'<text x="{edge + side / 2}" y="{edge + side + 33}" text-anchor="middle">confidence</text>'
        f'<text x="{edge}" y="{edge - 10}">share right</text></svg>\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--curve", type=Path, help="write the reliability curve as SVG")
    parser.add_argument("--check", action="store_true", help="print only, write no shares")
    options = parser.parse_args()
    known = outcomes(options.paths)
    told = crossed(known)
    rows = table(told)
    print("| confidence | statements | mean | right |\n|---|---|---|---|")
    for label, count, mean, right in rows:
        print(f"| {label} | {count} | {mean:.2f} | {right:.2f} |")
    brier = sum((c - r) ** 2 for c, r in told) / len(told)
    print(
        f"\n{len(told)} statements, {sum(r for _, r in told) / len(told):.2f} right; "
        f"calibration error {error(told):.3f}, Brier score {brier:.3f}"
    )
    if options.curve:
        options.curve.write_text(curve(rows), encoding="utf-8")
    if not options.check:
        path = ROOT / "data" / "model" / "confidence.toml"
        path.write_text(written(shares(known), [p.name for p in options.paths], len(known)), encoding="utf-8")


if __name__ == "__main__":
    main()
