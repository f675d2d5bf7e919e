"""Confidence is a measured share: finest sort first, coarser where it is not known."""

import importlib.util
import sys
from pathlib import Path

import pytest

from trygghet_geo.records import Hit
from trygghet_geo.understanding import confidence

TOOL = Path(__file__).resolve().parent.parent / "tools" / "calibrate.py"


@pytest.fixture(scope="module")
def calibrate():
    spec = importlib.util.spec_from_file_location("calibrate", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    spec.loader.exec_module(module)
    return module


def _hits(*rules):
    return tuple(Hit(rule, 0, length) for rule, length in rules)


@pytest.mark.parametrize(
    ("kind", "rules", "finest"),
    [
        ("concern", _hits(("kind:concern", 40), ("term:vandalism/graffiti", 7)), "concern/passes/word/clear"),
        ("concern", _hits(("kind:concern", 40), ("term:traffic:wordings", 25)), "concern/passes/wording/clear"),
        ("concern", _hits(("kind:model:concern", 40), ("term:model:theft", 9)), "concern/model/guess/clear"),
        ("concern", _hits(("kind:concern", 40), ("cue:negation", 4), ("term:fire", 5)), "concern/passes/word/mixed"),
        ("calm", _hits(("kind:calm", 40), ("cue:negation", 4)), "calm/passes/none/clear"),
    ],
)
def test_a_statement_is_sorted_by_what_speaks_for_it(kind, rules, finest):
    names = confidence.sorts(kind, rules)
    assert names[0] == finest
    assert names[-2:] == (kind, "all")


def test_every_kind_has_a_measured_share():
    for kind in ("concern", "calm", "measure", "proposal", "statistic"):
        assert 0 < confidence.shares()[kind] < 1


def test_a_sort_that_was_never_seen_takes_the_coarser_share():
    rules = _hits(("kind:model:concern", 40), ("term:model:theft", 9))
    known = confidence.shares()
    expected = next(known[name] for name in confidence.sorts("concern", rules) if name in known)
    assert confidence.of("concern", rules) == expected
    assert confidence.of("no such kind", ()) == known["all"]


def test_a_share_is_drawn_towards_the_coarser_one(calibrate):
    """Three of four right over all: (3 + 12 × 0.5) / (4 + 12) = 0.5625; the sort "a", two of two, is drawn to that:
    (2 + 12 × 0.5625) / (2 + 12) = 0.625."""
    known = [
        calibrate.Outcome(n, (name, "all"), right)
        for n, (name, right) in enumerate([("a", 1), ("a", 1), ("b", 1), ("b", 0)])
    ]
    found = calibrate.shares(known)
    assert found["all"] == pytest.approx(0.5625)
    assert found["a"] == pytest.approx(0.625)


def test_the_error_is_the_distance_from_the_diagonal(calibrate):
    """Ten at 0.75, five right: 0.25 off; ten at 0.55 of which 5.5 cannot be, six right: 0.05 off; mean 0.15."""
    told = [(0.75, n < 5) for n in range(10)] + [(0.55, n < 6) for n in range(10)]
    assert calibrate.error(told) == pytest.approx(0.15)
    assert [row[1] for row in calibrate.table(told)] == [10, 10]
