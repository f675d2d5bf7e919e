"""Recognising the words that name places. Expected values follow from the invented gazetteer and Swedish usage."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented_places import document, gazetteer
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import names, words
from trygghet_geo.places.mentions import mentions

PLACES = gazetteer()


def found(*blocks):
    return mentions(document(*blocks), PLACES)


def one(text):
    result = found(text)
    assert len(result) == 1, result
    return result[0]


@pytest.mark.parametrize(
    ("text", "words_", "candidates", "form"),
    [
        ("Klotter i Lillå.", "Lillå", ("lilla",), "name"),
        ("Klotter i LILLÅ.", "LILLÅ", ("lilla",), "name"),
        ("Lillås invånare klagar.", "Lillås", ("lilla",), "name"),
        ("Bråk i Mellerås.", "Mellerås", ("melleras",), "name"),
        ("Bråk i Almis på kvällen.", "Almis", ("almtuna",), "name"),
        ("Inbrott på Lillåområdet.", "Lillåområdet", ("lilla",), "area"),
        ("Oro i Mellerås-trakten.", "Mellerås-trakten", ("melleras",), "area"),
        ("Fartsyndare utanför Lillå.", "Lillå", ("lilla",), "area"),
        ("Stök i närheten av Björkskolan.", "Björkskolan", ("bjork",), "area"),
        ("Stöld i norra Lillå.", "norra Lillå", ("lilla",), "name"),
        ("Stök i Almtunas centrum.", "Almtunas centrum", ("centrum",), "name"),
        ("Stök i Lillå centrum.", "Lillå centrum", ("lilla",), "name"),
        ("Belysning i Almtuna kommun.", "Almtuna kommun", ("9999",), "name"),
        ("Belysning i Fjärrköpings kommun.", "Fjärrköpings kommun", ("8888",), "name"),
        ("Stök i centrum.", "centrum", ("centrum",), "generic"),
        ("En besiktning av centrumområdet.", "centrumområdet", ("centrum",), "generic"),
        ("Fort på Storgatan.", "Storgatan", ("storgatan",), "road"),
        ("Mopeder på lillå.", "lillå", (), None),
    ],
)
def test_names_in_their_forms(text, words_, candidates, form):
    if form is None:  # five letters without a capital are too little to go by
        assert found(text) == ()
        return
    mention = one(text)
    assert (mention.text, mention.candidates, mention.form) == (words_, candidates, form)


@pytest.mark.parametrize(
    "form", ["252:an", "252an", "väg 252", "länsväg 252", "Länsväg 252", "lv 252", "Lv. 252", "riksväg 252", "rv 252"]
)
def test_numbered_roads(form):
    mention = one(f"Det körs fort på {form} i rusningen.")
    assert (mention.text, mention.candidates, mention.form) == (form, ("vag-252",), "road")


@pytest.mark.parametrize("form", ["E18", "E 18", "europaväg 18", "Europaväg E18", "E18:an"])
def test_european_roads(form):
    assert one(f"Olycka på {form}.").candidates == ("e18",)


@pytest.mark.parametrize("text", ["Ring 112.", "Buss 252an är sen.", "Det var 252 personer.", "Klockan 17.30-19.00"])
def test_numbers_that_are_no_roads(text):
    assert found(text) == ()


def test_unknown_street_is_kept_without_candidates():
    mention = one("Trasig lampa på Skogsduvegatan.")
    assert (mention.text, mention.name, mention.form, mention.candidates) == ("Skogsduvegatan", None, "unknown", ())


def test_compound_with_a_street_is_not_the_town():
    assert [m.candidates for m in found("Bråk på Lillåvägen och Almtunagatan.")] == [(), ()]


def test_list_shares_its_preposition():
    first, second = found("Höga hastigheter på bland annat Storgatan och 252:an.")
    assert (first.preposition, second.preposition) == ("på", "på")


def test_slash_list():
    assert [m.text for m in found("Nedskräpning i Lillå/Mellerås.")] == ["Lillå", "Mellerås"]


@pytest.mark.parametrize(
    "text",
    [
        "Föreningen hälsar Anna Berg välkommen.",
        "Ordförande Berg öppnar mötet.",
        "Kommunpolis Almtuna berättar.",
        "Hans Lillå (S) yrkar bifall.",
        "Berg är ett vanligt ord.",
        "Lillås IF ordnar läger.",
        "Polisen i Almtuna och Lillå rapporterar.",
        "Länsstyrelserna i Almtuna och Fjärrköping stödjer.",
        "Region Fjärrköping har ansvaret.",
        "Det sköts av föreningen Vi i Almis.",
        "Arbetet görs med stiftelsen Tryggare Almtuna.",
        "Skolan och parken är viktiga för barn i skolan.",
        "Trygghet står i centrum för arbetet.",
        "Cykelvägen är mörk. Grundskolan också.",
        "Läs mer i Trygghetsrådet och på Facebook i Mars.",
        "Mötet leds av Qvint Lillå.",
        "Arbetet stöds av Lillå Science Park.",
        "Ansvarig är Almtuna Mellerås Energi.",
        "Bidrag ges till Mellerås Kanal AB.",
        "Vi ser hur Rädda Barnen i Almtuna arbetar.",
        "Medlem i Lillå villaförening sedan länge.",
        "En forskare från Lillå universitet talar.",
        "Ett beslut av Lillå stads nämnd väntas.",
        "Medverkande: Qvint Lillå, Mellerås Lagar, Almtuna Hus.",
        "Lillå, Mellerås och Almtuna församlingar samverkar.",
        "Almtuna, Lisa, lämnade återbud.",
        "Almtuna Handboll ordnar läger.",
        "Läs om Nationella undersökningen i Nationella rapporten.",
        "Volvo Lillå lånar ut en bil.",
        "Kostnaden delas med AXLO Lillå och andra.",
        "Lillå Hamnfest sponsrar ljuset.",
        "Det var mycket folk på plats. Lillå Polkagrisar hade stånd.",
        "Lillå Destination, Mellerås Hyreshus och Almtuna Kök har svarat.",
        "Bidrag från Lillå Frukt & Grönt AB.",
        "Avtalet med Lillå & Co är klart.",
        "Lillås-Kuriren skrev om saken.",
        "Lillå undrar hur det går.",
        "Mellerås yrkar avslag.",
        "Beslutet fattas på Lillås yrkande.",
        "Enligt Mellerås räcker pengarna.",
        "Projektledare Lillå är sjuk.",
        "Svar ges av Gruppen (M Berg) och Lillå (A Ek).",
        "Hon är ordförande i Lillås Ost sedan i fjol.",
        "Boken 'Flickan från Lillå' lästes högt.",
        'Filmen "Natten över Mellerås" visades.',
        "Almtuna Stads riktlinje för arkiv antas.",
        "Almtuna kommuns handlingsplan antas.",
        "Inkomna remisser till Almtuna Stad antecknas.",
        "Socialnämnden Lillå får i uppdrag att svara.",
        "Institutionen i Lillå har räknat.",
        "Brandkåren i Lillå hade förhinder.",
        "Läs mer i Lillå Allehanda.",
        "Vi i Almis har årsmöte på lördag.",
        "Vi i Almis bjuder in alla medlemmar.",
    ],
)
def test_not_places(text):
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "words_"),
    [
        ("Bråk vid Coop Lillå.", ["Lillå"]),
        ("Inbrott i Gamla Mellerås.", ["Mellerås"]),
        ("Lillå Klotter på bänkar", ["Lillå"]),
        ("Vi bor i Brf Åkern i Lillå.", ["Lillå"]),
        ("Almtorget i Almtuna är mörkt.", ["Almtorget", "Almtuna"]),
        ("KLOTTER LILLÅ CENTRALT", ["LILLÅ"]),
        ("Lillåbor klagar på buller.", ["Lillåbor"]),
        ("Södra delen av Storgatan är mörk.", ["Södra delen av Storgatan"]),
        ("Cykelvägen mellan Björkskolan och stationen är mörk.", ["Björkskolan", "stationen"]),
        ("Stök på perrongen.", ["perrongen"]),
        ("Kameran är trasig igen. Lillå Villainbrott på två gator.", ["Lillå"]),
        ("Lillå Trasiga lampor, Mellerås Snabba bilar", ["Lillå", "Mellerås"]),
        ("Skräp utanför Lillå Bil AB.", ["Lillå"]),
        ("Stök vid Lillå Teater.", ["Lillå"]),
        ("Inbrott hos Lillå Bil AB i Mellerås.", ["Mellerås"]),
        ("Vi i Almis upplever att bilarna kör fortare.", ["Almis"]),
        ("Boende i Lillå undrar varför det är mörkt.", ["Lillå"]),
        ("I Almtuna Stad brinner det ofta.", ["Almtuna"]),
        ('En boende skriver "det är mörkt i Lillå".', ["Lillå"]),
        ("Klotter på skolan.", ["skolan"]),
    ],
)
def test_places_among_capitals_and_in_lists(text, words_):
    assert [m.text for m in found(text)] == words_


def test_organisation_named_once_is_known_again():
    doc = document("Föreningen Vi i Almis tar ansvar.", "Vi i Almis samlas på torsdag.")
    assert mentions(doc, PLACES) == ()


def test_common_word_needs_a_cue():
    assert [m.text for m in found("Inbrott i Berg.")] == ["Berg"]
    assert [m.text for m in found(("heading", "Berg"), "Det är lugnt.")] == ["Berg"]


def test_misspelling_only_when_long_capitalised_and_behind_a_preposition():
    assert one("Klotter i Almtnua.").candidates == ("almtuna",)
    assert one("Klotter i Vargtopr.").candidates == ("vargtorp",)
    assert found("Almtnua är ett fint namn.") == ()
    assert one("Klotter i Lilla Edet.").candidates == ()


def test_bare_noun_needs_its_preposition():
    assert one("Bråk vid stationen.").candidates == ("station-a", "station-l")
    assert one("Bråk utanför skolan.").form in ("generic", "area")
    assert found("Barnen trivs i skolan.") == ()


def test_decomposed_letters_and_broken_lines():
    text = "Klotter i Lilla\u030a och på Stor-\ngatan."
    first, second = found(text)
    assert (first.text, first.candidates) == ("Lillå", ("lilla",))
    assert text[first.start : first.end] == "Lilla\u030a"
    assert (second.text, text[second.start : second.end]) == ("Storgatan", "Stor-\ngatan")


def test_ordinary_compounds_with_the_name_of_a_town_are_not_it():
    assert found("En almtunabo och Lillåloppet.") == ()


def test_mentions_come_in_order_and_do_not_overlap():
    result = found(("heading", "Läget i Lillå"), "Stök i Almtuna centrum vid Björkskolan på Storgatan och i Haga.")
    spans = [(m.start, m.end) for m in result]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert result[-1].candidates == ("haga-a", "haga-l", "haga-f")


@given(st.text(alphabet="aåäöEILSil18:-/. \nåBerg", max_size=80))
@settings(max_examples=60, deadline=None)
def test_offsets_lie_inside_any_text(text):
    doc = document("Oro i Lillå " + text)
    assert all(0 <= m.start < m.end <= len(doc.text) for m in mentions(doc, PLACES))


def test_time_is_linear():
    text = "Klotter i Lillå och bråk på Storgatan i Almtuna. "

    def seconds(times):
        doc = document(text * times)
        start = time.process_time()
        assert len(mentions(doc, PLACES)) == 3 * times
        return time.process_time() - start

    seconds(10)
    assert seconds(800) < 16 * max(seconds(100), 0.01)


@pytest.mark.parametrize(
    ("one_", "other", "expected"),
    [("lillå", "lilå", True), ("almtuna", "almtnua", True), ("almtuna", "almtuna", False), ("berg", "korg", False)],
)
def test_one_edit_apart(one_, other, expected):
    assert names.near(one_, other) is expected


def test_word_lists_report_every_fault(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('weak = "berg"\nfel = "x"\n', encoding="utf-8")
    with pytest.raises(InvalidData, match=r"fel.*titles"):
        words.load(path)


def test_shipped_word_lists_are_lower_case_and_disjoint_where_they_must_be():
    shipped = words.load()
    assert not shipped.first_names & shipped.titles
    assert {"vi", "berg"} <= shipped.weak


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("Bråk vid lekplatsen.",), ["lekplatsen"]),
        (("De gick förbi lekplatsen.",), []),
        (("Plats: Solvik | Vad: bråk",), ["Solvik"]),
        ((("heading", "Sjöhagen"), "Det är lugnt."), ["Sjöhagen"]),
        ((("heading", "Arbetsmiljö"), ("heading", "Inledning"), "Det är lugnt."), []),
        (("Sent i går, Noret, Lillå",), ["Noret", "Lillå"]),
        (("Stök på Ringvägen.",), ["Ringvägen"]),
        (("Ringvägen är en vanlig benämning.",), []),
        (("Bråk i Solvik.", "Solvik är däremot lugnt på helgen."), ["Solvik", "Solvik"]),
        (("Oro på Gröna gången.",), ["Gröna gången"]),
        (("Bråk på Johan Olovskolan.",), ["Johan Olovskolan"]),
        (("Läs i Skrivelse om skrivelse.",), []),
    ],
)
def test_places_that_no_gazetteer_has(blocks, expected):
    result = found(*blocks)
    assert [m.text for m in result] == expected
    assert all(m.candidates == () for m in result if m.text != "Lillå")


@pytest.mark.parametrize(
    ("text", "words_"),
    [
        ("Fort på Danska vägen varje kväll.", "Danska vägen"),
        ("Bråk vid Fryxellska skolan.", "Fryxellska skolan"),
        ("Störande fester i Gubboområdet i helgen.", "Gubboområdet"),
        ("Klotter på Ågatan.", "Ågatan"),
        ("Vä kyrka fick fönstret krossat.", "Vä kyrka"),
        ("Gör Solparken tryggare!", "Solparken"),
        ("Bråk i Lillå C.", "Lillå C"),
        ("Brand i container, Röfors – släckt.", "Röfors"),
        ("Torget kändes livligt.", "Torget"),
        ("Jag skriver för BRF Åkern i Solhult.", "Solhult"),
    ],
)
def test_shapes_of_places(text, words_):
    assert [m.text for m in found(text)] == [words_]


@pytest.mark.parametrize(
    "text",
    [
        "Ärendet skickas till Simona Berglund.",
        "Hon bor på Familjebostäder.",
        "Arbetet görs i Kontaktforum varje år.",
        "Kriget i Sydafrika och utanför Israels ambassad.",
        "Beslutet går till Inköps- och upphandlingsnämnden.",
        "Ett nationellt centrum öppnas.",
        "Nyckeltalet för F-6-skola justeras.",
        "Centrumområdet besiktades av en konsult.",
    ],
)
def test_companies_papers_and_countries_are_no_places(text):
    assert [m for m in found(text) if m.form == "unknown"] == []


def test_heading_that_is_a_mere_name_is_a_place_among_places():
    among = found(("heading", "Lillå"), "Lugnt.", ("heading", "Estö"), "Bråk.", ("heading", "Mellerås"), "Lugnt.")
    assert [m.text for m in among] == ["Lillå", "Estö", "Mellerås"]
    others = found(("heading", "Trafik"), "Lugnt.", ("heading", "Estö"), "Bråk.", ("heading", "Övrigt"), "Lugnt.")
    assert others == ()


def test_ordinary_heading_among_places_stays_one():
    result = found(("heading", "Lillå"), "Lugnt.", ("heading", "Mellerås"), "Lugnt.", ("heading", "Åtgärder"), "Inga.")
    assert [m.text for m in result] == ["Lillå", "Mellerås"]


def test_labels_of_rows_are_places_when_their_like_are():
    result = found("Lillå 21.10 må: klotter", "Remsle 23.45 ti: lugnt", "Mellerås lö: fyllor")
    assert [m.text for m in result] == ["Lillå", "Remsle", "Mellerås"]
    assert found("Fritid: öppet i helgen", "Skola: mobbning", "Polis: fler bötfällda") == ()


def test_column_head_that_is_a_question_word_is_no_town():
    assert found(("heading", "Plats"), ("heading", "Vad"), ("heading", "När"), ("cell", "Krossade fönster")) == ()


def test_neighbourhood_beside_its_town_in_a_heading():
    result = found(("heading", "Almtuna, Norrby 22.05"), "Larm om bråk.", ("heading", "Lillå 23.10"), "Lugnt.")
    assert [m.text for m in result] == ["Almtuna", "Norrby", "Lillå"]


def test_heading_of_a_note_names_no_crime_as_a_place():
    assert [m.text for m in found("02 mars 21:44, Narkotikabrott, Almtuna")] == ["Almtuna"]
    assert [m.text for m in found("02 mars 21:44, Storbråk, Almtuna")] == ["Almtuna"]


def test_chain_is_the_municipality_s_own_shop():
    assert one("Snatteri på ICA.").candidates == ("ica",)
    assert found("Enligt ICA ökar priserna.") == ()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_folding_by_bytes_is_folding_by_characters(text):
    folded = names.folded(text)
    assert folded == names._by_character(text)
    assert len(folded) == len(text)


def test_folding_knows_capitals_accents_and_letters_outside_the_code_page():
    assert names.folded("KOLBÄCK–Idé (Čohkka), Ştefan’s_Åby") == "kolbäck ide  čohkka   ştefan s åby"
