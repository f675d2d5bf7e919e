"""The stages in order: a feature per statement × category × place, stable ids, honest dates, places, confidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from shapely.geometry import Point

from tests.made import HOME, MEETING, SHA, TEXT, document
from trygghet_geo import geojson, pipeline, reading, sources, taxonomy
from trygghet_geo.errors import InvalidSelection, UnreadableDocument
from trygghet_geo.places import gazetteer
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.records import Block, Box, Claim, Location, Mention, Place, Statement

KOLBACK = Place("kolback", "Kolbäck", "locality", Point(16.2345678, 59.5), "1961", 800.0, "test", "CC0", parent="1961")
AWAY = Place("ramnas", "Ramnäs", "locality", Point(16.2, 59.77), "1907", 500.04, "test", "CC0")
NAMED = Mention(2, 9, "Kolbäck", "Kolbäck", "name", ("kolback",))
FIRST = Statement("s1", 0, 42, 0, "concern", (Claim("burglary", "basement", 29, 42, "low", "up"),), 0.8)
HERE = Location(KOLBACK, NAMED, KOLBACK.geometry, "locality", 800.0)
NOWHERE = Location(None, None, None, "none")


@pytest.fixture
def features(monkeypatch):
    """`pipeline.features` over statements and locations given by hand in place of the stages that find them."""

    def run(statement=FIRST, *locations, municipality=HOME, **changes):
        monkeypatch.setattr(pipeline.mentions, "mentions", lambda document, places: (NAMED,))
        monkeypatch.setattr(pipeline, "understand", lambda document, found, catalogue: (statement,))
        monkeypatch.setattr(pipeline.resolution, "locate", lambda *given: {statement.id: locations or (HERE,)})
        places = Gazetteer(municipality, {"kolback": KOLBACK}, "1")
        return pipeline.features(document(**changes), municipality, gazetteer=places)

    return run


def test_a_feature_says_what_its_parts_say(features) -> None:
    (one,) = features()
    assert (one.kind, one.category, one.type, one.intensity, one.trend) == (
        "concern",
        "burglary",
        "basement",
        "low",
        "up",
    )
    assert one.category_label == taxonomy.load().categories["burglary"].label_sv
    assert one.quote == TEXT[:42] == "I Kolbäck har det varit inbrott i källare."
    assert (one.document, one.document_sha256, one.start, one.end) == ("möte.txt", SHA, 0, 42)
    assert (one.place, one.place_id, one.place_kind, one.mention) == ("Kolbäck", "kolback", "locality", "Kolbäck")
    assert (one.municipality, one.municipality_code, one.status) == ("Hallstahammar", "1961", "read")
    assert one.geometry.equals(Point(16.234568, 59.5)), "six decimals from here on"


def test_the_id_is_made_of_the_file_the_span_the_category_and_the_place(features) -> None:
    (one,) = features()
    expected = sha256("\x1f".join([SHA, "0", "42", "burglary", "basement", "kolback"]).encode()).hexdigest()[:16]
    assert one.id == expected
    assert features(replace(FIRST, kind="calm", confidence=0.1))[0].id == expected, "what may be corrected is not in it"
    others = [
        features(FIRST, sha256="cd" * 32)[0],
        features(replace(FIRST, end=41))[0],
        features(replace(FIRST, claims=(Claim("burglary", None, 29, 42),)))[0],
        features(FIRST, NOWHERE)[0],
        features(FIRST, replace(NOWHERE, mention=NAMED))[0],
        features(FIRST, replace(NOWHERE, mention=replace(NAMED, end=8)))[0],
    ]
    assert len({one.id, *(other.id for other in others)}) == 7


def test_two_unknown_names_in_one_town_are_two_features_and_the_first_keeps_its_id(features) -> None:
    unknown = replace(NAMED, candidates=())
    (alone,) = features(FIRST, replace(HERE, mention=unknown))
    both = features(FIRST, replace(HERE, mention=unknown), replace(HERE, mention=replace(unknown, start=3)))
    assert [one.place_id for one in both] == ["kolback", "kolback"]
    assert alone.id in {one.id for one in both}
    assert len({one.id for one in both}) == 2


def test_every_claim_holds_at_every_place_and_nothing_twice(features) -> None:
    claims = (Claim("traffic", None, 0, 1), Claim("burglary", None, 2, 3), Claim("traffic", None, 5, 6))
    made = features(replace(FIRST, claims=claims), HERE, NOWHERE, replace(HERE, precision="vague"))
    assert [(one.category, one.place_id, one.precision) for one in made] == [
        ("burglary", None, "none"),
        ("burglary", "kolback", "locality"),
        ("traffic", None, "none"),
        ("traffic", "kolback", "locality"),
    ]
    assert {one.statement_id for one in made} == {"s1"}


def test_a_place_elsewhere_has_its_own_municipality(features) -> None:
    away = replace(HERE, place=AWAY, uncertainty_m=500.04)
    (one,) = features(FIRST, away)
    assert (one.municipality, one.municipality_code, one.uncertainty_m) == ("Surahammar", "1907", 500.0)
    region = replace(HERE, place=replace(AWAY, municipality_code=None))
    assert features(FIRST, region)[0].municipality == "Hallstahammar"
    assert features(FIRST, NOWHERE, municipality=None)[0].municipality is None


@pytest.mark.parametrize(
    ("spans", "pages", "expected"),
    [
        (((0, 96),), (), None),
        (((0, 96),), (3, 3), 3),
        (((0, 20), (60, 96)), (3, 4), 4),  # the statement begins at 43 and so after the break
        (((0, 50), (60, 96)), (3, 4), 3),
        (((0, 20), (60, 96)), (3, 3), 3),  # in two pieces for another reason
    ],
)
def test_the_page_is_where_the_statement_begins(features, spans, pages, expected) -> None:
    boxes = tuple(Box(page, 0, 0, 1, 1) for page in pages)
    block = Block("paragraph", spans, page=pages[0] if pages else None, boxes=boxes)
    assert features(replace(FIRST, start=43, end=95), blocks=(block,))[0].page == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, (MEETING, MEETING)),
        (date(2021, 3, 1), date(2021, 3, 7), (date(2021, 3, 1), date(2021, 3, 7))),
        (date(2021, 3, 1), None, (date(2021, 3, 1), date(2021, 3, 1))),
        (None, date(2021, 3, 7), (date(2021, 3, 7), date(2021, 3, 7))),
    ],
)
def test_what_has_no_date_of_its_own_has_the_meetings(features, first, last, expected) -> None:
    (one,) = features(replace(FIRST, date_start=first, date_end=last))
    assert (one.meeting_date, one.date_start, one.date_end) == (MEETING, *expected)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        # Understanding says 0.8; docs/contract.md has the factors.
        (NOWHERE, 0.8),
        (HERE, 0.76),  # × 0.95, named in the statement
        (replace(HERE, mention=replace(NAMED, start=50, end=57)), 0.68),  # × 0.85, inherited
        (replace(HERE, mention=replace(NAMED, candidates=("kolback", "b"))), 0.53),  # × 0.95 × 0.7 = 0.532
        (replace(HERE, mention=None), 0.68),
    ],
)
def test_confidence_is_that_of_the_words_times_that_of_the_place(features, location, expected) -> None:
    assert features(FIRST, location)[0].confidence == expected


REAL = """Trygghetsråd

Datum: 2021-03-10

Läget

Det har varit flera källarinbrott i Kolbäck.
"""


def test_from_a_file_to_a_place_on_the_map(tmp_path) -> None:
    """All stages as they are, on the plainest sentence there is."""
    path = tmp_path / "möte.txt"
    path.write_text(REAL, encoding="utf-8")
    found = pipeline.examined(path, HOME)
    (one,) = [each for each in found.features if each.kind == "concern"]
    assert (one.category, one.type, one.place, one.precision) == ("burglary", "basement", "Kolbäck", "locality")
    assert one.meeting_date == date(2021, 3, 10)
    assert one.quote == REAL[one.start : one.end]
    assert one.geometry is not None
    assert set(found.rules) == {"program", "gazetteer", "taxonomy"}
    # Every place comes with those it lies in, up to one that lies in none or is not known.
    known = {place.id for place in found.places}
    everything = gazetteer.load(HOME).places
    assert one.place_id in known
    assert all(place.parent in known for place in found.places if place.parent in everything)


def test_a_folder_of_good_and_bad_files(tmp_path) -> None:
    folder = tmp_path / "in"
    (folder / ".git").mkdir(parents=True)
    for name in ("b.txt", "a.txt", ".e.txt"):
        (folder / name).write_text(REAL, encoding="utf-8")
    for name in ("c.txt", "d.xyz", "~$f.txt"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / ".git" / "g.txt").write_text(REAL, encoding="utf-8")
    errors, told = [], []
    result = pipeline.extract(
        [folder, folder / "a.txt", folder / "saknas.txt", folder / "d.xyz"],
        HOME,
        on_error=lambda path, error: errors.append((path.name, str(error))),
        progress=lambda path, number, total: told.append((path.name, number, total)),
    )
    assert [name for name, *_ in told] == ["a.txt", "b.txt", "c.txt", "saknas.txt", "d.xyz"]
    assert told[-1][1:] == (5, 5)
    assert [name for name, _ in errors] == ["c.txt", "saknas.txt", "d.xyz"]
    assert all("\n" not in text for _, text in errors)
    assert (result.read, result.passed_over) == (1, 1)
    assert [path.name for path in result.copies] == ["b.txt"]
    assert len({one.id for one in result.features}) == len(result.features) > 0


def test_the_same_folder_gives_the_same_bytes(root) -> None:
    folder = root / "data" / "documents"
    first, second = (geojson.dumps(pipeline.extract([folder], HOME).features) for _ in range(2))
    assert first == second
    assert first.count("\n") > 20


def test_every_quote_of_the_examples_stands_in_its_document(root) -> None:
    found = sources.find([root / "data" / "documents"], reading.READERS)
    for path in found.files:
        text = reading.read(path).text
        for one in pipeline.examined(path, HOME).features:
            assert text[one.start : one.end] == one.quote


def test_a_municipality_that_cannot_be_told_is_null_and_told(tmp_path) -> None:
    path = tmp_path / "okänd.txt"
    path.write_text("Rapport 2024-01-10\n\nDet har varit klotter vid skolan.\n", encoding="utf-8")
    result = pipeline.extract([path])
    assert result.unsettled == (path,)
    assert {one.municipality_code for one in result.features} == {None}


def test_a_folder_without_documents_names_what_would_do(tmp_path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x")
    with pytest.raises(InvalidSelection, match=r"\.docx, .*\.pdf, .*\.txt"):
        pipeline.extract([tmp_path])


def test_the_bytes_of_what_no_reader_takes() -> None:
    from pathlib import Path

    with pytest.raises(UnreadableDocument, match="finns inte"):
        pipeline.content(Path("/finns/inte.txt"))
