"""The place of a police note's lead stands in the sentences after it."""

from __future__ import annotations

import pytest

from tests.invented_places import ALMTUNA, gazetteer
from trygghet_geo import pipeline, reading


def concerns(tmp_path, *lines: str) -> list[tuple[str, str | None, str | None]]:
    """Category, place and mention of each concern in a note of those paragraphs."""
    path = tmp_path / "notis.txt"
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    made = pipeline.features(reading.read(path), ALMTUNA, gazetteer=gazetteer())
    return [(one.category, one.place, one.mention) for one in made if one.kind == "concern"]


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ("Polisen larmas till Storgatan där det ska brinna i en villa.", "Storgatan"),
        ("Räddningstjänsten fick släcka en brand på Kyrkvägen i Almtuna.", "Kyrkvägen"),
        ("Patrull beordras till Lillå.", "Lillå"),
    ],
)
def test_a_lead_without_a_place_takes_the_one_where_the_note_goes_on(tmp_path, after, place):
    assert concerns(tmp_path, "02 mars 21:44, Brand, Almtuna", "Fullt utvecklad brand i villa.", after) == [
        ("fire", place, place)
    ]


@pytest.mark.parametrize(
    "after",
    [
        "En man greps senare på Storgatan.",
        "Två personer förs med ambulans till sjukhus på Storgatan.",
        "Bilen försvann i riktning mot Lillå.",
    ],
)
def test_where_somebody_was_taken_or_went_is_not_where_it_happened(tmp_path, after):
    assert concerns(tmp_path, "02 mars 21:44, Brand, Almtuna", "Fullt utvecklad brand i villa.", after) == [
        ("fire", None, None)
    ]


def test_the_place_of_the_next_event_does_not_reach_back(tmp_path):
    found = concerns(
        tmp_path,
        "02 mars 07:00, Sammanfattning natt, Påhittade län",
        "Ett urval av nattens händelser:",
        "22:12 Skadegörelse, Almtuna:",
        "En busskur har fått rutorna krossade.",
        "23:40 Brand, Almtuna:",
        "Det brinner i en bil på Kyrkvägen.",
    )
    assert found == [("vandalism", "Almtuna", "Almtuna"), ("fire", "Kyrkvägen", "Kyrkvägen")]


def test_a_finer_place_after_the_lead_is_taken_before_the_town_of_the_label(tmp_path):
    found = concerns(
        tmp_path,
        "02 mars 07:00, Sammanfattning natt, Påhittade län",
        "22:12 Skadegörelse, Lillå:",
        "En busskur har fått rutorna krossade. Patrullen åker till Lilltorget och pratar med vittnen.",
        "23:40 Brand, Almtuna:",
        "Det brinner i en bil på Kyrkvägen.",
    )
    assert found == [("vandalism", "Lilltorget", "Lilltorget"), ("fire", "Kyrkvägen", "Kyrkvägen")]
