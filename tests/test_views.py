"""Normalised text that can always be traced back."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from trygghet_geo.views import view


def whole(text: str):
    return view(text, [(0, len(text))])


def test_blank_lines_and_soft_hyphens_vanish():
    assert whole("höga\n\nhastig\u00ad\nheter").text == "höga hastigheter"


def test_a_hyphenated_word_is_made_whole_but_a_hanging_hyphen_stays():
    assert whole("kommun-\nmedborgarna").text == "kommunmedborgarna"
    assert whole("villa-\noch radhusinbrott").text == "villa- och radhusinbrott"
    assert whole("Västerås-\nKolbäck").text == "Västerås- Kolbäck"


def test_decomposed_letters_are_composed_and_traced():
    text = unicodedata.normalize("NFD", "här är öde")
    seen = whole(text)
    assert seen.text == "här är öde"
    start, end = seen.span(7, 10)
    assert unicodedata.normalize("NFC", text[start:end]) == "öde"


def test_pieces_are_joined_and_lookup_returns():
    text = "klotter XX i parken"
    seen = view(text, [(0, 7), (11, 19)])
    assert seen.text == "klotter i parken"
    assert seen.within(11, 12) == (8, 9)
    assert seen.within(8, 10) is None


@given(st.text(alphabet="abåä \n\u00ad-", max_size=60))
def test_every_character_points_into_the_text(text):
    seen = whole(text)
    assert len(seen.text) == len(seen.offsets) == len(seen.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(seen.offsets, seen.ends, strict=True))
    assert list(seen.offsets) == sorted(seen.offsets)


def test_a_letter_keeps_its_mark_at_the_end_of_a_clean_run():
    text = "kra\u030ak i parken"
    seen = whole(text)
    assert seen.text == "kråk i parken"
    assert seen.span(2, 3) == (2, 4)
    assert seen.within(2, 4) == (2, 3)
    assert seen.within(5, 6) == (4, 5)


def test_a_line_that_stands_in_the_text_as_it_is_holds_no_table_of_offsets():
    """A megabyte of text would else be 16 megabytes of tables; a line end becomes a blank and changes no offset."""
    seen = whole("Det är mörkt\npå gångvägen.\n")
    assert isinstance(seen.offsets, range)
    assert isinstance(seen.ends, range)
    assert seen.span(7, 12) == (7, 12)
    assert isinstance(seen.slice(7, 12).offsets, range)
