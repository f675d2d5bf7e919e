"""What a word can stand for: forms and compounds share the senses of their stem."""

from __future__ import annotations

import tomllib

import pytest

from trygghet_geo.paths import DATA
from trygghet_geo.understanding import senses


@pytest.fixture
def few() -> senses.Senses:
    one = {"moppe": frozenset({"moped"}), "barn": frozenset({"child"}), "ö": frozenset({"island"})}
    return senses.Senses(one, {"går": [(("går", "sönder"), "broken")]})


@pytest.mark.parametrize(
    ("word", "sense"),
    [
        ("moppe", {"moped"}),
        ("barnen", {"child"}),
        ("barns", {"child"}),
        ("skolbarnen", {"child"}),  # the head of a compound
        ("barnvagn", set()),  # its first part says little of what it is
        ("ö", {"island"}),
        ("ön", set()),  # two letters are too few to tell a form from another word
        ("regn", set()),
    ],
)
def test_forms_and_compounds_have_the_senses_of_their_stem(few: senses.Senses, word: str, sense: set[str]) -> None:
    assert few.word(word) == sense


def test_two_senses_of_a_clause_are_a_feature_together(few: senses.Senses) -> None:
    assert few.of("barnen kör moppe".split()) == ("=child", "=moped", "=child=moped")
    assert few.of("den går sönder".split()) == ("=broken",)
    assert few.of("den går hem".split()) == ()


def test_the_shipped_senses_are_lists_of_stems() -> None:
    table = tomllib.loads((DATA / "lexicon" / "senses.toml").read_text(encoding="utf-8"))["senses"]
    assert all(senses.MARK not in name and listed.split() for name, listed in table.items())
    known = senses.load()
    assert "moped" in known.word("moppar")
    assert "drug" in known.word("sprutspetsar")
    assert known.word("sekreterare") == frozenset()
