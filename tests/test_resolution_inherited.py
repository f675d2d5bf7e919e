"""Statements that name no place: what they take over, from where, and what stops it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely.geometry import LineString, Point

from tests.invented_places import document, statement
from tests.located import PLACES, ids, where
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places import shapes
from trygghet_geo.places.mentions import mentions
from trygghet_geo.places.resolution import locate, settle


def test_inherits_from_a_clause_of_the_sentence():
    text = "Klotter, bråk och höga hastigheter i Lillå."
    assert ids("Klotter", text) == [("lilla", "locality")]
    assert ids("höga hastigheter", "I Lillå är det stökigt och höga hastigheter.") == [("lilla", "locality")]


def test_inherits_from_the_sentence_before_in_the_paragraph_only():
    text = "Det är oroligt i Lillå. Någon har krossat rutor."
    assert ids("Någon har krossat rutor.", text) == [("lilla", "locality")]
    assert ids("Någon har krossat rutor.", "Det är oroligt i Lillå.", "Någon har krossat rutor.") == [(None, "none")]


def test_general_turn_of_phrase_stops_the_inheritance():
    text = "Det är oroligt i Lillå. I övrigt är många ensamma."
    assert ids("I övrigt är många ensamma.", text) == [(None, "none")]


def test_nothing_passes_between_bullets():
    blocks = (("heading", "Lägesbild"), ("bullet", "Klotter i Lillå."), ("bullet", "Många mår dåligt."))
    assert ids("Många mår dåligt.", *blocks) == [(None, "none")]


def test_lead_in_line_and_parent_bullet():
    assert ids("Klotter på bänkar.", "I Lillå:", ("bullet", "Bråk."), ("bullet", "Klotter på bänkar.")) == [
        ("lilla", "locality")
    ]
    assert ids("Klotter.", "I Lillå:", "Klotter.", "Bråk.") == [("lilla", "locality")]
    assert ids("Bråk.", "I Lillå:", "Klotter.", "Bråk.") == [(None, "none")]
    nested = (("bullet", "Lillå"), ("bullet", "Klotter på bänkar.", 2), ("bullet", "Många mår dåligt.", 1))
    assert ids("Klotter på bänkar.", *nested) == [("lilla", "locality")]
    assert ids("Många mår dåligt.", *nested) == [(None, "none")]


def test_heading_holds_until_the_next_one_of_its_level():
    blocks = (
        ("heading", "Lillå", 2), "Klotter på bänkar.", ("heading", "Trafik", 3), "Bilar kör fort.",
        ("heading", "Övrigt", 2), "Många mår dåligt.",
    )  # fmt: skip
    assert ids("Klotter på bänkar.", *blocks) == [("lilla", "locality")]
    assert ids("Bilar kör fort.", *blocks) == [("lilla", "locality")]
    assert ids("Många mår dåligt.", *blocks) == [(None, "none")]


def test_title_of_the_document_places_nothing():
    blocks = (("heading", "Minnesanteckningar trygghetsråd Almtuna", 1), "Många mår dåligt.")
    assert ids("Många mår dåligt.", *blocks) == [(None, "none")]


def test_heading_tells_homonyms_apart():
    blocks = (("heading", "Lillå"), "Bråk i Haga.", ("heading", "Almtuna"), "Stök i Haga.")
    assert ids("Bråk i Haga.", *blocks) == [("haga-l", "neighbourhood")]
    assert ids("Stök i Haga.", *blocks) == [("haga-a", "neighbourhood")]


def test_another_towns_street_is_not_dragged_under_a_heading():
    blocks = (("heading", "Lillå"), "Bråk på Storgatan.")
    assert ids("Bråk på Storgatan.", *blocks) == [("lilla", "locality")]


def test_anaphora_points_back_within_the_section():
    blocks = (
        "Björkskolan har fått nya fönster. Rektor är nöjd. Kommunen betalade. Skolan har vandaliserats.",
        "Där samlas också gäng.",
    )
    assert ids("Skolan har vandaliserats.", *blocks) == [("bjork", "site")]
    assert ids("Där samlas också gäng.", "Det är mörkt i Lillå.", "Där samlas också gäng.") == [("lilla", "locality")]


def test_own_words_beat_the_heading():
    blocks = (("heading", "Lillå"), "Bedrägerierna ökar i hela kommunen.")
    assert ids("Bedrägerierna ökar i hela kommunen.", *blocks) == [("9999", "municipality")]


def test_statistics_take_no_place_from_a_heading():
    blocks = (("heading", "Lillå"), "Var femte är otrygg enligt undersökningen.")
    assert ids("Var femte är otrygg enligt undersökningen.", *blocks, kind="statistic") == [(None, "none")]


def test_every_statement_gets_an_answer_and_a_reason():
    doc = document(("heading", "Lillå"), "Klotter.", ("bullet", "Fort på Storgatan och i Mellerås."))
    statements = [statement(doc, "Klotter."), statement(doc, "Fort på Storgatan och i Mellerås.")]
    result = locate(doc, statements, mentions(doc, PLACES), PLACES)
    assert set(result) == {s.id for s in statements}
    assert all(locations and all(loc.why for loc in locations) for locations in result.values())
    for loc in (loc for locations in result.values() for loc in locations):
        assert (loc.geometry is None) == (loc.precision in ("municipality", "none"))


def test_metric_round_trip_keeps_the_point():
    point = Point(16.22, 59.61)
    assert shapes.degrees(shapes.metric(point)).distance(point) < 1e-9
    assert shapes.distance_m(point, Point(16.22, 59.62)) == pytest.approx(1114, abs=2)
    assert shapes.near_m(point, Point(16.24, 59.61)) == pytest.approx(0.02 * 111_200 * 0.5059, rel=0.01)


def test_bare_noun_that_is_not_known_takes_no_other_place():
    assert ids("Bråk vid lekplatsen.", "Det är oroligt i Lillå. Bråk vid lekplatsen.") == [(None, "none")]
    assert ids("Bråk vid lekplatsen.", ("heading", "Lillå"), "Bråk vid lekplatsen.") == [("lilla", "locality")]


def test_bare_noun_after_a_list_of_towns_leaves_the_towns():
    assert ids("I Lillå och Mellerås stannar ingen vid lekplatsen.") == [
        ("lilla", "locality"),
        ("melleras", "locality"),
    ]


def test_what_the_council_does_is_not_about_the_place_before():
    text = "Det är oroligt i Lillå. Kommunen delar ut märkpennor."
    assert ids("Kommunen delar ut märkpennor.", text, kind="measure") == [(None, "none")]


def test_report_about_one_school_is_about_the_school():
    blocks = (("heading", "Björkskolan – rapport", 1), "Elever blir retade.")
    assert ids("Elever blir retade.", *blocks) == [("bjork", "site")]


def test_noun_without_an_entry_gives_way_to_its_street():
    assert ids("Bråk vid lekplatsen på Storgatan.") == [("storgatan", "road")]


def test_heading_of_a_note_with_clock_time_and_neighbourhood():
    assert ids("Rutor krossades.", ("heading", "01:05 Haga, Lillå"), "Rutor krossades.") == [
        ("haga-l", "neighbourhood")
    ]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("Bråk i Fjärrby.",), (None, "none")),  # 300 inhabitants, not a neighbour: more likely a place not listed here
        (("Bråk i Fjärrby, Fjärrköpings kommun.",), ("fjarrby", "locality")),
        (("Bråk i Fjärrköping.",), ("fjarr", "locality")),  # 50,000 inhabitants
        (("Bråk i Vad.",), (None, "none")),
        ((("heading", "Vad"), "Bråk i trappan."), (None, "none")),
        ((("heading", "Fjärrby"), "Bråk i trappan."), (None, "none")),
    ],
)
def test_homonym_far_away_never_beats_unknown(blocks, expected):
    assert ids(blocks[-1], *blocks) == [expected]


def test_line_in_capitals_or_a_mere_name_ends_the_heading_before():
    blocks = (("heading", "Lillå"), "Klotter.", ("bullet", "LÄGET I ALMTUNA"), "Almtorget är tillhåll för mopeder.")
    assert ids("Almtorget är tillhåll för mopeder.", *blocks) == [("torget-a", "site")]
    blocks = (("heading", "Lillå"), ("bullet", "Klotter."), "Mellerås", ("bullet", "Bråk."), ("bullet", "Stöld."))
    assert ids("Klotter.", *blocks) == [("lilla", "locality")]
    assert ids("Stöld.", *blocks) == [("melleras", "locality")]


def test_noun_that_is_told_apart_by_an_anchor_is_at_the_anchor():
    assert ids("Langning på torget bakom Björkskolan.") == [("bjork", "site")]


def test_noun_answers_to_the_heading_that_ends_in_it():
    blocks = (("heading", "Plats 3. Lilltorget"), "Torget känns mörkt.")
    assert ids("Torget känns mörkt.", *blocks) == [("torget-l", "site")]


def test_noun_without_an_entry_gives_way_to_the_section():
    blocks = (
        ("heading", "Rapport"),
        ("heading", "Björkskolan"),
        "Bråk i sporthallen.",
        ("heading", "Ekskolan"),
        "Lugnt.",
    )
    assert ids("Bråk i sporthallen.", *blocks) == [("bjork", "site")]


@pytest.mark.parametrize(
    "measure",
    [
        "Polisen har informerat åkerier.",
        "Samtliga tvättstugor får nya koder.",
        "Vi har anställt fyra fältassistenter.",
    ],
)
def test_what_is_done_in_general_takes_no_place(measure):
    assert ids(measure, "Det är oroligt i Lillå. " + measure, kind="measure") == [(None, "none")]


def test_each_item_of_what_is_done_stands_by_itself():
    text = "Väktarna går i Lillå. Klottret tas bort inom ett dygn."
    doc = document(text)
    both = [statement(doc, "Väktarna går i Lillå.", kind="measure")]
    both.append(statement(doc, "Klottret tas bort inom ett dygn.", kind="measure"))
    result = locate(doc, both, mentions(doc, PLACES), PLACES)
    assert result["Klottret tas bort inom ett dygn."][0].precision == "none"


def test_what_came_from_a_place_does_not_move_the_next_sentence_there():
    text = "Bussen från Lillå var sen. Någon har krossat rutor."
    assert ids("Någon har krossat rutor.", text) == [(None, "none")]


def test_closing_label_is_not_about_the_last_heading():
    blocks = (
        ("heading", "Rapport", 1), ("heading", "Lillå"), "Klotter.", ("heading", "Mellerås"), "Bråk.",
        "Åtgärder: Fler ronder går på nätterna.",
    )  # fmt: skip
    assert ids("Fler ronder går på nätterna.", *blocks, kind="measure") == [(None, "none")]
    assert ids("Bråk.", *blocks) == [("melleras", "locality")]


def test_label_holds_for_its_whole_block():
    assert ids("Bilar brinner.", "Mellerås: lugnt. Och så var det. Men sedan. Även nu. Ja. Bilar brinner.") == [
        ("melleras", "locality")
    ]


def test_letter_is_about_the_one_street_it_names():
    letter = ("Hej! På Storgatan körs det fort.", "Dessutom är lamporna trasiga.", "Hälsningar")
    assert ids("Dessutom är lamporna trasiga.", *letter) == [("storgatan", "road")]
    two = (*letter[:1], "På Kyrkvägen är det lugnt.", *letter[1:])
    assert ids("Dessutom är lamporna trasiga.", *two) == [(None, "none")]
    home = ("Jag bor på Storgatan.", "På Kyrkvägen är det lugnt.", "Lamporna är trasiga.")
    assert ids("Lamporna är trasiga.", *home) == [("storgatan", "road")]


def test_note_that_opens_with_a_town_is_about_the_town():
    assert ids("En man lurades på pengar.", "Lillå.", "En man lurades på pengar.") == [("lilla", "locality")]


def test_report_with_several_places_has_no_subject():
    blocks = (("heading", "Björkskolan"), "Elever blir retade.", ("heading", "Ekskolan"), "Lugnt.", "Många är otrygga.")
    assert ids("Elever blir retade.", *blocks) == [("bjork", "site")]
    blocks = (*blocks, ("heading", "Gemensamt"), "Föräldrar är oroliga.")
    assert ids("Föräldrar är oroliga.", *blocks) == [(None, "none")]


def test_unknown_name_in_a_town_keeps_its_own_name():
    (loc,) = where("Trasig lampa på Skogsduvegatan i Lillå.")
    assert loc.mention.name == "Skogsduvegatan"


def test_heading_that_ends_in_area_is_no_council():
    blocks = (("heading", "Lillå"), "Lugnt.", ("heading", "Melleråsområdet"), "Bilar brinner.")
    assert ids("Bilar brinner.", *blocks) == [("melleras", "vague")]


def test_stop_of_a_walk_is_a_place_though_its_noun_has_no_entry():
    blocks = (("heading", "Vandring i Lillå"), ("heading", "Stopp D – Badet"), "Bryggan är trasig.")
    (loc,) = where("Bryggan är trasig.", *blocks)
    assert loc.mention.text == "Badet"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Isigt på Storgatan och i Lillå.", [("storgatan", "road"), ("lilla", "locality")]),
        ("Gänget har flyttat från Almtorget till parkeringen vid Alskolan.", [("al", "site")]),
    ],
)
def test_second_place_is_not_what_the_first_lies_in(text, expected):
    assert ids(text) == expected


def test_streets_of_one_name_are_told_apart_by_the_one_beside():
    places = dict(PLACES.places)
    other = places["storgatan"]
    places["storgatan-l"] = replace(
        other, id="storgatan-l", parent="lilla", geometry=LineString([(16.10, 59.555), (16.12, 59.555)])
    )
    register = replace(PLACES, places=places, version="two streets")
    quote = "Mörkt på Storgatan och Kyrkvägen."
    doc = document(quote)
    found = locate(doc, [statement(doc, quote)], mentions(doc, register), register)[quote]
    assert [one.place.id for one in found] == ["storgatan", "kyrkvagen"]
    alone = "Mörkt på Storgatan."
    doc = document(alone)
    (found,) = locate(doc, [statement(doc, alone)], mentions(doc, register), register)[alone]
    assert any(why.startswith("ambiguous: Storgatan") for why in found.why)


def test_numbered_road_is_the_same_road_under_any_heading():
    # E18 runs along 59.58; Mellerås lies 7 km north of it, and there is no other E18.
    assert ids("Fort på E18.", ("heading", "Mellerås"), "Fort på E18.") == [("e18", "road")]


def test_site_that_only_one_place_has_is_there_under_any_heading():
    assert ids("Bråk vid Björkskolan.", ("heading", "Mellerås"), "Bråk vid Björkskolan.") == [("bjork", "site")]


def test_each_mention_is_settled_by_itself():
    doc = document("Bråk på Storgatan i Almtuna och i Haga.")
    found = mentions(doc, PLACES)
    settled = settle(doc, found, PLACES)
    assert [(m.text, c.place.id if c.place else None) for m, c in zip(found, settled, strict=True)] == [
        ("Storgatan", "storgatan"),
        ("Almtuna", "almtuna"),
        ("Haga", "haga-a"),
    ]


@pytest.mark.parametrize(
    ("quote", "blocks", "expected"),
    [
        # Where something goes is not where it happens.
        ("Mörkt på Storgatan på väg mot Lillå.", (), [("storgatan", "road")]),
        ("Han fördes till Fjärrköping efter slagsmålet på Storgatan.", (), [("storgatan", "road")]),
        # A label says where the finer place behind it lies.
        ("Lillå: Bråk vid Alskolan.", (), [("al", "site")]),
        ("Bråk på Ekskolan, 14 maj, i Lillå: inget.", (), [("ek", "site"), ("lilla", "locality")]),
        # A numbered road is long: the place it passes is said as well.
        ("Olycka på E18 vid Mellerås.", (), [("e18", "road"), ("melleras", "locality")]),
        # The label of a street holds for its block, whatever is named in passing.
        (
            "Klotter på elskåp.",
            ("Storgatan: Belysningen är trasig utanför Ekskolan. Klotter på elskåp.",),
            [("storgatan", "road")],
        ),
        # What holds in the whole municipality holds for the next clause too.
        (
            "våldsbrotten har ökat",
            (("heading", "Lillå"), "Inbrotten i kommunen är få medan våldsbrotten har ökat."),
            [("9999", "municipality")],
        ),
    ],
)
def test_where_it_is_and_what_is_only_named(quote, blocks, expected):
    assert ids(quote, *(blocks or (quote,))) == expected


def test_bare_noun_in_a_town_keeps_its_own_words():
    (loc,) = where("Förråden i småbåtshamnen.", "Lillå: Turister överallt. Förråden i småbåtshamnen.")
    assert (loc.place.id, loc.mention.text, loc.precision) == ("lilla", "småbåtshamnen", "locality")


def test_summary_of_several_municipalities_names_the_town_and_then_where():

    national = gazetteers.load(None)
    doc = document("Falkenberg, Skrea: Fest med högtalare.")
    quote = "Falkenberg, Skrea: Fest med högtalare."
    (loc,) = locate(doc, [statement(doc, quote)], mentions(doc, national), national)[quote]
    assert (loc.place.name, loc.place.municipality_code) == ("Skrea", "1382")


@pytest.mark.parametrize("quote", ["Bilarna kör fort", "Bygg ett farthinder."])
def test_street_in_the_heading_holds_beside_a_clause_with_a_street_of_its_own(quote):
    text = "Bilarna kör fort och det saknas övergångsställe vid Kyrkvägen. Bygg ett farthinder."
    assert ids(quote, ("heading", "Storgatan"), text) == [("storgatan", "road")]
    # Under a town's heading the street of the sentence is nearer than the town.
    assert ids(quote, ("heading", "Almtuna"), text) == [("kyrkvagen", "road")]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunens ungdomar dricker mer alkohol än tidigare.",
        "Klotter är vanligt på många håll i kommunen.",
        "Buskörning förekommer i alla kommundelar.",
    ],
)
def test_what_is_said_of_the_whole_municipality_does_not_take_the_school_before(text):
    assert ids(text, "Klotter på Björkskolan. " + text) == [("9999", "municipality")]


@pytest.mark.parametrize("text", ["Bland ungdomar ökar alkoholen.", "Totalt sett ökar inbrotten."])
def test_what_sums_up_takes_no_school_before(text):
    assert ids(text, "Klotter på Björkskolan. " + text) == [(None, "none")]


def test_what_goes_on_with_the_school_still_takes_it():
    assert ids("Ungdomar dricker alkohol.", "Klotter på Björkskolan. Ungdomar dricker alkohol.") == [("bjork", "site")]
