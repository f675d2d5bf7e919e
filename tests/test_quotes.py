"""Searching the quotes: as written, and by the forms of the words that a resident would type."""

from __future__ import annotations

import pytest

from trygghet_geo.inflections import roots, same
from trygghet_geo.quotes import Quotes

FORMS = """
klotter klottret klottrets klottra klottrar klottrat klottrade
cykel cykeln cyklar cyklarna cyklarnas
vatten vattnet vattnets
gata gatan gator gatorna
skola skolan skolor skolorna skolans
polis polisen poliser polisens
inbrott inbrottet inbrotten inbrotts
skadegörelse skadegörelsen skadegörelser skadegörelserna
rån rånet rånad rånades rånats
möte mötet möten mötena
område området områden områdena
otrygg otryggt otrygga
otrygghet otryggheten
paket paketet paketen
ensam ensamt ensamma
kör körs körde körts
missbruk missbruket missbrukare missbrukarna
fönster fönstret fönstren
"""


@pytest.mark.parametrize("forms", FORMS.split("\n")[1:-1])
def test_any_form_of_a_word_finds_every_other(forms):
    words = forms.split()
    assert [(one, other) for one in words for other in words if not same(other, roots(one))] == []


@pytest.mark.parametrize(("word", "other"), [("gata", "gam"), ("hamn", "ham"), ("buss", "bus"), ("bil", "bild")])
def test_what_only_begins_alike_is_no_form(word, other):
    assert not same(other, roots(word))


SAID = [
    "Klottret på fasaden är kvar.",
    "Någon har klottrat i gångtunneln.",
    "Fasadklottret växer.",
    "Två elcyklar togs vid skolan.",
    "Det är lugnt.",
    None,
    "KLOTTER\u00adSANERING pågår.",
    "Belys\u00adningen är trasig, belys-\nningen har lagats.",
    "Det brinner i närheten av Skogsga\u030arden.",
]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("klotter", [0, 1, 2, 6]),
        ("KLOTTRET", [0, 1, 2]),
        ("cykel", [3]),
        ("cykeln skola", [3]),
        ("skolan cykel", [3]),
        ("klotter cykel", []),
        ("är lugnt", [4]),
        ("lugnt är", [4]),
        ("lugna", [4]),
        ("belysning", [7]),
        ("skogsgården", [8]),
        ("gård", [8]),
        ("tunnel", [1]),
        ("otrygg", []),
        ("?", []),
        (".", [0, 1, 2, 3, 4, 6, 7, 8]),
        ("", [0, 1, 2, 3, 4, 6, 7, 8]),
    ],
)
def test_a_resident_finds_what_was_said_in_any_form(text, rows):
    assert Quotes(SAID).holding(text).nonzero()[0].tolist() == rows


def test_no_quotes_hold_nothing():
    assert Quotes([]).holding("klotter").tolist() == []
