"""The second opinion: a model of words, asked only where the rules are silent or hardly believed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from trygghet_geo.understanding import model, opinions


@pytest.fixture
def tiny() -> model.Model:
    """Knows two words: "fisk" speaks for concern and theft with score 2, "lugn" for calm with 4; idf 1, no bias."""
    labels = (*model.KINDS, "theft", "traffic")
    weights = np.zeros((2, len(labels)), dtype=np.float32)
    weights[0, labels.index("concern")] = weights[0, labels.index("theft")] = 2
    weights[1, labels.index("calm")] = 4
    return model.Model({"fisk": 0, "lugn": 1}, weights, np.ones(2, dtype=np.float32), np.zeros(8, np.float32), labels)


def test_an_opinion_is_the_sum_of_its_words_over_the_root_of_their_squares(tiny: model.Model) -> None:
    """Two known words of weight one: length √2. concern 2/√2 = 1.414, calm 4/√2 = 2.828, the four others 0."""
    opinion = tiny.opinion("fisk lugn")
    total = np.exp(1.41421) + np.exp(2.82843) + 4
    assert opinion.kinds["calm"] == pytest.approx(np.exp(2.82843) / total, abs=1e-4)
    assert opinion.kinds["concern"] == pytest.approx(np.exp(1.41421) / total, abs=1e-4)
    assert opinion.categories["theft"] == pytest.approx(1 / (1 + np.exp(-1.41421)), abs=1e-4)
    assert opinion.categories["traffic"] == pytest.approx(0.5)


def test_words_it_does_not_know_leave_it_undecided(tiny: model.Model) -> None:
    assert list(tiny.opinion("okänt ord").kinds.values()) == pytest.approx([1 / 6] * 6)


def test_it_tells_which_words_speak_for_a_category(tiny: model.Model) -> None:
    text = "En lugn FISK"
    assert [text[a:b] for a, b in tiny.spoken_for(text, "theft")] == []  # inside a sentence a capital is a name
    text = "En lugn fisk"
    assert [text[a:b] for a, b in tiny.spoken_for(text, "theft")] == ["fisk"]


def test_names_and_numbers_are_alike_to_it() -> None:
    told = [word for word, _, _ in model.tokens("Vid Storgatan 14 i Malmö saknas 3 lampor.")]
    assert told == ["vid", "‹namn›", "‹tal›", "i", "‹namn›", "saknas", "‹tal›", "lampor"]
    assert [word for word, _, _ in model.tokens("KLOTTER I PARKEN")] == ["klotter", "i", "parken"]


def test_without_a_model_the_rules_stand_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert model.load(tmp_path / "statements.npz") is None
    monkeypatch.setattr(model, "load", lambda: None)
    assert opinions.revised("tre fyra fem ord", (), 0, verdict=("nothing", "silent")) == ("nothing", "silent", ())


def test_explicit_words_go_first(tiny: model.Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question, a proposal or a measure that a pass has settled is never reopened."""
    monkeypatch.setattr(model, "load", lambda: tiny)
    for verdict in (("nothing", "question"), ("proposal", "proposal"), ("measure", "measure"), ("calm", "calm")):
        assert opinions.revised("fisk fisk fisk fisk", (), 0, verdict=verdict) == (*verdict, ())


def test_the_shipped_model_is_the_one_its_sentences_make(root: Path) -> None:
    """Its labels are the kinds and the categories of the training sentences, and it has seen each of them."""
    shipped = model.load()
    assert shipped is not None
    rows = [json.loads(x) for p in sorted((root / "data/training").glob("*.jsonl")) for x in p.read_text().splitlines()]
    categories = sorted({claim.split("/")[0] for row in rows for claim in row["claims"]})
    assert shipped.labels == (*model.KINDS, *categories)
    assert {row["kind"] for row in rows} <= set(model.KINDS)
    right = [max((o := shipped.opinion(r["text"]).kinds), key=o.get) == r["kind"] for r in rows[:400]]
    assert np.mean(right) > 0.9  # of sentences it was trained on; chance is one in six
