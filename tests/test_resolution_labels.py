"""Names that are set off before what is told of them, and sentences that go on with a place or begin anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.invented_places import document, statement
from tests.located import PLACES, ids, where
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places import openings
from trygghet_geo.places.mentions import mentions
from trygghet_geo.places.resolution import locate
from trygghet_geo.records import Claim

NATIONAL = gazetteers.load(None)


def in_summary(quote, *blocks):
    """Where a statement of a county's summary holds, all of Sweden known by its towns only."""
    doc = document(*blocks)
    found = locate(doc, [statement(doc, quote)], mentions(doc, NATIONAL), NATIONAL)[quote]
    return [(loc.mention.text if loc.mention else None, loc.precision) for loc in found]


def after(told, quote, *blocks):
    """Ids of the places of `quote`, when `told` is a statement of the document too."""
    doc = document(*blocks)
    statements = [statement(doc, told), statement(doc, quote)]
    return [loc.place.id for loc in locate(doc, statements, mentions(doc, PLACES), PLACES)[quote]]


@pytest.mark.parametrize(
    "text",
    [
        "Haga i Almtuna. Bråk på Storgatan i veckan. En kvinna blev hotad.",
        "Haga i Almtuna – bråk på Storgatan i veckan. En kvinna blev hotad.",
        "Haga i Almtuna: bråk på Storgatan i veckan. En kvinna blev hotad.",
        "Område 3: Haga i Almtuna – bråk på Storgatan i veckan. En kvinna blev hotad.",
    ],
)
def test_name_set_off_before_its_block_holds_for_what_begins_anew(text):
    assert after("råk på Storgatan i veckan.", "En kvinna blev hotad.", text) == ["haga-a"]


def test_name_in_mid_sentence_before_a_dash_is_no_label():
    text = "Det bråkas i Lillå – mest på lördagar. Någon krossar rutor. Det pågår ännu."
    assert ids("Det pågår ännu.", text) == [("lilla", "locality")]
    (loc,) = where("Det pågår ännu.", text)
    assert loc.why[0].startswith("inherited: sentence before")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mannen försvann.", "storgatan"),
        ("De kastar flaskor.", "storgatan"),
        ("Två bilar stals på samma gata.", "storgatan"),
        ("Två bilar har stulits.", "lilla"),
        ("Mordbrand i ett förråd.", "lilla"),
        ("Lördag 3 maj stals en moped.", "lilla"),
    ],
)
def test_what_begins_anew_is_of_the_area_over_it(sentence, expected):
    blocks = (("heading", "Lillå"), f"Slagsmål på Storgatan i Almtuna. {sentence}")
    assert after("Slagsmål på Storgatan i Almtuna.", sentence, *blocks) == [expected]


def test_mere_line_of_time_and_place_is_gone_on_with():
    blocks = (("heading", "Lillå"), "22.10, Storgatan i Almtuna. En kvinna blev hotad.")
    assert ids("En kvinna blev hotad.", *blocks) == [("storgatan", "road")]


def test_bare_noun_gives_way_to_a_name():
    # In the sentence before, and where the noun's own words are vague.
    text = "Kontroll på Storgatan utanför pizzerian och vid förskolan. Många körde för fort på platsen."
    assert ids("Många körde för fort på platsen.", text) == [("storgatan", "road")]
    assert ids("Plattor lösa utanför vårdcentralen på Storgatan.") == [("storgatan", "road")]
    blocks = (("heading", "Lillå"), "Det röks vid ridhuset. Det är skräpigt.")
    assert ids("Det är skräpigt.", *blocks) == [("lilla", "locality")]
    # Where nothing has a name, the noun's words are kept.
    (loc,) = where("Det är skräpigt.", "Det röks vid ridhuset. Det är skräpigt.")
    assert (loc.mention.text, loc.precision) == ("ridhuset", "none")


def test_walk_says_where_on_a_line_of_its_own():
    blocks = ("Var är vi? Ekskolan, baksidan.", "Vad ser vi? Lampan är trasig.")
    assert ids("Lampan är trasig.", *blocks) == [("ek", "site")]
    blocks = ("Grupp 1: Storgatan", "Bilarna kör fort.", "Grupp 2: Nätet", "Många hotas.")
    assert ids("Bilarna kör fort.", *blocks) == [("storgatan", "road")]
    assert "storgatan" not in [place for place, _ in ids("Många hotas.", *blocks)]


def test_report_of_a_school_is_about_the_school_but_for_other_places():
    blocks = (
        ("heading", "Ekskolan och fritidsgården Lunden, läget i mars"), ("heading", "Rasterna"), "Elever hotas.",
        ("heading", "Storgatan"), "Bilarna kör fort.",
    )  # fmt: skip
    assert ids("Elever hotas.", *blocks) == [("ek", "site")]
    assert ids("Bilarna kör fort.", *blocks) == [("storgatan", "road")]
    # "Skolan" over a section of minutes is who reports.
    assert ids("Elever hotas.", ("heading", "Skolan"), "Elever hotas.") == [(None, "none")]


@pytest.mark.parametrize(
    "quote",
    [
        "Två viltolyckor har inträffat under natten.",
        "Övrigt: fyra personer omhändertogs.",
        "Under dygnet har 38 personer omhändertagits för fylleri.",
        "Kl 23:00-05:00, en person omhändertagen.",
        "Arresten: 6 berusade.",
    ],
)
def test_last_paragraph_of_a_summary_is_not_of_the_last_town(quote):
    blocks = (("heading", "22.10 Misshandel, Örebro"), "Ett bråk mellan två män.", quote)
    assert in_summary("Ett bråk mellan två män.", *blocks) == [("Örebro", "locality")]
    assert in_summary(quote, *blocks) == [(None, "none")]


def test_openings():
    assert openings.begins_anew("Hyresgäster klagar.")
    assert not openings.begins_anew("Hyresgästerna klagar.")
    assert not openings.begins_anew("Där står bilar.")
    assert openings.sums_up("I övrigt lugnt.")
    assert not openings.sums_up("Två personbilar har krockat.")


def test_where_somebody_is_from_is_not_where_it_happens():
    blocks = (("heading", "Almtuna"), "Ungdomar från Lillå och Mellerås bråkar.")
    assert ids("Ungdomar från Lillå och Mellerås bråkar.", *blocks) == [("almtuna", "locality")]
    blocks = (("heading", "Almtuna"), "Föräldrarna kör sina barn till Lillå.")
    assert ids("Föräldrarna kör sina barn till Lillå.", *blocks) == [("almtuna", "locality")]
    # Where nothing else is said it is all there is to go by.
    assert ids("Ungdomar från Lillå bråkar.") == [("lilla", "locality")]


def test_noun_stands_for_the_name_said_before_or_in_the_title():
    text = "Klotter på Lilltorget. Bilar kör runt på torget."
    assert ids("Bilar kör runt på torget.", text) == [("torget-l", "site")]
    blocks = (("heading", "Rapport från Ekskolan"), "Belysningen på skolgården är trasig.")
    assert ids("Belysningen på skolgården är trasig.", *blocks) == [("ek", "site")]


def test_tunnel_under_a_road_is_at_the_road():
    assert ids("Gångtunneln under Storgatan är mörk.") == [("storgatan", "road")]
    assert ids("Bänken vid hållplatsen Almtorget är trasig.") == [("torget-a", "site")]


def test_noun_in_passing_beside_a_street():
    assert ids("Bilarna samlas vid macken på Storgatan och ljudet hörs in i kyrkan.") == [("storgatan", "road")]
    # Under its town the noun says more than the town.
    (loc,) = where("Almtuna, försök till stöld i ridhuset.")
    assert (loc.place.id, loc.mention.text) == ("almtuna", "ridhuset")


def test_letter_of_somebody_in_a_street_of_the_area_it_is_about():
    blocks = ("Ämne: Lillå igen", "Jag bor i Lillå, Lillgatan, sedan länge.", "Någon krossar rutor.")
    (loc,) = where("Någon krossar rutor.", *blocks)
    assert loc.mention.text == "Lillgatan"


@pytest.mark.parametrize(
    "label", ["01:22, fylleri, Boden", "04:29 - Misshandel och stöld. Boden", "Skadegörelse, Boden kl. 23.14"]
)
def test_label_of_a_note_in_a_summary_says_the_town(label):
    kind = "heading" if label.startswith("Skade") else "paragraph"
    assert in_summary("En man blir slagen.", (kind, label), "En man blir slagen.") == [("Boden", "locality")]


def test_way_to_a_place_is_near_it():
    text = "Ingen vågar gå stigen mot Storgatan. Fyra lyktor är svarta."
    assert ids("Fyra lyktor är svarta.", text) == [("storgatan", "road")]
    blocks = ("Det är lugnt i Lillå.", "Mannen sprang mot Storgatan. Fyra lyktor är svarta.")
    assert ids("Fyra lyktor är svarta.", *blocks) == [(None, "none")]


def test_fraud_is_not_where_the_sentence_before_was():
    doc = document("Det är lugnt i Lillå.", "Klotter på Storgatan. Äldre har blivit lurade på telefon.")
    fraud = statement(doc, "Äldre har blivit lurade på telefon.", kind="concern")
    for category, expected in (("fraud", None), ("theft", "storgatan")):
        told = replace(fraud, claims=(Claim(category, None, fraud.start, fraud.end),))
        (loc,) = locate(doc, [told], mentions(doc, PLACES), PLACES)[told.id]
        assert (loc.place.id if loc.place else None) == expected
