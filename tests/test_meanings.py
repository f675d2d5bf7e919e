"""What words mean: found by their forms and last parts, near each other when they mean alike."""

from __future__ import annotations

import numpy as np
import pytest

from trygghet_geo.understanding import meanings, model

MEANINGS = meanings.load()


def likeness(one: str, other: str) -> float:
    return float(MEANINGS.of([one]) @ MEANINGS.of([other]))


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("kofoten", "kofot"),
        ("bänder", "bända"),
        ("soprumsbrasa", "brasa"),
        ("stulits", "stjäla"),
    ],
)
def test_a_form_or_compound_means_what_its_word_means(form: str, word: str) -> None:
    assert likeness(form, word) == pytest.approx(1)


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("sprejade", "klotter", "hund"),
        ("kofot", "bända", "ensamhet"),
        ("livrädd", "otrygg", "cykel"),
        ("tjyvar", "stöld", "lampa"),
        ("flammor", "brand", "skola"),
    ],
)
def test_words_of_like_meaning_lie_near_each_other(word: str, near: str, far: str) -> None:
    assert likeness(word, near) > likeness(word, far)


def test_what_is_not_known_points_nowhere() -> None:
    assert not MEANINGS.of([]).any()
    assert not MEANINGS.of(["xyzzy", "på", "‹tal›"]).any()


def test_the_shipped_model_was_trained_with_these_dimensions() -> None:
    trained = model.load()
    assert trained is not None
    assert set(MEANINGS.names) <= set(trained.index)
    assert np.allclose(np.linalg.norm(MEANINGS.vectors, axis=1), 1, atol=0.05)
