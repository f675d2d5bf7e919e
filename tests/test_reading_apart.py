"""Reading in a process of its own: whatever a file does, it costs one line about that file, and nothing is left."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.fuzz.attacks import ATTACKS
from tests.fuzz.holds import holds_together
from tests.fuzz.seeds import PLAIN, seed
from tests.reading_processes import SMALL, written
from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import exchange, limits, ocr, pool, scans

CRASHES = sorted((Path(__file__).parent / "fuzz" / "crashes").glob("*.*"))


@pytest.mark.parametrize("suffix", sorted(reading.READERS))
def test_every_format_is_the_same_document_as_in_this_process(workers, tmp_path, suffix):
    path = written(tmp_path, f"möte{suffix}", seed(suffix))
    if suffix in scans.SUFFIXES and ocr.tool().missing:
        pytest.skip("tesseract is not installed")
    here = reading.read(path, apart=False)
    assert here.blocks
    assert workers.read(path) == here
    assert reading.read(path) == here


@pytest.mark.parametrize("suffix", sorted({*reading.READERS} - {".htm", ".jpeg", ".tiff", ".tif"}))
def test_a_truncated_file_is_read_or_refused(workers, tmp_path, suffix):
    whole = seed(suffix)
    for share in (0.02, 0.5, 0.98):
        path = written(tmp_path, f"a{suffix}", whole[: int(len(whole) * share) + 1])
        message = f"{path.name}: "
        try:
            assert workers.read(path).text.strip()
        except UnreadableDocument as error:
            message = str(error)
        assert message.startswith(f"{path.name}: ")
        assert message.isprintable()


READ = {"entity.docx", "deep.rtf", "line.txt", "stars.md", "brackets.md"}
"""Attacks that come to nothing: what they hold of text is read."""
TOLD = {
    "flat.docx": "uppackad är filen 31",
    "crowded.docx": "5000 delar",
    "macros.docx": "makron",
    "macros.docm": "makron",
    "locked.docx": "lösenord",
    "locked.pdf": "lösenord",
    "pages.pdf": "4000 sidor, gränsen är 3000",
    "bomb.png": "miljoner bildpunkter",
    "deep.html": "nästlad",
}


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_costs_one_line_and_the_next_file_is_read(workers, tmp_path, name):
    if Path(name).suffix not in reading.READERS and name != "macros.docm":
        pytest.skip("no reader for this format yet")
    path = written(tmp_path, name, ATTACKS[name]())
    if name in READ:
        assert "root:" not in workers.read(path).text
    else:
        with pytest.raises(UnreadableDocument) as caught:
            workers.read(path)
        message = str(caught.value)
        assert message.startswith(f"{name}: ")
        assert message.isprintable()
        assert "; " in message, "what to do"
        assert "ett fel i programmet" not in message
        assert TOLD.get(name, "") in message
    assert workers.read(written(tmp_path, "nästa.txt")).text == PLAIN


def test_a_file_that_needs_too_much_memory_is_told_so(tmp_path):
    path = written(tmp_path, "a.txt", "a\n\n" * 600_000)
    with contextlib.closing(pool.Workers(1, limits.Limits(memory_mb=150))) as small:
        with pytest.raises(UnreadableDocument, match=r"^a\.txt: filen kräver mer minne än gränsen, 150 MB; dela upp"):
            small.read(path)
        assert small.read(written(tmp_path, "b.txt")).text == PLAIN


def test_a_file_does_not_suffer_from_the_one_before(tmp_path, monkeypatch):
    """A process that fails is not believed when it has read before: the file is tried once more in a new one."""
    path = written(tmp_path, "a.txt")
    with contextlib.closing(pool.Workers(1, SMALL)) as workers:
        workers.read(path)
        used = workers.idle()
        monkeypatch.setattr(used, "_received", lambda: {"failed": "memory"})
        workers.take(used)
        assert workers.read(path).text == PLAIN
        assert not used.is_usable
        fresh = workers.idle()
        monkeypatch.setattr(fresh, "_received", lambda: {"failed": "time"})
        workers.take(fresh)
        with pytest.raises(UnreadableDocument, match="sekunder"):
            workers.read(path)


def test_the_files_in_a_letter_are_listed_apart(workers, tmp_path):
    path = written(tmp_path, "brev.eml", seed(".eml"))
    assert workers.attached(path, "brev.eml") == [("möte.txt", PLAIN.encode())]
    first, second = reading.read_all(path)
    assert (first.name, second.name, second.text) == ("brev.eml", "brev.eml › möte.txt", PLAIN)
    with pytest.raises(UnreadableDocument, match=r"^djupt\.eml: "):
        workers.attached(written(tmp_path, "a.eml", ATTACKS["deep.eml"]()), "djupt.eml")


@pytest.mark.parametrize(
    "values", [["../a", ""], ["..", ""], ["a\\b", ""], ["", ""], ["a\0", ""], ["a", "%"], ["a"], "ab", [1, ""]]
)
def test_the_name_of_a_file_in_a_letter_is_no_path(values):
    with pytest.raises((ValueError, TypeError)):
        exchange.attached(values)


def test_a_table_is_read_apart_with_a_mapping_too(monkeypatch, tmp_path):
    from trygghet_geo.reading import reports

    def never(*_):
        raise AssertionError("read in this process")

    monkeypatch.setattr(reports, "read", never)
    path = written(tmp_path, "a.csv", "Ort;Fritext\nNorrby;Klotter på skolan\nLillån;Mörkt\n")
    read = reading.mapped(reading.read, {"what": ("Fritext",), "place": ("Ort",)})
    assert "Klotter på skolan" in read(path).text
    with pytest.raises(UnreadableDocument, match=r"^a\.csv: .*Okänd"):
        reading.mapped(reading.read, {"what": ("Okänd",)})(path)


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: path.name)
def test_what_the_fuzzer_found_stays_mended(tmp_path, path):
    # A document whose offsets are right, or one line that refuses it; which of the two is no matter here.
    assert holds_together(written(tmp_path, path.name, path.read_bytes())) in ("read", "refused")
