"""Change between periods and trends: exact tests against numbers worked out by hand, gaps that are no zeros."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics_made import places, quarters, said, sources
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import exact
from trygghet_geo.statistics.change import Changes, Period, change
from trygghet_geo.statistics.occasions import Source
from trygghet_geo.statistics.trends import kendall, seasons, trends

BEFORE, AFTER = Period(date(2020, 1, 1), date(2021, 12, 31)), Period(date(2022, 1, 1), date(2023, 12, 31))


def compare(table, documents=None, **how) -> Changes:
    return change(table, documents or quarters(16), places(), before=BEFORE, after=AFTER, **how)


def test_five_against_none_with_equal_exposure_is_two_thirty_seconds() -> None:
    # P(0 of 5 after) = (1/2)^5 = 1/32, doubled 1/16.
    test = exact.conditional(5, 0, exposure_before=8, exposure_after=8)
    assert test.p == pytest.approx(2 / 32)
    assert test.lowest_p == pytest.approx(2 / 32)
    assert (test.ratio, test.low) == (0.0, 0.0)


def test_exposure_decides_what_is_many() -> None:
    # Share after is 3/4: P(X >= 4 of 4) = (3/4)^4 = 81/256; the lower tail is 1; doubled 162/256.
    test = exact.conditional(0, 4, exposure_before=1, exposure_after=3)
    assert test.p == pytest.approx(162 / 256)
    assert test.ratio is None
    assert test.high is None
    # Lowest: all four before, (1/4)^4, doubled.
    assert test.lowest_p == pytest.approx(2 / 256)


def test_an_interval_holds_one_exactly_when_p_is_above_five_percent() -> None:
    for before, after in [(9, 2), (9, 1), (3, 3), (1, 8), (2, 12)]:
        test = exact.conditional(before, after, exposure_before=5, exposure_after=5)
        holds = test.low < 1 < (test.high or np.inf)
        assert holds == (test.p > 0.05), (before, after)


def test_exposure_must_be_there() -> None:
    with pytest.raises(ValueError, match="positive"):
        exact.conditional(1, 1, exposure_before=0, exposure_after=1)


def test_permuted_counts_every_deal() -> None:
    # Three documents against three, 5 statements all in one of them: half of all deals put it after, p = 1.
    assert exact.permuted([([0, 0, 0], [5, 0, 0])]) == (1.0, 1.0)
    # One each in the three after: 1 of C(6,3) = 20 deals has three after, doubled 0.1, and that is the lowest.
    assert exact.permuted([([0, 0, 0], [1, 1, 1])]) == (0.1, 0.1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=8), st.data())
def test_permuted_agrees_with_going_through_all_deals(counts: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(counts) - 1))
    deals = [sum(counts[i] for i in deal) for deal in combinations(range(len(counts)), len(counts) - cut)]
    seen = sum(counts[cut:])
    upper, lower = np.mean([s >= seen for s in deals]), np.mean([s <= seen for s in deals])
    assert exact.permuted([(counts[:cut], counts[cut:])])[0] == pytest.approx(min(1, 2 * min(upper, lower)))


def test_kinds_of_documents_are_dealt_each_by_itself() -> None:
    # Minutes say three things, notes none; the second period has more notes. Among minutes alone nothing differs.
    strata = [([3, 3], [3, 3]), ([0], [0] * 9)]
    assert exact.permuted(strata) == (1.0, 1.0)
    pooled, _ = exact.permuted([([3, 3, 0], [3, 3, *([0] * 9)])])
    assert pooled < 0.5


def test_the_family_is_of_tests_that_could_reach_the_level_divided() -> None:
    # 0.01 and 0.02 can reach 0.05/2 and there are two of them: K = 2. 0.03 and 1 cannot.
    assert exact.required([0.01, 0.02, 0.03, 1.0], 0.05) == pytest.approx(0.025)
    assert exact.required([1.0], 0.05) == 0.05
    assert exact.required([], 0.05) == 0.05


def test_clumps_make_large_counts_likelier() -> None:
    # Two single ones and one of three, share 1/2: P(X >= 3) = P(the three) + P(not) * 0 = 1/2.
    assert exact.clumped_tail(3, np.array([1, 1, 3]), 0.5) == pytest.approx(0.5)
    # All single: P(Binomial(5, 1/2) >= 4) = 6/32.
    assert exact.clumped_tail(4, np.ones(5), 0.5) == pytest.approx(6 / 32)
    assert exact.clumped_tail(6, np.ones(5), 0.5) == 0.0
    assert exact.clumped_tail(0, np.array([]), 0.5) == 1.0


def test_a_fall_that_chance_does_not_give_is_called_fewer() -> None:
    # Eight documents before, each with one statement; eight after with none: conditional 2/2^8, permuted 2/C(16,8).
    found = compare(said(*((f"m{i}", "traffic", "road") for i in range(1, 9))), by=("category",))
    only = found.rows[0]
    assert (only.before, only.after, only.documents_before, only.verdict) == (8, 0, 8, "fewer")
    assert only.p == pytest.approx(2 / 256)
    assert only.words == "färre: 8 i 8 dokument mot 0 i 8 dokument (p = 0,0078)"
    assert (found.documents_before, found.documents_after, found.family) == (8, 8, 1)


def test_eight_statements_of_one_document_are_no_change() -> None:
    found = compare(said(*(("m1", "traffic", "road") for _ in range(8))), by=("category",))
    assert found.rows[0].verdict == "too_little"
    assert found.rows[0].p == 1.0


def test_too_little_is_said_with_n_and_the_lowest_p() -> None:
    # Three once each: lowest conditional 2/2^3 = 0.25; permuted 2*C(13,5)/C(16,8) = 0.2: the larger counts.
    found = compare(said(*((f"m{i}", "traffic", "road") for i in (1, 2, 3))), by=("category",))
    assert found.rows[0].words == (
        "underlaget räcker inte: 3 i 8 dokument mot 0 i 8 dokument; n = 3, lägsta möjliga p = 0,25, "
        "det behöver vara högst 0,05"
    )


def test_no_sure_difference_has_those_words() -> None:
    rows = [(f"m{i}", "traffic", "road") for i in (1, 2, 3, 4, 5, 9, 10, 11, 12)]
    only = compare(said(*rows), by=("category",)).rows[0]
    assert only.verdict == "no_sure_change"
    assert only.words.startswith("ingen säker skillnad: 5 i 8 dokument mot 4 i 8 dokument")
    assert only.low < 1 < only.high


def test_many_places_are_corrected_for_together() -> None:
    others = [(f"p{i}", m) for i in range(20) for m in (1, 2, 3, 4, 9, 10, 11, 12)]
    rows = [(f"m{m}", "traffic", None, {"place_id": name, "place": name}) for name, m in others]
    # One place falls from 7 to 0 (p = 2/128): alone it would be sure, among 21 that could have changed it is not.
    rows += [(f"m{m}", "traffic", None, {"place_id": "x", "place": "X"}) for m in range(1, 8)]
    alone = compare(said(*rows[-7:]), by=("place",)).rows[0]
    among = next(one for one in compare(said(*rows), by=("place",)).rows if one.place_id == "x")
    assert alone.verdict == "fewer"
    assert among.p == alone.p
    assert among.verdict != "fewer"


def test_a_place_takes_what_is_inside_it_once() -> None:
    both = {"statement_id": "one"}
    found = compare(said(("m1", "traffic", "square", both), ("m1", "traffic", "town", both)), by=("place",))
    assert {one.place_id: one.before for one in found.rows} == {"square": 1, "centre": 1, "town": 1, "1961": 1}


def test_a_period_without_documents_is_told() -> None:
    found = compare(said(("m1", "traffic", "road")), quarters(4), by=("category",))
    assert found.rows[0].verdict == "too_little"
    assert "utan dokument i båda perioderna" in found.rows[0].words


def test_periods_must_make_sense() -> None:
    with pytest.raises(InvalidSelection, match="överlappar"):
        change(said(), (), places(), before=BEFORE, after=BEFORE)
    with pytest.raises(InvalidSelection, match="slutar"):
        Period(date(2021, 1, 2), date(2021, 1, 1))


def test_change_raises_no_false_alarm_when_documents_clump() -> None:
    """100 null data sets: every document dwells on one place at random, six statements each; nothing differs."""
    random, alarms = np.random.default_rng(1), 0
    for _ in range(100):
        rows = [(f"m{m}", "traffic", None, {"place_id": f"p{random.integers(5)}"}) for m in range(1, 17)]
        found = compare(said(*(row for row in rows for _ in range(6))), by=("place",))
        alarms += any(one.verdict in ("more", "fewer") for one in found.rows)
    assert alarms <= 5


def test_a_quarter_without_documents_is_a_gap_and_one_without_statements_is_zero() -> None:
    days = sources(a=date(2020, 1, 5), b=date(2020, 5, 1), c=date(2020, 12, 31))
    found = trends(said(("a", "traffic", "road"), ("c", "traffic", "road")), days, places())
    assert [point.count for point in found.rows[0].points] == [1, 0, None, 1]
    assert [point.rate for point in found.rows[0].points][2] is None
    assert found.gaps == 1
    assert (found.rows[0].points[0].first, found.rows[0].points[-1].last) == (date(2020, 1, 1), date(2020, 12, 31))


def test_a_short_note_is_no_silence() -> None:
    """Minutes say two things each, notes none: a step with minutes and three notes has the rate of minutes alone."""
    minutes = quarters(2)
    notes = tuple(Source(f"n{i}", date(2020, 4, 2), "report") for i in range(3))
    table = said(*((m, "traffic", "road") for m in ("m1", "m1", "m2", "m2")))
    first, second = trends(table, (*minutes, *notes), places()).rows[0].points
    assert (first.documents, second.documents) == (1, 4)
    assert first.rate == second.rate == 1.0


@pytest.mark.parametrize(
    ("values", "score", "p"),
    [
        # All of 5! = 120 orders: only two reach |S| = 10.
        ([1, 2, 3, 4, 5], 10, 2 / 120),
        ([5, 4, 3, 2, 1], -10, 2 / 120),
        ([1, 1, 1], 0, 1.0),
        ([], 0, 1.0),
    ],
)
def test_kendall_of_few_goes_through_all_orders(values: list[int], score: int, p: float) -> None:
    assert kendall(values)[:2] == (score, pytest.approx(p))


def test_kendall_of_many_is_the_textbook_approximation() -> None:
    # n = 10, S = 45, variance 10*9*25/18 = 125: z = 44/sqrt(125) = 3.935, two-sided 8.3e-5.
    assert kendall(list(range(10)))[1] == pytest.approx(8.3e-5, rel=0.01)


def test_a_steady_rise_is_called_so_and_chance_is_not() -> None:
    rising = [(f"m{m}", "traffic", "road") for m in range(1, 13) for _ in range(m)]
    # In each quarter another thing falls, so that documents say as much all the time.
    rising += [(f"m{m}", "fire", "road") for m in range(1, 13) for _ in range(13 - m)]
    found = {row.category: row for row in trends(said(*rising), quarters(12), places()).rows}
    assert found["traffic"].words == "tas upp allt oftare"
    assert found["fire"].verdict == "down"
    few = trends(said(("m1", "traffic", "road")), quarters(3), places()).rows[0]
    assert few.words.startswith("underlaget räcker inte: 1 uppgift i 3 perioder")


def test_seasons_put_december_with_january_and_leave_empty_ones_empty() -> None:
    days = sources(a=date(2020, 12, 5), b=date(2021, 1, 5), c=date(2021, 7, 1))
    found = {one.name: one for one in seasons(said(("a", "traffic", "road"), ("b", "fire", None)), days)}
    assert (found["vinter"].documents, found["vinter"].count) == (2, 2)
    assert (found["sommar"].count, found["vår"].count, found["vår"].low) == (0, None, None)
    # Garwood for none: 0 to -ln(0.025) = 3.689, over one document.
    assert (found["sommar"].low, found["sommar"].high) == (0.0, pytest.approx(3.689, abs=0.001))


def test_an_unknown_step_is_refused_and_no_documents_give_nothing() -> None:
    with pytest.raises(InvalidSelection, match="okänt steg"):
        trends(said(), (), places(), step="decade")
    assert trends(said(), (), places()).rows == ()
