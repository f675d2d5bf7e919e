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
    ],
)
def test_stops_inside_a_sentence(text):
    assert texts(text) == [text]


def test_two_sentences():
    assert texts("Det är lugnt. Inga inbrott!") == ["Det är lugnt.", "Inga inbrott!"]


def test_headings_are_whole_and_furniture_is_left_out():
    assert texts("Läget. Nu", "heading") == ["Läget. Nu"]
    assert texts("4 (11)", "furniture") == []
