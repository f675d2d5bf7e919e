"""What the pages say: the same in both languages, all of it in the catalogues, in the forms of each language."""

from __future__ import annotations

import ast
import string
from datetime import date
from pathlib import Path

import pytest

from trygghet_geo.pages import shell, words

ROOT = Path(__file__).resolve().parent.parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def messages(language: str) -> dict[str, list[str]]:
    """The forms of each message by key."""
    found = {}
    for message in words.catalogue(language):
        if message.id:
            plural = isinstance(message.id, tuple)
            found[message.id[0] if plural else message.id] = list(message.string) if plural else [message.string]
    return found


def test_both_languages_say_the_same_things():
    swedish, english = messages("sv"), messages("en")
    assert swedish.keys() == english.keys()
    assert [key for key, forms in (*swedish.items(), *english.items()) if not all(forms)] == []
    for key, forms in swedish.items():
        assert len(forms) == len(english[key]), key
        assert fields("".join(forms)) == fields("".join(english[key])), key


def strings() -> tuple[set[str], tuple[str, ...], set[str]]:
    """Of the pages' code: every string, how every f-string begins, and what is asked for with `say("…")`."""
    whole, begun, asked = set(), set(), set()
    for path in [*(ROOT / "trygghet_geo/pages").glob("*.py"), ROOT / "dashboard.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(node.values[0].value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                asked |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return whole, tuple(start for start in begun if "." in start), asked


def test_the_catalogues_hold_what_the_pages_say_and_nothing_else():
    keys = messages("sv").keys()
    whole, begun, asked = strings()
    assert asked - keys == set()
    assert {key for key in keys if key not in whole and not key.startswith(begun)} == set()


def test_a_count_chooses_the_form():
    assert [words.text("count.measure", count=n) for n in (0, 1, 7)] == ["0 åtgärder", "1 åtgärd", "7 åtgärder"]
    assert words.text("count.measure", "en", count=1) == "1 measure"
    with pytest.raises(KeyError):
        words.text("no.such.key")


def test_numbers_are_written_as_the_language_writes_them():
    assert words.number(1234.5) == "1\u00a0234,5"
    assert words.number(1234.5, "en") == "1,234.5"


def test_dates_are_said_in_words():
    assert words.day(date(2021, 3, 10)) == "10 mars 2021"
    assert words.day(date(2021, 3, 10), "en") == "10 March 2021"
    assert words.span(date(2021, 3, 10), date(2021, 3, 10)) == "10 mars 2021"
    assert words.day(None) == ""
    assert words.span(date(2023, 1, 1), date(2023, 12, 31), "en") == "2023"
    assert words.span(date(2023, 1, 1), date(2024, 12, 31)) == "1 januari 2023 – 31 december 2024"
    assert words.span(date(2023, 1, 1), date(2023, 1, 1)) == words.span(date(2023, 1, 1), None) == "1 januari 2023"


def test_what_streamlit_says_of_a_fault_is_said_in_the_readers_language():
    from streamlit.elements import exception

    # A private name of Streamlit's: where another version has it elsewhere, this is the place to look.
    assert shell.THEIRS[exception._GENERIC_UNCAUGHT_EXCEPTION_TEXT] == "theirs.error"
    assert "" not in shell.THEIRS
