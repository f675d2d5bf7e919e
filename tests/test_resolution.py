"""Where statements hold. Distances: at 59.6° N a degree is 111.4 km north-south and 56.4 km east-west."""

from __future__ import annotations

import pytest

from tests.invented_places import document
from tests.located import ids, where
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places.mentions import mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Klotter i Lillå.", [("lilla", "locality")]),
        ("Fort på Storgatan i Almtuna.", [("storgatan", "road")]),
        ("Fort på Storgatan och 252:an.", [("storgatan", "road"), ("vag-252", "road")]),
        ("Bråk i Lillå, Mellerås och Berg.", [("lilla", "locality"), ("melleras", "locality"), ("berg", "locality")]),
        ("I Almtuna har det varit bråk vid Björkskolan.", [("bjork", "site")]),
        ("Bråk vid Björkskolan, Almtuna.", [("bjork", "site")]),
        ("Klotter i Lillå och på Björkskolan.", [("lilla", "locality"), ("bjork", "site")]),
        ("Stöld vid stationen i Lillå.", [("station-l", "site")]),
        ("Bråk i Haga i Lillå.", [("haga-l", "neighbourhood")]),
        ("Bråk i Haga, Almtuna.", [("haga-a", "neighbourhood")]),
        ("Stök i centrum.", [("centrum", "neighbourhood")]),
        ("Stök i Almtunas centrum.", [("centrum", "neighbourhood")]),
        ("Mörkt utanför Björkskolan.", [("bjork", "site")]),
        ("Oro i Lillåområdet.", [("lilla", "vague")]),
        ("Bråk i Fjärrköping.", [("fjarr", "locality")]),
        ("Det är stökigt i hela kommunen.", [("9999", "municipality")]),
        ("Bråk i Almtuna kommun.", [("9999", "municipality")]),
        ("Många mår dåligt.", [(None, "none")]),
        ("Trasig lampa på Skogsduvegatan.", [(None, "none")]),
        ("Trasig lampa på Skogsduvegatan i Lillå.", [("lilla", "locality")]),
        ("Bråk på Storgatan i Lillå.", [("lilla", "locality")]),
        ("Bråk vid skolan i Almtuna.", [("almtuna", "locality")]),
        ("Stök i centrum i Lillå.", [("lilla", "locality")]),
    ],
)  # fmt: skip
def test_places_named_in_the_statement(text, expected):
    assert ids(text) == expected


def test_ties_are_flagged_and_not_guessed():
    (loc,) = where("Bråk i Haga.")
    assert (loc.place.id, loc.precision, loc.geometry) == ("9999", "municipality", None)
    assert any(w.startswith("ambiguous: Haga") for w in loc.why)


def test_homonym_outside_only_when_nothing_inside_answers():
    (loc,) = where("Bråk i Fjärrköping.")
    assert "outside municipality" in loc.why
    assert all("outside municipality" not in w for w in where("Bråk i Lillå.")[0].why)


def test_unknown_street_keeps_its_words_and_says_where_it_fell_back():
    (loc,) = where("Trasig lampa på Skogsduvegatan i Lillå.")
    assert loc.mention.text == "Skogsduvegatan i Lillå"
    assert "falls back to Lillå" in loc.why


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mörkt på Norrgatan och Sörgatan i Lillå.", ["Norrgatan", "Sörgatan i Lillå"]),
        ("I Lillå är det mörkt på Norrgatan och på Sörgatan.", ["Norrgatan", "Sörgatan"]),
        ("I Lillå är det mörkt på Norrgatan, Sörgatan och Ägatan.", ["Norrgatan", "Sörgatan", "Ägatan"]),
        ("I Lillå är det mörkt på Norrgatan medan det var lugnt hela hösten på Sörgatan.", ["Norrgatan", "Sörgatan"]),
        ("I Lillå körs det fort på väg 95 i höjd med Åkervägen.", ["väg 95 i höjd med Åkervägen"]),
    ],
)
def test_unknown_names_in_a_list_are_as_many_places_as_known_ones_would_be(text, words):
    found = where(text)
    assert [(loc.mention.text, loc.place.id, loc.precision) for loc in found] == [
        (each, "lilla", "locality") for each in words
    ]


def test_the_same_unknown_name_twice_is_one_place():
    (loc,) = where("I Lillå är det mörkt på Norrgatan och bilar kör fort på Norrgatan.")
    assert loc.mention.text == "Norrgatan"


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("genitive with s", "Mörkt i Almtunas utkant.", [("almtuna", "locality")]),
        ("genitive with colon", "Mörkt på Lillå:s gator.", [("lilla", "locality")]),
        ("genitive without s, name in s", "Bråk i Mellerås utkant.", [("melleras", "locality")]),
        ("genitive without s before a noun", "Stök i Almtuna centrum.", [("centrum", "neighbourhood")]),
        ("-området", "Oro i Lillåområdet.", [("lilla", "vague")]),
        ("-området after a genitive", "Oro i Lillås-området.", [("lilla", "vague")]),
        ("-trakten", "Oro i Lillåtrakten.", [("lilla", "vague")]),
        ("-borna", "Lillåborna klagar på klotter.", [("lilla", "vague")]),
        ("-gatan", "Mörkt på Lillågatan.", [(None, "none")]),
        ("-vägen", "Mörkt på Lillåvägen.", [(None, "none")]),
        ("-torget", "Mörkt på Melleråstorget.", [(None, "none")]),
        ("-parken", "Mörkt i Lillåparken.", [(None, "none")]),
        ("-skolan", "Mörkt vid Lillåskolan.", [(None, "none")]),
        ("road: 252:an", "Fort på 252:an.", [("vag-252", "road")]),
        ("road: 252an", "Fort på 252an.", [("vag-252", "road")]),
        ("road: väg 252", "Fort på väg 252.", [("vag-252", "road")]),
        ("road: vägen 252", "Fort på vägen 252.", [("vag-252", "road")]),
        ("road: länsväg 252", "Fort på länsväg 252.", [("vag-252", "road")]),
        ("road: riksväg 252", "Fort på riksväg 252.", [("vag-252", "road")]),
        ("road: lv 252", "Fort på lv 252.", [("vag-252", "road")]),
        ("road: rv 252", "Fort på rv 252.", [("vag-252", "road")]),
        ("road: E18", "Fort på E18.", [("e18", "road")]),
        ("road: E 18", "Fort på E 18.", [("e18", "road")]),
        ("road: E18:an", "Fort på E18:an.", [("e18", "road")]),
        ("road: Europaväg 18", "Fort på Europaväg 18.", [("e18", "road")]),
        ("bare centrum", "Stök i centrum.", [("centrum", "neighbourhood")]),
        ("bare stationen, with its town", "Stök vid stationen i Lillå.", [("station-l", "site")]),
        ("bare torget, with its town", "Stök på torget i Lillå.", [("torget-l", "site")]),
        ("bare skolan, with its town", "Klotter vid skolan i Lillå.", [("al", "site")]),
        ("school", "Klotter vid Björkskolan.", [("bjork", "site")]),
        ("school in the genitive", "Klotter på Björkskolans gård.", [("bjork", "site")]),
        ("short form", "Bråk i Almis.", [("almtuna", "locality")]),
        ("misspelt, a letter missing", "Bråk i Melerås.", [("melleras", "locality")]),
        ("misspelt, a letter doubled", "Bråk i Melleråss.", [("melleras", "locality")]),
        ("misspelt, letters swapped", "Klotter vid Björkksolan.", [("bjork", "site")]),
        ("misspelt short names are not guessed", "Bråk i Lilå.", [(None, "none")]),
        ("slash list", "Skräp i Lillå/Mellerås.", [("lilla", "locality"), ("melleras", "locality")]),
        ("mellan A och B", "Fort på Storgatan mellan Björkskolan och Ekskolan.", [("storgatan", "road")]),
        ("korsningen A/B", "Krockar i korsningen Storgatan/Kyrkvägen.", [("storgatan", "site")]),
        ("korsningen mellan A och B", "Krockar i korsningen mellan Storgatan och Kyrkvägen.", [("storgatan", "site")]),
        ("vid a shop in a town", "Stök vid ICA i Almtuna.", [("ica", "site")]),
        ("upper case", "KLOTTER I LILLÅ.", [("lilla", "locality")]),
        ("a with its ring apart", "Klotter i Lilla\u030a.", [("lilla", "locality")]),
    ],
)
def test_every_form_of_a_mention(form, text, expected):
    assert ids(text) == expected, form


@pytest.mark.parametrize(
    ("municipality", "text"),
    [
        ("Sundsvall", "Vi ser att fler är ute sent."),
        ("Vara", "Vara ute sent känns otryggt."),
        ("Vara", "Det ska vara lugnt. Vara rädd om varandra."),
        ("Berg", "Berg tar upp frågan om belysning."),
        ("Hallstahammar", "Ordförande Anna Strandlund öppnar mötet."),
        ("Hallstahammar", "Strandlund tar upp frågan om belysning."),
        ("Hallstahammar", "Närvarande: Eva Kolbäck, Bo Strömsholm, Nils Hallstahammar."),
        ("Hallstahammar", "Vi i Hallsta har tagit fram en folder."),
        ("Hallstahammar", "Föreningen Vi i Hallsta bjuder in."),
        ("Hallstahammar", "Länsstyrelserna i Västmanland och Dalarna har en kampanj."),
        ("Hallstahammar", "Kommunpolis Kolbäck redovisar läget."),
        ("Hallstahammar", "Kolbäcks IF och Hallstahammars SK har samlat skräp."),
    ],
)
def test_words_persons_and_bodies_are_no_places(municipality, text):
    assert mentions(document(text), gazetteers.load(gazetteers.municipality(municipality))) == ()
