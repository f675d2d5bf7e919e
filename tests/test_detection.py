"""Which municipality a document is from, on the shipped national gazetteer.

Facts: Kolbäck lies in Hallstahammar (1961), Surahammar is 1907, Eksjö 0686; there are several places called Ekeby.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.invented_places import document
from trygghet_geo.places.detection import detect
from trygghet_geo.records import Block


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        (("Klotter i Kolbäck och inbrott i Hallstahammar.",), "1961"),
        (("Brottsförebyggande rådet i Surahammars kommun träffades.",), "1907"),
        (("Det är lugnt i Surahammar, men busåkning mot Hallstahammar.",), "1907"),
        (("Inbrott i centrala Eksjö.",), "0686"),
        ((("heading", "Trygghetsråd Eksjö kommun"), "Bilar kör fort."), "0686"),
    ],
)
def test_settled_by_names(blocks, code):
    assert detect(document(*blocks)).code == code


@pytest.mark.parametrize(
    "blocks",
    [
        ("Klotter på Storgatan och i centrum.",),
        ("Klotter i Ekeby.",),
        ("Vi var i skolan. Bara lite klotter.",),
        ("Olyckor i Eksjö, Surahammar, Kalmar och Luleå.",),
        ("",),
    ],
)
def test_not_settled_is_none(blocks):
    assert detect(document(*blocks)) is None


def test_official_name_outweighs_towns_in_passing():
    doc = document("Hallstahammars kommun samverkar med andra.", "Gänget kommer från Västerås, Köping och Arboga.")
    assert detect(doc).code == "1961"


def test_header_facts_count():
    doc = document("Plats: Kommunhuset, Hallstahammars kommun", "Bilar kör fort.")
    header = replace(doc.blocks[0], header=True)
    assert isinstance(header, Block)
    assert detect(replace(doc, blocks=(header, doc.blocks[1]))).code == "1961"


def test_addresses_and_companies_named_for_the_municipality():
    assert detect(document("Skriv till kommunen@eksjo.se om belysningen.")).code == "0686"
    assert detect(document("Hallstahem har bytt lås.", "Kalmarhem byter lampor i trapphusen.")).code == "0880"


def test_detail_of_the_municipality_supports_its_small_town():
    assert detect(document("Vi gick i Strömsholm.")) is None
    assert detect(document("Vi gick i Strömsholm, förbi Tunboskolan, längs Vänstavägen och Bergsgatan.")).code == "1961"


def test_long_name_of_one_village_settles_and_a_common_one_does_not():
    # Kolbäck is in no other municipality's list; Södermalm is a district of several towns.
    assert detect(document("Vi gick i Kolbäck.")).code == "1961"
    assert detect(document("Larm om bråk i stadsdelen Hjällbo.")).code == "1480"
    assert detect(document("Larm om bråk vid Backen.")) is None


def test_county_tells_villages_of_one_name_apart():
    assert detect(document("Polisen i Västmanlands län har haft en patrull i Strömsholm.")).code == "1961"


def test_night_of_a_county_is_from_no_municipality():
    assert (
        detect(document("05 mars 07:15, Sammanfattning natt, Örebro län", "Bråk i Örebro och i Örebro centrum."))
        is None
    )


def test_summary_of_a_county_is_from_no_municipality():
    doc = document("Eksjö: bråk. Kalmar: stöld.", "Växjö: brand. Luleå: rån. Ystad: rån.")
    assert detect(doc) is None
