"""The two-level test: what is there is found, what is not is not claimed, too little is said as such."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import sparse, stats

from tests.made import feature
from tests.statistics_made import ground, point, region, square
from trygghet_geo import table
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import cells, hotspots, inside, landscape, layers, localities, supports
from trygghet_geo.statistics.inside import Group, Pool
from trygghet_geo.statistics.localities import Clumps


def concerns(*where: tuple[float, float], per_document: int = 8, vague: tuple[int, ...] = (), **changes):
    """A table of sites, `per_document` to a document; those numbered in `vague` known only by their town."""
    made, towns = [], region()
    for number, (x, y) in enumerate(where):
        values = {"geometry": point(x, y), "precision": "site", "place_kind": "landmark", "uncertainty_m": 50.0}
        values |= {"place_id": f"p{number}", "place": f"Plats {x:.0f}"}
        if number in vague:
            town = towns["stor" if x < 10_000 else "lill"]
            values = {"geometry": town.geometry, "precision": "locality", "place_kind": "locality", "place": town.name}
            values |= {"place_id": town.id, "uncertainty_m": 25.0}
        ids = {"id": f"f{number}", "statement_id": f"s{number}", "document_sha256": f"d{number // per_document}"}
        made.append(feature(**(values | ids | changes)))
    return table.frame(made)


def by_residents(number: int, seed: int) -> list[tuple[float, float]]:
    """Places drawn by residents: chance alone."""
    land, random = ground(), np.random.default_rng(seed)
    x, y = land.grid.centres()
    chosen = random.choice(land.grid.cells, number, p=land.residents / land.residents.sum())
    jitter = random.uniform(-120, 120, (number, 2))
    return [(x[c] - 560_000 + dx, y[c] - 6_600_000 + dy) for c, (dx, dy) in zip(chosen, jitter, strict=True)]


def judge(rows, **how) -> hotspots.Hotspots:
    return hotspots.hotspots(rows, region(), "1961", **({"worlds": 199} | how))


def test_a_locality_is_tested_exactly_against_its_residents() -> None:
    # Single statements: 9 of 20 where half live: P(X >= 9) of Binomial(20, 1/2); 15: far fewer.
    for count in (9, 15):
        found = Clumps(np.array([0] * count + [1] * (20 - count)), np.ones(20, dtype=int))
        rows, lowest = localities.raised(found, np.array([1.0, 1.0]), names=[("a", "A"), ("b", "B")], level=0.05)
        row = next(one for one in rows if one.id == "a")
        assert row.p == pytest.approx(stats.binom.sf(count - 1, 20, 0.5))
        assert row.verdict == ("raised" if count == 15 else "as_expected")
        assert (row.expected, row.ratio) == (10.0, count / 10)
        assert lowest == pytest.approx(0.5**20)


def test_one_document_with_twenty_statements_raises_nothing() -> None:
    found = Clumps(np.array([0, 1, 1]), np.array([20, 1, 1]))
    rows, _ = localities.raised(found, np.array([1.0, 9.0]), names=[("a", "A"), ("b", "B")], level=0.05)
    # The clump of 20 falls in A with chance 0.1; that is its p (the single ones alone cannot make 20).
    assert next(row.p for row in rows if row.id == "a") == pytest.approx(0.1)


def test_against_others_both_counts_and_documents_must_differ() -> None:
    own = Clumps(np.array([0] * 15 + [1] * 5), np.ones(20, dtype=int))
    others = Clumps(np.array([0] * 15 + [1] * 15), np.ones(30, dtype=int))
    rows, _ = localities.raised(own, np.array([30.0, 20.0]), names=[("a", "A"), ("b", "B")], level=0.05, others=others)
    # Of 50 statements 30 lie in A, 20 are own: hypergeometric tail of 15.
    assert next(row.p for row in rows if row.id == "a") == pytest.approx(stats.hypergeom.sf(14, 50, 30, 20))


def test_worlds_put_concerns_by_chance_and_p_counts_itself() -> None:
    """Two cells of equal chance, six concerns all in one. z is largest for 6-0 and 0-6 alone: 2/64 of all worlds."""
    eye = sparse.csr_array(np.eye(2))
    group = Group(np.array([0, 1]), np.array([0.5, 0.5]), np.zeros(6, dtype=int), np.ones(6, dtype=int))
    found = inside.excess(eye, [group], worlds=9999, seed=3)
    assert found.p[0] == pytest.approx(2 / 64, abs=0.006)
    assert found.p[1] == 1.0
    assert (found.found.tolist(), found.expected.tolist()) == ([6.0, 0.0], [3.0, 3.0])
    assert found.lowest_p == 1 / 10_000
    again = inside.excess(eye, [group], worlds=9999, seed=3)
    assert np.array_equal(again.p, found.p)


def test_a_clump_falls_as_one() -> None:
    eye = sparse.csr_array(np.eye(2))
    group = Group(np.array([0, 1]), np.array([0.5, 0.5]), np.zeros(1, dtype=int), np.array([6]))
    assert inside.excess(eye, [group], worlds=999).p[0] > 0.9


def test_a_place_that_could_lie_nowhere_else_is_no_excess() -> None:
    eye = sparse.csr_array(np.eye(2))
    group = Group(np.array([0]), np.array([1.0]), np.zeros(9, dtype=int), np.ones(9, dtype=int))
    assert (inside.excess(eye, [group], worlds=199).p == 1.0).all()


def test_dealing_labels_anew_counts_only_what_differs_from_the_others() -> None:
    """Five own and five others at one place, none elsewhere: nothing differs. All own here, others there: 1/C(10,5)."""
    eye = sparse.csr_array(np.eye(2))
    own = np.arange(10) < 5
    same = Pool(np.zeros(10, dtype=int), np.ones(10, dtype=int), own)
    assert inside.excess(eye, [same], worlds=199).p[0] == 1.0
    apart = Pool(np.where(own, 0, 1), np.ones(10, dtype=int), own)
    # The opposite deal has as large an excess at the other cell: 2 of 252.
    assert inside.excess(eye, [apart], worlds=9999).p[0] == pytest.approx(2 / 252, abs=0.003)


def test_a_pile_in_a_town_is_found_with_its_sentences() -> None:
    pile = [(4600 + 10 * i, 4600) for i in range(12)]
    found = judge(concerns(*by_residents(40, 1), *pile, per_document=3))
    assert found.verdict == "found"
    spot = found.spots[0]
    assert spot.locality == "Storby"
    assert set(spot.statements) >= {f"s{i}" for i in range(40, 52)}
    assert spot.geometry.contains(point(4650, 4600))
    assert spot.p == pytest.approx(1 / 200)
    assert "mer tas upp här än väntat mot antal invånare" in spot.words
    assert "av fallen" in found.notes[-1]


def test_a_raised_town_is_found_and_is_no_spot() -> None:
    random = np.random.default_rng(4)
    inside_lill = [(12_000 + 2000 * a, 12_000 + 2000 * b) for a, b in random.random((60, 2))]
    found = judge(concerns(*by_residents(60, 2), *inside_lill, per_document=2))
    assert [row.name for row in found.localities if row.verdict == "raised"] == ["Lillby"]
    assert found.spots == ()
    assert found.words.startswith("fler än väntat mot antal invånare: Lillby (n = 120")


def test_coincident_points_at_a_towns_middle_make_no_hotspot() -> None:
    """Fifty concerns that name only the town, drawn by careless geocoding as one point at its centroid."""
    middle = [(5500, 5500)] * 50
    vague = concerns(*by_residents(50, 3), *middle, per_document=4)
    for changes in ({"precision": "locality", "place_kind": "locality"}, {}):
        rows = vague.copy()
        for column, value in changes.items():
            rows.loc[rows.index >= 50, column] = value
        found = judge(rows)
        assert found.spots == ()
        assert found.finer <= 50


def test_one_document_makes_no_spot() -> None:
    pile = [(4600, 4600)] * 12
    assert judge(concerns(*by_residents(36, 5), *pile, per_document=12)).spots == ()


def test_too_little_is_said_with_n_areas_and_the_lowest_p() -> None:
    found = judge(concerns(*[(4600, 4600)] * 12, per_document=2))
    assert found.verdict == "too_little"
    assert found.words.startswith("underlaget räcker inte: n = 12 med plats, varav 12 närmare än på ort; 3 områden")
    assert "lägsta möjliga p" in found.words
    assert found.spots == ()
    assert judge(concerns()).verdict == "too_little"


def test_nothing_is_said_to_stand_out_when_nothing_does() -> None:
    found = judge(concerns(*by_residents(100, 6)))
    assert found.verdict == "nothing"
    assert found.words.startswith("ingen plats sticker säkert ut mot antal invånare")


@pytest.mark.parametrize("share_vague", [0.0, 0.4])
def test_false_alarms_stay_under_the_level(share_vague: float) -> None:
    """A small version of benchmarks/statistics_simulation.py: 40 maps of chance, at most 5 % expected to alarm.

    Were each to alarm with chance 0.05, more than 6 of 40 would have a chance of 0.3 %.
    """
    land, alarms = ground(), 0
    for seed in range(40):
        number = (20, 50, 120)[seed % 3]
        vague = tuple(np.flatnonzero(np.random.default_rng(seed).random(number) < share_vague))
        where = by_residents(number, 100 + seed)
        town = [i for i in vague if land.area[land.grid.cell(560_000 + where[i][0], 6_600_000 + where[i][1])] < 2]
        rows = concerns(*where, vague=tuple(town))
        found = judge(rows, land=land, seed=seed)
        alarms += found.verdict == "found"
    assert alarms <= 6


def test_only_what_is_placed_finer_reaches_the_inner_test() -> None:
    rows = concerns(*by_residents(30, 8))
    assert judge(rows).finer <= 30
    for changes in ({"place_kind": "locality"}, {"precision": "vague"}, {"uncertainty_m": 900.0}):
        assert judge(rows.assign(**changes)).finer == 0


def test_the_same_seed_gives_the_same_and_the_order_of_rows_is_nothing() -> None:
    rows = concerns(*by_residents(60, 9), *[(4600, 4600)] * 9, per_document=3)
    assert judge(rows) == judge(rows)
    assert judge(rows[::-1]).localities == judge(rows).localities
    assert [spot.p for spot in judge(rows[::-1]).spots] == pytest.approx(
        [spot.p for spot in judge(rows).spots], abs=0.02
    )


def test_against_the_others_a_busy_square_is_no_hotspot_of_one_category() -> None:
    busy = [(4600, 4600)] * 20
    own = concerns(*by_residents(20, 10), *busy, per_document=4)
    others = concerns(*by_residents(40, 11), *busy * 2, per_document=4).assign(category="fire")
    assert judge(own).verdict == "found"
    assert judge(own, against="others", others=others).spots == ()


def test_an_unknown_exposure_is_refused() -> None:
    rows = concerns((4600, 4600))
    with pytest.raises(InvalidSelection, match="exponering"):
        judge(rows, against="crime")
    with pytest.raises(InvalidSelection, match="exponering"):
        judge(rows, against="others")
    with pytest.raises(InvalidSelection, match="underlaget räcker inte"):
        judge(rows, against="roads")


def test_a_place_counts_in_the_town_it_lies_in_by_the_register_or_by_its_mass() -> None:
    land, places = ground(), region()
    places["torg"] = replace(places["lill"], id="torg", kind="landmark", parent="lill", geometry=point(1000, 1000))
    rows = table.frame(
        [
            feature(id="1", statement_id="1", place_id="torg", geometry=point(1000, 1000), precision="site"),
            feature(
                id="2",
                statement_id="2",
                place_id="okänd",
                geometry=point(5500, 5500),
                precision="site",
                uncertainty_m=50.0,
            ),
            feature(id="3", statement_id="3", place_id="långt", geometry=square(3000, 3000, 14_000), precision="vague"),
            feature(
                id="4",
                statement_id="4",
                place_id="borta",
                geometry=point(30_000, 0),
                precision="site",
                uncertainty_m=50.0,
            ),
        ]
    )
    spread = supports.spread(rows, land)
    found = dict(zip(spread.rows["id"], localities.assigned(spread, land, places), strict=True))
    assert (land.areas[found["1"]].name, land.areas[found["2"]].name, found["4"]) == ("Lillby", "Storby", -1)


def test_layers_hold_localities_spots_and_cells_in_every_format() -> None:
    rows = concerns(*by_residents(40, 1), *[(4600 + 10 * i, 4600) for i in range(12)], per_document=3)
    land, found = ground(), judge(rows)
    drawn = layers.layers(
        found, region(), cells.cells(supports.spread(rows, land), land, cells.tiling(land, size_m=750))
    )
    assert set(drawn["layer"]) == {"locality", "spot", "cell"}
    text = layers.to_bytes(drawn, ".geojson", result={"words": found.words}).decode()
    read = json.loads(text)
    assert read["result"]["words"] == found.words
    assert len(read["features"]) == len(drawn)
    assert text == layers.to_bytes(drawn, ".geojson", result={"words": found.words}).decode()
    for suffix in (".gpkg", ".parquet", ".fgb"):
        assert len(layers.to_bytes(drawn, suffix, result={})) > 1000
    with pytest.raises(InvalidSelection, match=r"\.csv går inte"):
        layers.known(".csv")


def test_a_municipality_without_towns_has_too_little() -> None:
    alone = {"1961": region()["1961"]}
    found = hotspots.hotspots(concerns(*[(4600, 4600)] * 30), alone, "1961", worlds=99)
    assert found.verdict == "too_little"
    assert landscape.landscape(alone, "1961").areas[0].name == "utanför tätorterna"


def test_dates_are_not_looked_at() -> None:
    """Filtering is the selection's; the test counts what it is given."""
    rows = concerns(*by_residents(30, 12))
    later = rows.assign(meeting_date=np.datetime64(date(2030, 1, 1), "s"))
    assert judge(rows).localities == judge(later).localities
