"""The annotated texts to tune on (dev-*) and to measure on (heldout-*): format, codes, counts, distance of the halves.

What `gold.load` refuses is not repeated here: these are the promises of `data/evaluation/README.md`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from trygghet_geo import taxonomy
from trygghet_geo.records import KINDS, LEVELS, TRENDS

FOLDER = Path(__file__).resolve().parent.parent / "data" / "evaluation"
HALVES = {"dev": "d", "heldout": "h"}
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
TEXT_KEYS = {"id", "genre", "municipality", "date", "text", "statements", "traps"}
SAID_KEYS = {"quote", "start", "end", "kind", "claims", "places", "date_start", "date_end", "intensity", "trend"}


def read(half: str) -> list[dict]:
    files = sorted(FOLDER.glob(f"{half}-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def halves() -> dict[str, list[dict]]:
    return {half: read(half) for half in HALVES}


@pytest.fixture(scope="module")
def texts(halves) -> list[dict]:
    return [text for half in HALVES for text in halves[half]]


def said(texts: list[dict]) -> list[tuple[dict, dict]]:
    return [(text, one) for text in texts for one in text["statements"]]


def overlap(one: dict, other: dict) -> bool:
    return one["start"] < other["end"] and other["start"] < one["end"]


def words_as_read(text: str) -> str:
    """The text with soft hyphens gone and layout collapsed, once with and once without the line-end hyphens."""
    whole = re.sub("\u00ad\\n?", "", text)
    return " ".join(whole.split()) + " " + " ".join(re.sub(r"-\s*\n\s*", "", whole).split())


def runs(texts: list[dict], length: int = 9) -> set[tuple[str, ...]]:
    found = set()
    for text in texts:
        words = re.findall(r"\w+", text["text"].lower())
        found |= {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
    return found


def test_keys_are_those_of_the_format(texts):
    assert {frozenset(text) for text in texts} == {frozenset(TEXT_KEYS)}
    assert {frozenset(one) for _, one in said(texts)} == {frozenset(SAID_KEYS)}
    assert {frozenset(trap) for text in texts for trap in text["traps"]} == {
        frozenset({"quote", "start", "end", "why"})
    }


def test_a_quote_is_the_text_between_its_offsets(texts):
    for text in texts:
        for one in text["statements"] + text["traps"]:
            assert one["quote"], text["id"]
            assert text["text"][one["start"] : one["end"]] == one["quote"], (text["id"], one["quote"])
            assert one["quote"] == one["quote"].strip(), (text["id"], one["quote"])


def test_codes_are_known(texts):
    categories = taxonomy.load().categories
    for text, one in said(texts):
        assert one["kind"] in KINDS
        assert one["intensity"] in (None, *LEVELS)
        assert one["trend"] in (None, *TRENDS)
        assert one["claims"], (text["id"], one["quote"])
        for claim in one["claims"]:
            assert claim["category"] in categories, (text["id"], claim)
            assert claim["type"] is None or claim["type"] in categories[claim["category"]].types, (text["id"], claim)


def test_ids_are_unique_and_name_their_half(halves, texts):
    assert not [one for one, count in Counter(text["id"] for text in texts).items() if count > 1]
    for half, letter in HALVES.items():
        assert all(re.fullmatch(letter + r"\d{3,4}", text["id"]) for text in halves[half])


def test_statements_stand_in_order_and_apart_and_no_trap_lies_in_a_concern(texts):
    for text in texts:
        ordered = text["statements"]
        assert all(one["end"] <= other["start"] for one, other in pairwise(ordered)), text["id"]
        for one in ordered:
            wrong = [trap["quote"] for trap in text["traps"] if one["kind"] == "concern" and overlap(one, trap)]
            assert not wrong, (text["id"], wrong)


def test_places_are_words_of_the_text(texts):
    for text, one in said(texts):
        whole = words_as_read(text["text"])
        assert not [place for place in one["places"] if place not in whole], (text["id"], one["quote"])


def test_dates_are_whole_intervals_and_agree_with_the_weekday_in_the_words(texts):
    for text, one in said(texts):
        assert (one["date_start"] is None) == (one["date_end"] is None)
        if one["date_start"] is None:
            continue
        first, last = date.fromisoformat(one["date_start"]), date.fromisoformat(one["date_end"])
        assert first <= last, (text["id"], one["quote"])
        named = {WEEKDAYS.index(day) for day in WEEKDAYS if day in one["quote"].lower()}
        if named and (last - first).days < 2:
            assert named & {first.weekday(), last.weekday()}, (text["id"], one["quote"], first)


def test_there_is_enough_of_everything(texts):
    assert len(texts) >= 120
    assert len(said(texts)) >= 900
    assert sum(len(text["traps"]) for text in texts) >= 250
    assert len({text["genre"] for text in texts}) >= 8
    assert len({text["municipality"] for text in texts if text["municipality"]}) >= 30


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_every_kind_category_and_genre(halves, texts, half):
    ours = said(halves[half])
    kinds = Counter(one["kind"] for _, one in ours)
    assert all(kinds[kind] >= 20 for kind in KINDS), kinds
    concerns = Counter(claim["category"] for _, one in ours if one["kind"] == "concern" for claim in one["claims"])
    assert all(concerns[category] >= 3 for category in taxonomy.load().categories), concerns
    assert {text["genre"] for text in halves[half]} == {text["genre"] for text in texts}


def test_the_tuned_half_is_no_smaller_and_the_halves_share_no_municipality_and_no_wording(halves):
    dev, heldout = halves["dev"], halves["heldout"]
    assert len(said(dev)) >= 0.85 * len(said(heldout))
    shared = {text["municipality"] for text in dev} & {text["municipality"] for text in heldout}
    assert shared <= {None}
    assert not runs(dev) & runs(heldout)


def test_the_readme_names_eight_texts_for_each_pattern_and_counts_right(halves, texts):
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (\d+) \| ((?:[dh]\d{3} ?)+)\|$", readme, re.MULTILINE)
    assert len(rows) >= 35
    known = {text["id"] for text in texts}
    for name, count, ids in rows:
        named = ids.split()
        assert len(named) == len(set(named)) == int(count), name
        assert int(count) >= 8, name
        assert set(named) <= known, name
    for half in HALVES:
        ours = halves[half]
        traps = sum(len(text["traps"]) for text in ours)
        assert f"| `{half}-*.jsonl` | {len(ours)} | {len(said(ours))} | {traps} |" in readme
