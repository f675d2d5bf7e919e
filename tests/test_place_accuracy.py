"""The measure of places: what counts as found, right, near and false, on one small text counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import place_accuracy
from trygghet_geo.places import gazetteer

EVALUATION = Path(__file__).resolve().parent.parent / "data" / "evaluation"
# Sala lies at 16.60 E; the street runs from west to east through 59.92 N.
STREET = {
    "type": "Feature",
    "properties": {
        "id": "1981-t-bokgatan", "name": "Bokgatan", "kind": "road", "municipality_code": "1981",
        "uncertainty_m": 30, "source": "påhittad", "licence": "CC0-1.0",
    },
    "geometry": {"type": "LineString", "coordinates": [[16.59, 59.92], [16.61, 59.92]]},
}  # fmt: skip
TEXT = "Klotter på Bokgatan. Bråk i Sala. Bråk i Ransta.\n"


def gold(words: str, place: str | None, kind: str = "locality", **more) -> dict:
    start = TEXT.index(words)
    entry = {"name": place, "kind": kind, "municipality": "Sala"} if place else None
    return {"start": start, "end": start + len(words), "text": words, "place": entry} | more


def score(tmp_path: Path, *mentions: dict) -> tuple[place_accuracy.Counts, list[place_accuracy.Fault]]:
    rows = [
        {"municipality": "Sala", "places": [STREET]},
        {"id": "a", "genre": "minutes", "municipality": "Sala", "date": None, "text": TEXT, "mentions": mentions},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    ((raw, register),) = place_accuracy.texts([path])
    return place_accuracy.score(raw, register)


def test_a_text_that_is_read_right_has_no_faults(tmp_path: Path) -> None:
    counts, faults = score(
        tmp_path, gold("Bokgatan", "Bokgatan", "road"), gold("Sala", "Sala"), gold("Ransta", "Ransta")
    )
    assert (counts.words, counts.gold, counts.found, counts.predicted, counts.right) == (9, 3, 3, 3, 3)
    assert (counts.within_500, counts.meets, counts.invented) == (3, 3, 0)
    assert not faults


def test_what_no_one_annotated_is_false_and_what_is_not_there_is_missed(tmp_path: Path) -> None:
    counts, faults = score(
        tmp_path, gold("Bokgatan", "Bokgatan", "road"), gold("Sala", "Sala"), gold("Klotter", "Jung")
    )
    assert (counts.gold, counts.found, counts.predicted, counts.invented) == (3, 2, 3, 1)
    assert {(fault.what, fault.words) for fault in faults} == {("missed", "Klotter"), ("false", "Ransta")}


def test_a_wider_span_of_the_annotated_place_is_missed_but_no_false_place(tmp_path: Path) -> None:
    narrow = gold("Sala", "Sala")
    narrow["end"] = narrow["start"] + 1  # one of four characters: too little for the same mention
    others = gold("Bokgatan", "Bokgatan", "road"), gold("Ransta", "Ransta")
    counts, _ = score(tmp_path, narrow, *others)
    assert (counts.found, counts.predicted, counts.invented) == (2, 3, 0)
    counts, _ = score(tmp_path, narrow | {"place": None}, *others)
    assert counts.invented == 1  # the wider name is no place of the gazetteer: its first word is not that


def test_another_entry_than_the_annotated_one_is_wrong_though_it_is_found(tmp_path: Path) -> None:
    counts, faults = score(tmp_path, gold("Bokgatan", "Sala"), gold("Sala", None), gold("Ransta", "Ransta"))
    assert (counts.found, counts.right, counts.placed) == (3, 1, 2)
    assert [fault.what for fault in faults] == ["entry", "entry"]


def test_the_annotated_point_decides_how_far_off_an_answer_is(tmp_path: Path) -> None:
    # The middle of the street is 16.60 E; 0.012 degrees of longitude are 670 m at 59.92 N (111.3 km · cos 59.92°).
    counts, _ = score(tmp_path, gold("Bokgatan", "Bokgatan", "road", at=[16.612, 59.92]))
    assert (counts.placed, counts.within_500, counts.within_1000) == (1, 0, 1)


def test_optional_words_count_neither_way(tmp_path: Path) -> None:
    counts, _ = score(
        tmp_path, gold("Bokgatan", "Bokgatan", "road"), gold("Sala", None, optional=True), gold("Ransta", "Ransta")
    )
    assert (counts.gold, counts.found, counts.predicted) == (2, 2, 2)


@pytest.mark.parametrize("name", ["places-heldout.jsonl", "places-fresh-3.jsonl", "places-fresh-4.jsonl"])
def test_texts_kept_apart_are_only_counted(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["place_accuracy", "places-dev.jsonl", name, "--each"])
    with pytest.raises(SystemExit):
        place_accuracy.main()
    assert "only counted" in capsys.readouterr().err


@pytest.mark.parametrize("path", sorted(EVALUATION.glob("places-*.jsonl")), ids=lambda p: p.stem)
def test_every_span_is_its_words_and_every_entry_exists(path: Path) -> None:
    for raw, register in place_accuracy.texts([path]):
        for one in raw["mentions"]:
            assert raw["text"][one["start"] : one["end"]] == one["text"]
            if one["place"] and not one.get("optional"):
                assert place_accuracy._target(one, register) is not None, (raw["id"], one["text"])


def test_the_halves_are_large_enough_and_share_no_municipality() -> None:
    halves = [list(place_accuracy.texts([EVALUATION / f"places-{half}.jsonl"])) for half in ("dev", "heldout")]
    towns = [{raw["municipality"] for raw, _ in half} for half in halves]
    assert not towns[0] & towns[1]
    assert len(towns[0] | towns[1]) >= 25
    assert all(name in {m.name for m in gazetteer.municipalities()} for name in towns[0] | towns[1])
    counts = [sum(not one.get("optional") for raw, _ in half for one in raw["mentions"]) for half in halves]
    assert min(counts) >= 300
