"""The example documents: made the same each time, honest about what is invented, and readable."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from trygghet_geo import pipeline, reading
from trygghet_geo.places import gazetteer
from trygghet_geo.reading import READERS
from trygghet_geo.records import Document
from trygghet_geo.sentences import sentences

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "documents"
FORMATS = sorted((ROOT / "data" / "formats").iterdir())
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")
GOLD = ROOT / "data" / "evaluation" / "examples.jsonl"


def name(path: Path) -> str:
    return path.name


def spoken(path: Path) -> list[str]:
    """The sentences of a file without those of its headings."""
    document = reading.read(path)
    return [one.text for one in sentences(document) if document.blocks[one.block].kind != "heading"]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("example_documents", ROOT / "tools" / "example_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def readme() -> dict[str, str]:
    """File → kind ("fakta", "påhittat") as the README's table has it."""
    rows = re.findall(r"^\| `([^`]+)` \| (\w+) \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return dict(rows)


def test_there_are_enough_documents_of_each_format():
    suffixes = [path.suffix for path in DOCUMENTS]
    assert len(DOCUMENTS) >= 12
    assert {".txt", ".pdf", ".docx"} <= set(suffixes)
    assert set(suffixes) <= set(READERS)


def test_made_files_are_what_their_source_says(tool):
    made = tool.outputs()
    assert made == tool.outputs()
    different = [path for path, content in made.items() if (ROOT / "data" / path).read_bytes() != content]
    assert not different, "run python tools/example_documents.py"


def test_every_pdf_and_docx_has_a_source(tool):
    made = {Path(path).name for path in tool.outputs()}
    assert {path.name for path in [*DOCUMENTS, *FORMATS] if path.suffix != ".txt"} <= made


def test_the_readme_lists_every_document(readme):
    assert set(readme) == {path.name for path in DOCUMENTS}
    assert set(readme.values()) == {"fakta", "påhittat"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_a_document_says_itself_whether_it_is_invented(path, readme):
    assert reading.read(path).invented == (readme[path.name] == "påhittat")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_a_document_has_the_date_of_its_name(path):
    stated = re.match(r"\d{4}-\d\d-\d\d", path.name)
    expected = stated.group() if stated else f"{path.name[:4]}-01-01"  # a pledge holds from the first of January
    assert str(reading.read(path).header.date) == expected


@pytest.mark.parametrize("path", [*DOCUMENTS, *FORMATS], ids=name)
def test_a_document_is_read_into_sentences_that_lead_back(path):
    document = reading.read(path)
    found = sentences(document)
    assert found
    for one in found:
        words = document.text[one.view.start : one.view.end].split()
        assert one.text.split()[0][0] == words[0][0]
        assert one.text[-1] == words[-1][-1]


def test_one_text_file_is_in_the_old_encoding_with_windows_line_ends():
    content = (FOLDER / "2022-03-09-trygghetsrad.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert b"\r\n" in content
    assert "Linnéatorget" in reading.read(FOLDER / "2022-03-09-trygghetsrad.txt").text


@pytest.mark.parametrize("path", FORMATS, ids=name)
def test_the_real_meeting_reads_the_same_in_every_format(path):
    assert spoken(path) == spoken(FOLDER / "2021-03-10-trygghetsrad.txt")


def test_the_quirks_of_the_real_minutes_are_there_and_are_mended():
    path = FOLDER / "2021-03-10-trygghetsrad.txt"
    raw = path.read_text(encoding="utf-8")
    assert "det körs för fort på \n\nbland annat Västeråsvägen" in raw  # a blank line in mid-sentence
    assert "nätkränkning \nÖvrigt \n" in raw  # a page ends and a margin heading falls into the sentence
    found = spoken(path)
    assert any(one.endswith("det körs för fort på bland annat Västeråsvägen och 252:an.") for one in found)
    assert any(one.endswith("nätkränkning och trakasserier.") for one in found)


def test_the_gold_holds_the_text_of_every_text_file():
    lines = GOLD.read_text(encoding="utf-8").split("\n")
    texts = {line["id"]: line["text"] for line in map(json.loads, filter(None, lines))}
    assert texts == {path.stem: reading.read(path).text for path in DOCUMENTS if path.suffix == ".txt"}


def test_names_of_attendees_are_never_searched_for_concerns():
    invented_names = re.compile("Alma Lindkvist|Ture Sandell|Signe Norrgård|Bo Ekvall|Eivor Dahlgren")
    shown = [(path.name, one) for path in DOCUMENTS for one in spoken(path) if invented_names.search(one)]
    assert shown == []


def test_document_is_the_value_of_the_contract():
    assert isinstance(reading.read(DOCUMENTS[0]), Document)


@pytest.mark.parametrize(
    ("said", "place", "first", "last"),
    [
        ("Sju krossade fönster", "Parkskolan", "2023-09-23", "2023-09-24"),
        ("Slagsmål mellan två grupper elever", "Lindboskolan", "2023-09-19", "2023-09-19"),
        # "Fredag och lördag kväll" of two weeks may be either: the period of the report.
        ("Högljutt gäng, ölburkar och krossat glas", "Hammartorget", "2023-09-18", "2023-10-01"),
        ("Väktarna har avvisat två gånger", "Hammartorget", None, None),
    ],
)
def test_what_a_cell_says_happened_where_and_when_its_row_says(said, place, first, last):
    path = FOLDER / "2023-09-29-est-rapport.docx"
    found = [f for f in pipeline.examined(path, gazetteer.municipality("Hallstahammar")).features if f.quote == said]
    assert found
    assert {f.place for f in found} == {place}
    if first:
        assert {(str(f.date_start), str(f.date_end)) for f in found} == {(first, last)}


def test_no_place_is_looked_for_in_the_heads_of_columns():
    document = reading.read(FOLDER / "2023-09-29-est-rapport.docx")
    heads = [b for b in document.blocks if document.text[b.start : b.end] in ("Plats", "Vad", "När", "Insats")]
    assert [(b.kind, b.header) for b in heads] == [("heading", True)] * 4
