"""Files that cannot be read: one clear line each, and nothing but TrygghetError for any bytes."""

from __future__ import annotations

import contextlib
import os
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import HEAD, check, read
from trygghet_geo import reading
from trygghet_geo.errors import TrygghetError, UnreadableDocument
from trygghet_geo.reading import files


@cache
def _pdf() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for line in range(5):
        canvas.drawString(72, 700 - 14 * line, "Mörkt vid Lillån och på Åvägen.")
    canvas.save()
    return out.getvalue()


@cache
def _docx() -> bytes:
    word = docx.Document()
    word.add_paragraph("Mörkt vid Lillån.")
    word.add_table(2, 2).rows[0].cells[0].text = "Norrby"
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "tom"),
        ("a.pdf", b"", "tom"),
        ("a.docx", b"", "tom"),
        ("a.txt", " \n\t\r\n\u00a0".encode(), "ingen text"),
        ("a.txt", bytes(range(256)) * 20, "inte text"),
        ("a.txt", _pdf(), "en PDF"),
        ("a.pdf", _docx(), "Word-dokument"),
        ("a.docx", _pdf(), "en PDF"),
        ("a.pdf", b"Bara text.", "inte en PDF"),
        ("a.docx", b"Bara text.", "inte ett Word-dokument"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "äldre Word-dokument"),
        ("a.docx", _zip({"xl/workbook.xml": b"<a/>"}), "kalkylark"),
        ("a.docx", _zip({"word/document.xml": b"<a/>"}), "trasig"),
        ("a.docx", _docx()[:-200], "trasig"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(20), "en bild"),
        ("a.xyz", b"x", ".docx, "),
        ("README", b"x", "saknar filändelse"),
    ],
)
def test_each_fault_has_its_message_in_one_line(tmp_path, name, content, expected):
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path, content, name)
    message = str(caught.value)
    assert expected in message
    assert message.startswith(f"{name}: ")
    assert "\n" not in message


def test_missing_folder_and_unreadable(tmp_path):
    with pytest.raises(UnreadableDocument, match="finns inte"):
        reading.read(tmp_path / "saknas.txt")
    folder = tmp_path / "mapp.txt"
    folder.mkdir()
    with pytest.raises(UnreadableDocument, match="mapp"):
        reading.read(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_without_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Mörkt.")
    path.chmod(0)
    with pytest.raises(UnreadableDocument, match="rättigheterna"):
        reading.read(path)


def test_an_error_of_the_system_is_told_and_not_raised(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("Mörkt.")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(UnreadableDocument, match="åtkomst nekad"):
        reading.read(path, apart=False)


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate((files.LARGEST_MB + 1) * 1_000_000)
    with pytest.raises(UnreadableDocument, match=f"gränsen är {files.LARGEST_MB} MB"):
        reading.read(path)


def test_a_zip_bomb_is_refused_by_its_unpacked_size(tmp_path):
    parts = {f"word/media/{n}.png": bytes(40_000_000) for n in range(8)}
    bomb = _zip({"word/document.xml": b"<a/>", **parts})
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableDocument, match="uppackad är filen 320 MB"):
        read(tmp_path, bomb, "a.docx")


def test_an_external_entity_is_not_fetched(tmp_path):
    secret = tmp_path / "hemligt"
    secret.write_text("HEMLIGT")
    parts = {}
    with zipfile.ZipFile(BytesIO(_docx())) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    body = parts["word/document.xml"].decode()
    start = body.index("<w:document")
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parts["word/document.xml"] = (body[:start] + doctype + body[start:].replace("Mörkt", "&x; Mörkt")).encode()
    with contextlib.suppress(UnreadableDocument):
        assert "HEMLIGT" not in read(tmp_path, _zip(parts), "a.docx").text


def _read_or_refused(folder: Path, data: bytes, name: str) -> str:
    """`read` or `refused`; anything else, a document that does not hold together among it, is an AssertionError."""
    message = ""
    try:
        check(read(folder, data, name))
    except TrygghetError as error:
        message = str(error)
    assert "\n" not in message
    return "refused" if message else "read"


MUTATIONS = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=12), st.integers(0, 40)), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([".txt", ".pdf", ".docx"]), MUTATIONS)
def test_mutated_files_are_read_or_refused(tmp_path, suffix, mutations):
    data = {".txt": HEAD.encode(), ".pdf": _pdf(), ".docx": _docx()}[suffix]
    for where, inserted, removed in mutations:
        at = int(where * len(data))
        data = data[:at] + inserted + data[at + removed :]
    assert _read_or_refused(tmp_path, data, f"a{suffix}") in ("read", "refused")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml"]), MUTATIONS)
def test_mutated_parts_of_a_word_file_are_read_or_refused(tmp_path, part, mutations):
    with zipfile.ZipFile(BytesIO(_docx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for where, inserted, removed in mutations:
        at = int(where * len(parts[part]))
        parts[part] = parts[part][:at] + inserted + parts[part][at + removed :]
    assert _read_or_refused(tmp_path, _zip(parts), "a.docx") in ("read", "refused")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_as_text(tmp_path, data):
    assert _read_or_refused(tmp_path, data, "a.txt") in ("read", "refused")
