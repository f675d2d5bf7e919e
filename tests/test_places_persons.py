"""Names of places that persons, firms and things bear; the invented gazetteer has towns Lillå and Mellerås."""

from __future__ import annotations

import pytest

from tests.invented_places import document, gazetteer
from trygghet_geo.places.mentions import mentions

PLACES = gazetteer()


def placed(*blocks: str) -> list[str]:
    """The words taken for a place that the gazetteer has, in order."""
    return [one.text for one in mentions(document(*blocks), PLACES) if one.candidates]


@pytest.mark.parametrize(
    "text",
    [
        "Mellerås informerade om läget.",
        "Mellerås (M) redovisar siffrorna.",
        "Mellerås och Karlsson undrade när svaret kommer.",
        "Mellerås ska återkomma i augusti.",
        "Mellerås tog upp frågan om nycklar.",
        "Mellerås går i pension till sommaren.",
        "Det är Mellerås som håller i pennan.",
        "Mötet öppnades av Mellerås.",
        "Motion av Mellerås om fler vuxna.",
        "Vi bjuder in Mellerås till nästa möte.",
        "Till justerare utsågs Mellerås.",
        "Ny chef är Mellerås.",
        "Uppdraget gick till Mellerås.",
        "Tack till Mellerås för föredragningen.",
        "Svar från Mellerås lästes upp.",
        "Familjen Mellerås har skrivit ett brev.",
        "Polisens Mellerås kom sent.",
        "Fältassistenterna Mellerås och Ek presenterade sig.",
        "Hunden Mellerås letar narkotika.",
        "Stormen Mellerås fällde träd.",
        "Byggfirman Mellerås har lämnat anbud.",
        "Mellerås, kurator, var med på telefon.",
        "I gruppen ingår Mellerås, Karlsson och Ek.",
        "Mellerås: Jag yrkar bifall.",
        "I Mellerås bok beskrivs metoden.",
        "Mellerås 3:21, bygglov för garage.",
        "Visionen Mellerås 2040 antogs.",
        "Mötet hölls i sammanträdesrum Mellerås.",
        "Ja-röster: Ek, Mellerås, Karlsson.",
        "Replik: Mellerås",
        "Byalaget i Mellerås har skrivit ett yttrande.",
        "Enligt Karlsson och Mellerås (2021) minskar brotten.",
        "Presstalesperson Lo Mellerås svarar på frågor.",
        "Befäl i tjänst: Mellerås.",
        "Mellerås, företaget alltså, har egna lampor.",
        "Coop Mellerås skänker frukt.",
    ],
)
def test_who_is_called_so_is_no_place(text: str) -> None:
    assert placed(text) == []


@pytest.mark.parametrize("before", ["Längs", "Utefter", "Korsningen", "Eller", "Särskilt"])
def test_the_word_that_opens_the_sentence_is_no_part_of_the_streets_name(before: str) -> None:
    assert placed(f"{before} Storgatan är det mörkt.") == ["Storgatan"]


@pytest.mark.parametrize(
    "text",
    [
        "Mellerås har haft flera inbrott.",
        "Mellerås är lugnt.",
        "Mellerås upplever mer störningar.",
        "Mellerås: mopeder på gångvägen.",
        "Mest drabbat är Mellerås.",
        "Det är Mellerås som är värst.",
        "Mellerås vill ha fler poliser.",
        "Området avgränsas av Mellerås.",
        "Klagomål från Mellerås har kommit in.",
        "Stöket har flyttat till Mellerås.",
        "Orten Mellerås saknar busskur.",
        "Flera larm under natten, Mellerås.",
        "Redan har Mellerås drabbats.",
        "I Mellerås informerade Karlsson om läget.",
        "Byalaget i Mellerås har haft inbrott.",
        "Inbrott på kiosken Mellerås i natt.",
        "Mellerås 21:40 Två bilar krockar.",
        "Lugnt i trappor, utom Mellerås.",
    ],
)
def test_what_places_do_and_suffer_leaves_them_places(text: str) -> None:
    assert placed(text) == ["Mellerås"]


def test_a_surname_said_once_in_full_is_one_in_the_rest_of_the_text() -> None:
    for said in ("Anders Mellerås är ny.", "Rektor Jan Mellerås är ny.", "Fru Mellerås är ny.", "Mellerås (M) är ny."):
        assert placed(said, "Kring nycklarna vet Mellerås mest.") == [], said


def test_a_town_that_somebody_is_called_after_stays_a_town_where_the_text_says_so() -> None:
    assert placed("Anders Mellerås var med.", "Mellerås: två inbrott.") == ["Mellerås"]
    assert placed("Anders Mellerås var med.", "Det är stökigt i Mellerås.", "Ja, Mellerås vet bäst.") == ["Mellerås"]
    assert placed("Anders Mellerås var med.", "Mellerås har haft tre inbrott.") == ["Mellerås"]
    assert placed("Anders Mellerås var med.", "Mellerås och Lillå har haft bränder.") == ["Mellerås", "Lillå"]


def test_the_town_of_an_ordinary_name_is_a_place_when_it_suffers_what_towns_do() -> None:
    """ "Berg" alone may be anybody; that "Berg har haft tre inbrott" is said of a place."""
    assert placed("Berg har haft tre inbrott.") == ["Berg"]
    assert placed("Berg har haft kontakt med Karlsson.") == []
    assert placed("Berg är värst utsatt.") == ["Berg"]


def unknown(*blocks: str) -> list[str]:
    """The words taken for a place that no entry answers, for the coordinator to place."""
    return [one.text for one in mentions(document(*blocks), PLACES) if not one.candidates]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Byn Resele anser att bussen behövs.", ["Resele"]),
        ("Resele samhälle saknar busskur.", ["Resele"]),
        ("I Lillå och Resele har det brunnit.", ["Resele"]),
        ("Det brann i Lillå, Resele och Edsele.", ["Resele", "Edsele"]),
        ("Dieselstöld i Västra Bodarna.", ["Västra Bodarna"]),
        ("Resele anser att frågan är viktig.", []),
        ("Tack till Lillå och Resele för fikat.", []),
    ],
)
def test_an_unknown_name_is_kept_where_a_place_stands_with_it(text: str, words: list[str]) -> None:
    assert unknown(text) == words
