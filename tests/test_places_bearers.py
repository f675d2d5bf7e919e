"""Who bears a town's name by the form of the text, and the town where the same form says nothing of anybody."""

from __future__ import annotations

import pytest

from tests.invented_places import document, gazetteer
from trygghet_geo.places.mentions import mentions

PLACES = gazetteer()


def texts(*blocks):
    return [m.text for m in mentions(document(*blocks), PLACES)]


@pytest.mark.parametrize(
    "text",
    [
        "Åklagare: Mellerås.",
        "Förundersökningsledare: Ek, Mellerås",
        "Bärgare Mellerås kallades.",
        "Justeras: Lund, Mellerås",
        "Vid pennan Mellerås",
        "Hej Mellerås, hej Lund",
        "Mellerås, kan du ordna truckar?",
        "Jag har talat med Mellerås om saken.",
        "Handläggs av Mellerås.",
        "Avlämnat till Mellerås (vik).",
        "Rondbil Mellerås på plats.",
        "Grindvakt Mellerås (dag), avlöst 14.00",
        "Mellerås, vår nye fastighetsskötare, byter cylindrar.",
        "Mellerås, som sköter webben, hälsar god jul.",
        "De drack två burkar Mellerås 10,2.",
        "Grannens tax Mellerås skäller.",
        'Klotter, texten "Mellerås".',
        "Skriv via Mellerås hemsida.",
        "Mellerås har bytt lås på förråden.",
        "Mellerås snubblade på kantstenen.",
        "Mellerås och Lund går i par på raster.",
        "Mellerås borta mot Lund i kväll.",
        "Laget förlorade stort mot Mellerås.",
        "Distrikt Mellerås, station tre.",
        "Han gick ombord på färjan Mellerås.",
        "Patrull Mellerås 2 skickades.",
        "Trygg i Mellerås – anteckningar från mötet",
        "Projekten heter Mellerås mot droger och Lyktan.",
        "Kursen hålls av Mellerås Vattenråd.",
        "Vi har Mellerås app som förebild.",
        "Mellerås hemvärn övar på lördag.",
        "Hästarna Lillå och Mellerås deltog.",
        "Min grannfru Mellerås blev påkörd.",
        "Han fick en ölburk, Mellerås, i pannan.",
    ],
)
def test_who_bears_the_name_is_no_place(text):
    assert texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Inbrott: Mellerås.",
        "Tidigare Mellerås, nu lugnt.",
        "Områdesväktare Mellerås rapporterar om lugn.",
        "Mellerås, Lillå: lugnt hela natten.",
        "Mellerås toppade listan.",
        "Mellerås drabbades av en brand.",
        "Mellerås har haft tre inbrott.",
        "Mellerås har drabbats hårt.",
        "Mellerås saknar belysning.",
        "Mellerås: 02.15 krock mot älg.",
        "Polisen stoppade en bil i Mellerås.",
        "Lugnt i trappor, utom Mellerås.",
    ],
)
def test_the_town_in_the_same_form_stays(text):
    assert "Mellerås" in texts(text)


def test_names_under_closing_words_sign_the_letter():
    assert texts("Det är stökigt i Lillå.", "Med vänlig hälsning", "Mellerås") == ["Lillå"]


def test_where_the_signer_lives_stays():
    assert texts("Det är stökigt här.", "Hälsningar", "Anna, Mellerås") == ["Mellerås"]
    assert texts("Det är stökigt här.", "Hälsningar", "Mamma i Mellerås") == ["Mellerås"]


def test_the_label_of_one_on_duty_is_no_place_when_the_text_has_no_such_place():
    log = ("Rondbil Mellerås, rondbil Ek.", "Fönstret var öppet i Lillå.", "Mellerås: kaffe och rast.")
    assert texts(*log) == ["Lillå"]
    assert texts(*log, "Det brinner i Mellerås.") == ["Lillå", "Mellerås", "Mellerås"]


def test_lines_of_who_came_from_each_body_name_nobody_s_town():
    assert texts("Polis: Lund, Mellerås.", "Skola: Lillå.", "Det är lugnt i Mellerås.") == ["Mellerås"]
    assert texts("Skola: Lillå.", "Det är lugnt i Mellerås.") == ["Lillå", "Mellerås"]
