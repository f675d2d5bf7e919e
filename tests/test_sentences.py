"""Where a sentence ends."""

import pytest

from trygghet_geo.records import Block, Document
from trygghet_geo.sentences import sentences


def texts(text: str, kind: str = "paragraph") -> list[str]:
    document = Document("t.txt", "0", "txt", text, None, (Block(kind, ((0, len(text)),)),))
    return [s.text for s in sentences(document)]


@pytest.mark.parametrize(
    "text",
    [
        "Gångvägen är mörk efter kl. 17.",
        "Bland annat, t.ex. Kolbäck, nämndes.",
        "Den 3. mars hölls mötet.",
        "Hos A. Ek var det lugnt.",
        "Ca. 30 personer kom.",
        "Hallstahammar resp. Kolbäck nämndes.",
        "Det står på s. 5 och i bil. A eller kap. 3.",
        "Mötet hölls den 12 jan. 2023 i skolan.",
        "Det tog max. 30 och min. 10 minuter.",
        "Väktare gick förbi v. 10 och 11.",
        "Vid St. Olofs kyrka är det mörkt.",
    ],
)
def test_stops_inside_a_sentence(text):
    assert texts(text) == [text]


def test_two_sentences():
    assert texts("Det är lugnt. Inga inbrott!") == ["Det är lugnt.", "Inga inbrott!"]


@pytest.mark.parametrize(
    "first",
    [
        "Det var lugnt under mars.",
        "Vakter går i Fredhem under mars.",
        "Någon stal en bil.",
        "Butiken står tom.",
        "Det var klotter, buller m.m.",
        "Näs, Nibble m.fl.",
        "Skadan kostade 5 000 kr.",
        "Läget är lugnt f.n.",
        "Resan tog 10 min.",
        "Fyra stolpar, 5 st.",
        "Det är brott av den art.",
    ],
)
def test_a_word_with_a_capital_begins_a_sentence_after_what_may_close_one(first):
    assert texts(f"{first} Polisen har informerat.") == [first, "Polisen har informerat."]


def test_headings_are_whole_and_furniture_is_left_out():
    assert texts("Läget. Nu", "heading") == ["Läget. Nu"]
    assert texts("4 (11)", "furniture") == []
