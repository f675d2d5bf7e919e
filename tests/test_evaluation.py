"""Every expected number is worked out in the comment beside it, from the findings made in the test."""

from __future__ import annotations

import json
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_evaluation_gold import annotated, said, write
from trygghet_geo import evaluation
from trygghet_geo.evaluation import keywords, matching, rendering, scores
from trygghet_geo.evaluation.findings import Finding, from_statement, period, place_key
from trygghet_geo.evaluation.gold import Text, Trap
from trygghet_geo.evaluation.scores import NOTHING, Score, Share
from trygghet_geo.records import Claim, Location, Mention, Statement
from trygghet_geo.taxonomy import Category, Taxonomy, Terms, Type

DAY = date(2022, 3, 9)


def finding(start: int, end: int, category: str = "fire", kind: str = "concern", **more) -> Finding:
    return Finding(start, end, kind, category, **{"words": (start, end), "first": DAY, "last": DAY} | more)


def text(*findings: Finding, genre: str = "minutes", traps: tuple[Trap, ...] = ()) -> Text:
    return Text("t", genre, None, DAY, "x" * 100, findings, traps)


# Matching


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((0, 10), (5, 40), True),  # 5 of the shorter's 10: exactly half
        ((0, 10), (6, 40), False),  # 4 of 10
        ((0, 100), (40, 44), True),  # the shorter lies wholly inside
        ((0, 10), (10, 20), False),  # side by side
        ((5, 5), (0, 10), False),  # an empty span meets nothing
    ],
)
def test_spans_meet_from_half_of_the_shorter(a, b, expected):
    assert matching.meet(a, b) is expected
    assert matching.meet(b, a) is expected


def test_each_finding_is_matched_once_and_the_closest_spans_first():
    # (0, 20) shares 20 of 40 characters with (0, 40) and 20 of 20 with itself: the second wins, the first is left over.
    assert matching.pairs([finding(0, 20)], [finding(0, 40), finding(0, 20)]) == [(0, 1)]
    # Two gold statements in one predicted sentence: only one can have it; both share 10 of 20, so the earlier does.
    assert matching.pairs([finding(0, 10), finding(10, 20)], [finding(0, 20)]) == [(0, 0)]


def test_the_same_category_is_matched_before_the_closer_span():
    ours = [finding(0, 30, "theft"), finding(0, 20, "fire")]
    assert matching.pairs([finding(0, 20, "theft"), finding(0, 20, "fire")], ours) == [(0, 0), (1, 1)]


spans = st.tuples(st.integers(0, 30), st.integers(1, 15)).map(lambda pair: finding(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_matching_is_one_to_one_and_leaves_no_pair_that_could_be_taken(one, other):
    found = matching.pairs(one, other)
    left, right = [i for i, _ in found], [j for _, j in found]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    free = [
        (i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(other)
        if i not in left and j not in right and matching.meet((a.start, a.end), (b.start, b.end))
    ]
    assert free == []


# Scores


def test_concerns_detection_and_category():
    """Gold: fire, theft, drugs. Predicted: fire where it is, drugs on the theft's words, noise where nothing is.

    Span and category: 1 of 3 gold, 1 of 3 predicted; P = R = F1 = 1/3. Span only: 2 of 3 and 2 of 3. Of the two
    detected one has its category.
    """
    one = text(finding(0, 10, "fire"), finding(20, 30, "theft"), finding(40, 50, "drugs"))
    found = scores.result([one], [[finding(0, 10, "fire"), finding(20, 30, "drugs"), finding(70, 80, "disorder")]])
    assert found.concerns == Score(matched=1, gold=3, predicted=3)
    assert (found.concerns.precision, found.concerns.recall, found.concerns.f1) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert found.detection == Score(2, 3, 3)
    assert found.categories == Share(1, 2)
    assert found.by_category == {
        "disorder": Score(0, 0, 1),
        "drugs": Score(0, 1, 1),
        "fire": Score(1, 1, 1),
        "theft": Score(0, 1, 0),
    }


def test_unequal_precision_and_recall():
    # 1 matched of 1 gold and 3 predicted: P = 1/3, R = 1, F1 = 2·1 / (1 + 3) = 1/2.
    found = scores.result([text(finding(0, 10))], [[finding(0, 10), finding(20, 30), finding(40, 50)]]).concerns
    assert (found.precision, found.recall, found.f1) == pytest.approx((1 / 3, 1.0, 0.5))


def test_measures_without_a_denominator_are_none():
    empty = scores.result([text()], [[]])
    assert (empty.concerns.precision, empty.concerns.recall, empty.concerns.f1) == (None, None, None)
    assert empty.places.value is None


def test_kind_confusion_counts_what_was_missed_and_what_was_made_up():
    """Gold: concern, calm, measure. Predicted: concern there, concern on the calm words, a proposal elsewhere.

    Found at all: 2, of which 1 with the right kind.
    """
    one = text(finding(0, 10), finding(20, 30, kind="calm"), finding(40, 50, kind="measure"))
    found = scores.result([one], [[finding(0, 10), finding(20, 30), finding(70, 80, kind="proposal")]])
    assert found.kinds == {
        ("calm", "concern"): 1,
        ("concern", "concern"): 1,
        ("measure", NOTHING): 1,
        (NOTHING, "proposal"): 1,
    }
    assert found.kind_accuracy == Share(1, 2)
    # A calm report taken for a concern is a wrong concern too: 1 of 2 predicted.
    assert found.concerns == Score(1, 1, 2)


def test_a_trap_is_hit_by_a_wrong_concern_that_names_its_words():
    traps = (Trap(0, 20, "question"), Trap(40, 60, "policy"), Trap(70, 80, "past"))
    one = text(finding(70, 80, "theft"), traps=traps)
    found = [
        finding(0, 20, words=(5, 10)),  # its words lie in the first trap: hit
        finding(40, 60, kind="measure"),  # no concern: no hit
        finding(70, 80, "theft"),  # a right concern over the third trap: no hit
        finding(30, 60, words=(30, 38)),  # its sentence covers the second trap, the words it was taken for do not
    ]
    assert scores.result([one], [found]).traps == Share(1, 3)


def test_places_are_right_only_when_all_and_no_more_are_found():
    a, b, c = (frozenset([name]) for name in ("kolbäck", "nibble", "väg 252"))
    both_names = frozenset(["väg 252", "länsväg 252"])
    one = text(
        finding(0, 10, places=(a, c)),
        finding(20, 30, places=(b,)),
        finding(40, 50, places=()),
        finding(60, 70, places=(a,)),
    )
    found = scores.result(
        [one],
        [
            [
                finding(0, 10, places=(a, both_names)),  # right: any name of the place will do
                finding(20, 30, places=(b, a)),  # one too many
                finding(40, 50, places=()),  # right: none
                finding(60, 70, places=()),  # missing
            ]
        ],
    )
    assert found.places == Share(2, 4)
    # Gold places 2 + 1 + 0 + 1 = 4, predicted 2 + 2 + 0 + 0 = 4, of which a, 252 and b are right.
    assert found.place_names == Score(matched=3, gold=4, predicted=4)


def test_dates_types_intensity_and_trend_are_judged_on_matched_concerns():
    week = {"first": date(2022, 2, 28), "last": date(2022, 3, 6)}
    one = text(
        finding(0, 10, types=frozenset(["arson"]), dated=True, intensity="low", trend="up", **week),
        finding(20, 30),
        finding(40, 50, dated=True, **week),
    )
    found = scores.result(
        [one], [[finding(0, 10, types=frozenset(["arson"]), trend="up", **week), finding(20, 30, intensity="normal")]]
    )
    assert found.dates == Share(2, 2)  # the third was not found at all and is not counted here
    assert found.dated == Share(1, 1)
    assert found.types == Share(2, 2)
    assert found.intensities == Share(1, 2)  # "low" was missed; no word of strength and "normal" are one answer
    assert found.trends == Share(2, 2)


def test_genres_and_texts_add_up():
    texts = [text(finding(0, 10), genre="walk"), text(finding(0, 10), genre="police"), text(genre="walk")]
    found = scores.result(texts, [[finding(0, 10)], [], [finding(0, 10)]])
    assert found.by_genre == {"police": Score(0, 1, 0), "walk": Score(1, 1, 2)}
    assert found.concerns == sum(found.by_genre.values(), Score())


# Findings


def statement(*claims: Claim, **more) -> Statement:
    return Statement("s", 0, 40, 0, "concern", claims, 0.9, **more)


def test_claims_of_one_category_are_one_finding_with_their_types():
    claims = [
        Claim("wellbeing", "loneliness", 6, 12),
        Claim("wellbeing", "ill_health", 20, 30),
        Claim("fire", None, 32, 36),
    ]
    found = from_statement(statement(*claims), (), DAY)
    assert [(one.category, one.types, one.words) for one in found] == [
        ("wellbeing", frozenset(["loneliness", "ill_health"]), (6, 12)),
        ("fire", frozenset(), (32, 36)),
    ]


def test_a_period_is_the_documents_date_unless_the_text_says():
    assert period(None, None, DAY) == (DAY, DAY)
    assert period(date(2022, 1, 1), None, DAY) == (date(2022, 1, 1), date(2022, 1, 1))
    assert from_statement(statement(Claim("fire", None, 0, 4)), (), DAY)[0].dated is False


def test_whole_municipalities_are_no_place_and_unknown_words_are():
    mention = Mention(0, 7, "Gågatan", None, "unknown")
    locations = (
        Location(None, Mention(0, 6, "Köping", "Köping", "name"), None, "municipality"),
        Location(None, None, None, "none"),
        Location(None, mention, None, "none"),
    )
    found = from_statement(statement(Claim("fire", None, 0, 4)), locations, DAY)[0]
    assert found.places == (frozenset(["gågatan"]),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kolbäcks station", "Kolbäck station"),
        ("NIBBLE", "Nibble"),
        ("Tunbo-\n  skolan", "Tunboskolan"),
        ("Linne\u0301atorget", "Linnéatorget"),
        ("Strömsholms  slott", "strömsholms slott"),
        ("kommunen", "Köpings kommun"),
    ],
)
def test_place_words_that_are_the_same(one, other):
    assert place_key(one) == place_key(other)


@pytest.mark.parametrize(("one", "other"), [("Kolbäck", "Kolbäcks station"), ("Nibble", "Nibbleskolan"), ("Näs", "Nä")])
def test_place_words_that_are_not_the_same(one, other):
    assert place_key(one) != place_key(other)


# Keywords


def catalogue(terms: dict[str, tuple[str, ...]]) -> Taxonomy:
    def category(code: str, words: tuple[str, ...]) -> Category:
        own, of_type = Terms(terms=words[:1], guards=("från",)), Terms(terms=words[1:])
        types = MappingProxyType({"kind": Type("kind", "Typ", "Type", of_type)})
        return Category(code, code, code, "#000000", code[:2], {}, types, own)

    return Taxonomy("test", {code: category(code, words) for code, words in terms.items()})


def test_patterns_become_plain_keywords():
    made = catalogue(
        {
            "burglary": ("källar*inbrott~", "bröt .. sig in", "<thief> tog"),  # a gap and a word class are grammar
            "traffic": ("hög|höga hastighet~",),
            "violence": ("rån~", "inbrott~"),  # burglary has that word already
        }
    )
    assert keywords.keywords(made) == {
        "inbrott": "burglary",
        "hög hastighet": "traffic",
        "höga hastighet": "traffic",
        "rån": "violence",
    }


def test_every_sentence_with_a_keyword_is_a_concern(tmp_path):
    from trygghet_geo import reading

    path = tmp_path / "a.txt"
    path.write_text("Källarinbrottet är uppklarat. Han kom från Rånäs. Inga rån och inga inbrott.\n", encoding="utf-8")
    document = reading.read(path)
    found = keywords.concerns(document, {"inbrott": "burglary", "rån": "violence"})
    # "inbrott" is long and counts inside a word; "rån" is short: "från" is no hit, "Rånäs" is one, for it begins so.
    words = [(one.category, document.text[slice(*one.words)]) for one in found]
    assert words == [("burglary", "inbrott"), ("violence", "Rån"), ("burglary", "inbrott"), ("violence", "rån")]
    assert document.text[found[0].start : found[0].end] == "Källarinbrottet är uppklarat."


# All together


def test_the_same_gold_gives_the_same_report(tmp_path):
    told = []
    path = write(tmp_path / "g.jsonl", annotated(), annotated(id="b", municipality=None, date=None, genre="walk"))
    report = evaluation.evaluate([path], progress=lambda *step: told.append(step))
    assert told == [("a", 1, 2), ("b", 2, 2)]
    assert (report.texts, report.statements, report.files) == (2, 2, ("g.jsonl",))
    assert report.product.concerns.gold == report.baseline.concerns.gold == 2
    # "klotter" is a word of the taxonomy, so the keyword list finds both texts' only concern.
    assert report.baseline.concerns == Score(2, 2, 2)
    assert rendering.dumps(report) == rendering.dumps(evaluation.evaluate([path]))


def test_the_product_reads_the_gold_text_with_all_its_stages(tmp_path):
    """A plain concern at a known place must come out whole, with Windows line ends before it to shift the offsets."""
    body = "Minnesanteckningar\r\n2022-03-09\r\n\r\nNytt klotter på Nibble.\r\n"
    start = body.index("Nytt")
    one = said(quote="Nytt klotter på Nibble.", start=start, end=start + 23)["statements"]
    report = evaluation.evaluate([write(tmp_path / "g.jsonl", annotated(text=body, statements=one))])
    assert report.product.concerns == Score(1, 1, 1)
    assert report.product.places == Share(1, 1)
    assert report.product.dates == Share(1, 1)
    assert report.product.types == Share(1, 1)


def report_of(product: scores.Result) -> evaluation.Report:
    return evaluation.Report(("g.jsonl",), 1, 2, "test", product, scores.Result(concerns=Score(1, 2, 4)))


def test_the_text_report_shows_the_numbers_with_decimal_commas():
    found = scores.result([text(finding(0, 10), finding(20, 30, "theft"))], [[finding(0, 10)]])
    lines = rendering.text(report_of(found)).splitlines()
    # Product: 1 of 2 gold, 1 predicted: P 1, R 1/2, F1 2/3. Keywords: 1 of 2, 4 predicted: P 1/4, R 1/2, F1 1/3.
    assert lines[3].split() == ["Problem", "(ord", "och", "kategori)", "1,000", "0,500", "0,667", "1/2/1"]
    assert lines[4].split() == ["nyckelordslista", "0,250", "0,500", "0,333", "1/2/4"]
    assert ["fire", "1,000", "1,000", "1,000", "1/1/1", "–"] in [line.split() for line in lines]
    assert ["problem", "1", "0", "0", "0", "0", "1"] in [line.split() for line in lines]


def test_the_json_report_carries_the_same_numbers():
    found = scores.result([text(finding(0, 10), finding(20, 30, "theft"))], [[finding(0, 10)]])
    data = json.loads(rendering.dumps(report_of(found)))
    expected = {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "matched": 1, "gold": 2, "predicted": 1}
    assert data["product"]["concerns"] == expected
    assert data["product"]["kinds"] == [
        {"gold": "concern", "predicted": "concern", "count": 1},
        {"gold": "concern", "predicted": "nothing", "count": 1},
    ]
    assert data["baseline"]["concerns"]["f1"] == 0.3333
    assert "places" not in data["baseline"]
