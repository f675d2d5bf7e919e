"""A document twice as long takes twice the work, whatever it is made of: counted in lines of code."""

import sys
from functools import lru_cache
from pathlib import Path

import pytest

from trygghet_geo import reading, sentences, taxonomy
from trygghet_geo.places import gazetteer, mentions, resolution
from trygghet_geo.understanding import understand

PLAIN = "Inbrott i en villa, säger trygghetsrådet."
SHAPES = {
    "one line without a full stop": lambda n: "Klotter i Kolbäck och inbrott i Hallstahammar, " * n,
    "one word over and over": lambda n: "klotter, " * 5 * n,
    "dates in one line": lambda n: "Inbrott i helgen, den 3 mars och vecka 9, " * n,
    "places in one line": lambda n: "Klotter i " + "Kolbäck, Strömsholm och Borgåsund, " * n,
    "short paragraphs": lambda n: "Klotter vid skolan. Där samlas unga.\n\n" * n,
    "paragraphs under one heading": lambda n: "# Kolbäck\n\n" + f"{PLAIN}\n\n" * n,
    "one long paragraph": lambda n: "Det är mörkt i Kolbäck. " + f"{PLAIN} " * n,
    "a long list": lambda n: "I Kolbäck:\n\n" + f"- {PLAIN}\n" * n,
    "a list in a list": lambda n: "# Trygghet\n\n- Kolbäck\n" + f"  - {PLAIN}\n" * n,
    "many headings": lambda n: "".join(f"# Kolbäck {i}\n\n{PLAIN}\n\nOtryggt där.\n\n" for i in range(n)),
    "many sections of one name": lambda n: f"## Kolbäck\n\n{PLAIN}\n\n### Nytt\n\n{PLAIN}\n\n" * n,
    "a long table": lambda n: "Plats\tHändelse\n" + f"Kolbäck\t{PLAIN}\t3 mars\n" * n,
    "a wide table": lambda n: f"{PLAIN}\t" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_is_four_times_the_work(shape, tmp_path):
    short, long = _file(tmp_path, SHAPES[shape](50)), _file(tmp_path, SHAPES[shape](200))
    for path in (short, long):
        _read(path)  # what is compiled or remembered once, is
    less, more = _lines_run(short), _lines_run(long)
    assert less > 20_000
    assert more < 4.6 * less


def test_a_line_without_end_is_read_in_stretches_that_lose_nothing(tmp_path):
    text = "Klotter i Kolbäck och inbrott i Hallstahammar, " * 100
    document = reading.read(_file(tmp_path, text), apart=False)
    found = sentences.sentences(document)
    assert max(len(part.text) for part in found) <= sentences.LONGEST
    assert " ".join(part.text for part in found) == text.strip()
    assert [part.text[-1] for part in found] == [","] * len(found)


def test_a_word_without_end_is_cut_where_the_stretch_ends(tmp_path):
    document = reading.read(_file(tmp_path, "x" * 2_500), apart=False)
    assert [len(part.text) for part in sentences.sentences(document)] == [1_000, 1_000, 500]


def _file(folder: Path, text: str) -> Path:
    path = folder / f"{len(text)}.md"
    path.write_text(text, encoding="utf-8")
    return path


@lru_cache(maxsize=1)
def _catalogues():
    return gazetteer.load(gazetteer.municipality("1961")), taxonomy.load()


def _read(path: Path) -> None:
    places, words = _catalogues()
    document = reading.read(path, apart=False)
    found = mentions.mentions(document, places)
    resolution.locate(document, understand(document, found, words), found, places)


def _lines_run(path: Path) -> int:
    """How many lines of Python the way from the file to the located statements takes."""
    run = 0

    def count(frame, event, arg):
        nonlocal run
        run += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        _read(path)
    finally:
        sys.settrace(before)
    return run
