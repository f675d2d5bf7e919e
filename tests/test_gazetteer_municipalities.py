"""The 290 municipalities: found however they are written, with their neighbours."""

from __future__ import annotations

import unicodedata

import pytest

from trygghet_geo.errors import UnknownMunicipality
from trygghet_geo.places import gazetteer, sweden


def test_sweden_has_290_municipalities_in_21_counties():
    known = gazetteer.municipalities()
    assert len({each.code for each in known}) == len({each.name for each in known}) == 290
    assert len({each.county for each in known}) == 21


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1961", "1961"),
        ("Hallstahammar", "1961"),
        ("HALLSTAHAMMAR", "1961"),
        ("hallstahammars  kommun ", "1961"),
        ("Hallstahammar kommun", "1961"),
        (unicodedata.normalize("NFD", "Västerås stad"), "1980"),
        ("VÄSTERÅS", "1980"),
        ("Västerås kommun", "1980"),
        ("Göteborgs Stad", "1480"),
        ("Malmö stad", "1280"),
        ("Borås Stad", "1490"),
        ("Stockholms stad", "0180"),
        ("Region Gotland", "0980"),
        ("Upplands-Bro kommun", "0139"),
        ("Nyköpings kommun", "0480"),
        ("Falu kommun", "2080"),
        ("Falun", "2080"),
        ("Kalmar kommun", "0880"),
        ("Orust kommun", "1421"),
        ("Dals-Eds kommun", "1438"),
        ("Haparanda stad", "2583"),
    ],
)
def test_a_municipality_is_found_however_it_is_written(written, code):
    assert gazetteer.municipality(written).code == code


@pytest.mark.parametrize(("written", "meant"), [("Halstahamar", "Hallstahammar"), ("Vesterås kommun", "Västerås")])
def test_an_unknown_municipality_is_answered_with_the_nearest(written, meant):
    with pytest.raises(UnknownMunicipality) as caught:
        gazetteer.municipality(written)
    assert meant in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("written", ["", "9999", "Hogwarts"])
def test_nonsense_is_no_municipality(written):
    with pytest.raises(UnknownMunicipality):
        gazetteer.municipality(written)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Hallstahammar", "Hallstahammars kommun"),
        ("Örebro", "Örebro kommun"),
        ("Strängnäs", "Strängnäs kommun"),
        ("Kalix", "Kalix kommun"),
        ("Lilla Edet", "Lilla Edets kommun"),
        ("Falun", "Falu kommun"),
        ("Uppsala", "Uppsala kommun"),
    ],
)
def test_the_official_form_has_its_s_where_it_belongs(name, form):
    assert sweden.official_names("0000", name)[0] == form


def test_neighbours_are_mutual_and_include_the_known_ones():
    # Hallstahammar borders on Västerås, Surahammar, Köping, Kungsör and, over Mälaren, Eskilstuna.
    assert {"1980", "1907", "1983"} <= set(gazetteer.neighbours("1961"))
    for each in gazetteer.municipalities():
        assert all(each.code in gazetteer.neighbours(other) for other in gazetteer.neighbours(each.code))
