"""Gi* against esda where it has no ties, against going through every draw where there are; the scan."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghet_geo.statistics import getis, scan


def by_hand(counts: np.ndarray, graph) -> np.ndarray:
    """The smaller tail over every set of other cells that the neighbours could have been."""
    dense, found = graph.toarray(), []
    for i, row in enumerate(dense):
        sums = [sum(draw) for draw in combinations(np.delete(counts, i), int(row.sum()))]
        seen = row @ counts
        found.append(min(np.mean([s >= seen for s in sums]), np.mean([s <= seen for s in sums])))
    return np.array(found)


def test_z_by_hand() -> None:
    """Three cells in a row, values 0, 0, 3: mean 1, variance 2, n = 3."""
    graph = getis.queen(1, 3)
    z = getis.gi_star(np.array([0.0, 0.0, 3.0]), graph).z
    # First: mean of two is 0; sd of a mean of 2 of 3 without replacement: sqrt(2 (3/2 - 1) / 2) = sqrt(1/2).
    assert z[0] == pytest.approx(-1 / np.sqrt(0.5))
    assert z[2] == pytest.approx(0.5 / np.sqrt(0.5))
    # The middle one has all cells around it: no other draw is possible.
    assert z[1] == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_exact_is_every_draw_with_ties(counts: list[int]) -> None:
    graph, values = getis.queen(3, 3), np.array(counts)
    assert getis.exact(values, graph).p == pytest.approx(by_hand(values, graph), abs=1e-12)


def test_permutations_come_near_the_exact_ones() -> None:
    graph, values = getis.queen(6, 7), np.random.default_rng(1).poisson(0.7, 42)
    estimated = getis.permuted(values.astype(float), graph, permutations=20_000, seed=2)
    assert estimated.p == pytest.approx(getis.exact(values, graph).p, abs=0.015)
    assert np.array_equal(estimated.p, getis.permuted(values.astype(float), graph, permutations=20_000, seed=2).p)


def test_draws_are_shifted_past_the_cell_itself() -> None:
    """Draw 0 of cell 0 is cell 1, of every other cell it is cell 0."""
    graph, values = getis.queen(1, 4), np.array([8.0, 1.0, 2.0, 4.0])
    found = getis.permuted(values, graph, draws=np.array([[0, 1]]))
    # Sums seen: 1, 10, 5, 2. Drawn: cell 0 takes one (1); 1: cells 0, 2 (10); 2: cells 0, 1 (9); 3: cell 0 (8).
    # Above or equal: yes, yes, yes, yes; below or equal: yes, yes, no, no. (1 + smaller) / 2.
    assert found.p.tolist() == [1.0, 1.0, 0.5, 0.5]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=12, max_size=12), st.integers(0, 1000))
def test_counting_the_sums_gives_what_summing_every_draw_gives(counts: list[int], seed: int) -> None:
    graph, values = getis.queen(3, 4), np.array(counts, dtype=float)
    draws = np.array([np.random.default_rng(seed + n).permutation(11)[:8] for n in range(99)])
    degree = np.diff(graph.indptr)
    expected = []
    for i in range(12):
        others = np.delete(values, i)
        sums = others[draws[:, : degree[i]]].sum(axis=1)
        seen = (graph @ values)[i]
        expected.append((1 + min((sums >= seen).sum(), (sums <= seen).sum())) / 100)
    assert getis.permuted(values, graph, draws=draws).p.tolist() == expected
    # Halves are no whole counts: the same sums, half as large, by the other way.
    assert getis.permuted(values / 2 + 0.25, graph, draws=draws).p.tolist() == expected


def test_only_whole_counts_are_counted_exactly() -> None:
    with pytest.raises(ValueError, match="whole counts"):
        getis.exact(np.array([0.5, 1.0]), getis.queen(1, 2))


def test_equal_values_have_no_z() -> None:
    assert getis.gi_star(np.ones(9), getis.queen(3, 3)).z.tolist() == [0.0] * 9


def test_agrees_with_esda_where_it_has_no_ties() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        esda = pytest.importorskip("esda", reason="esda is in the bench extra")
        from esda.crand import vec_permutations
        from libpysal.weights import lat2W

        values, graph = np.random.default_rng(3).random(156), getis.queen(12, 13)
        how = {"star": True, "transform": "B", "permutations": 99, "seed": 3, "n_jobs": 1}
        theirs = esda.G_Local(values, lat2W(12, 13, rook=False), **how)
        ours = getis.gi_star(values, graph)
        assert ours.z == pytest.approx(np.asarray(theirs.Zs), abs=1e-12)
        assert ours.p_normal == pytest.approx(np.asarray(theirs.p_norm), abs=1e-12)
        draws = vec_permutations(8, 156, 99, 3)
        # esda keeps its p in single precision.
        assert getis.permuted(values, graph, draws=draws).p == pytest.approx(theirs.p_sim, abs=1e-6)


def test_a_scan_finds_the_raised_areas_and_says_when_there_is_too_little() -> None:
    xy = np.array([[x * 1000.0, y * 1000.0] for x in range(5) for y in range(5)])
    counts = np.full(25, 3)
    counts[[6, 7]] = 20
    found = scan.scan(counts, np.ones(25), xy, worlds=199)
    assert {6, 7} <= set(found.clusters[0].areas)
    assert found.clusters[0].p == 1 / 200
    little = scan.scan(np.array([1, 1, 1]), np.ones(3), xy[:3])
    assert little.clusters == ()
    assert little.words == "underlaget räcker inte: n = 3, 3 områden; lägsta möjliga p = 0,001"


def test_a_scan_of_chance_seldom_finds_anything() -> None:
    xy, random = np.random.default_rng(0).random((30, 2)) * 1e4, np.random.default_rng(1)
    alarms = sum(
        bool(scan.scan(random.multinomial(100, np.ones(30) / 30), np.ones(30), xy, worlds=99, seed=i).clusters)
        for i in range(60)
    )
    # Each with chance 0.05 (5 of 100): more than 8 of 60 has a chance of 0.3 %.
    assert alarms <= 8


def test_each_carries_its_warning() -> None:
    assert "larmar" in getis.gi_star(np.arange(9.0), getis.queen(3, 3)).warning
    assert "larmar" in scan.scan(np.ones(3), np.ones(3), np.zeros((3, 2))).warning
