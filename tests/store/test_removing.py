"""Removal and retention: all that came from a document, the bytes too, and one line that stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.made import HOME, document, feature
from tests.store.test_replacing import FIRST, SAID, SECOND, made
from trygghet_geo import store
from trygghet_geo.errors import StoreError
from trygghet_geo.records import Header

SECRET = "Sven Hemlig"


def test_a_document_goes_with_all_that_came_from_it(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    opened.review("110", "confirmed", by="anna", version=1)
    measure = opened.measures.create(title="Kameror", by="anna", statements=["110"])
    opened.links.decide("110", "111", decision="denied", by="anna")
    # A corrected version in which the reviewed words are gone: that decision is laid aside.
    opened.add(*made(SAID[1:], SECOND), content=b"2", municipality=HOME)
    read, rows = made(SAID[1:], "33" * 32, name="samma som pdf.pdf")
    assert opened.add(read, rows, content=b"3", municipality=HOME).status == "copy"
    done = opened.remove(SECOND, by="bo", reason="begäran")
    assert (done.documents, done.statements, done.features) == (("möte.txt", "möte.txt", "samma som pdf.pdf"), 2, 2)
    assert opened.documents() == ()
    assert opened.table().empty
    assert opened.flagged().stranded == ()
    assert opened.links.all() == ()
    assert opened.measures.get(measure.id).statements == ()
    (line,) = [one for one in opened.audit() if one.subject not in ("measure", "measure_statement", "thread_link")]
    assert (line.action, line.actor, line.row_id) == ("remove", "bo", SECOND)
    assert line.detail == "3 dokument, 2 uttalanden, 2 rader; skäl: begäran"
    with pytest.raises(StoreError, match="inget dokument"):
        opened.remove(SECOND, by="bo")


def test_another_document_stays(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    other = document(sha256=SECOND, name="annat.txt", text="Helt andra ord.", header=Header(date=date(2023, 1, 1)))
    opened.add(other, [feature(id="22", statement_id="22", document_sha256=SECOND)], content=b"2")
    opened.remove(FIRST, by="bo")
    assert [one.sha256 for one in opened.documents()] == [SECOND]
    assert opened.table()["id"].tolist() == ["22"]


def test_not_one_byte_of_it_is_left_in_the_files(tmp_path) -> None:
    opened = store.open(tmp_path / "a.gpkg")
    said = f"{SECRET} har anmält klotter."
    text = f"{said}\n" + "Utfyllnad. " * 3000
    rows = [feature(quote=said, mention=SECRET, end=len(said))]
    opened.add(document(text=text), rows, content=text.encode(), municipality=HOME)
    opened.review("s1", "confirmed", by="anna", version=1, note=f"Ring {SECRET}")
    assert opened.search("klotter")
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert any(SECRET.encode() in path.read_bytes() for path in files)
    opened.remove(rows[0].document_sha256, by="bo")
    left = [path.name for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]
    assert left == []


def test_when_the_time_is_up(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    assert opened.due(date(2099, 1, 1)) == ()
    opened.settings.set("retention_months", 24, by="it")
    # The meeting was on 10 March 2021: kept to and with 10 March 2023.
    assert opened.due(date(2023, 3, 10)) == ()
    (due,) = opened.due(date(2023, 3, 11))
    assert (due.name, due.until, due.action) == ("möte.txt", date(2023, 3, 10), "pseudonymise")
    assert len(opened.documents()) == 1


def test_the_months_end_where_the_month_does(opened) -> None:
    read, rows = made(SAID, FIRST)
    opened.add(replace(read, header=Header(date=date(2024, 1, 31))), rows, content=b"1")
    opened.settings.set("retention_months", 1, by="it")
    assert opened.due(date(2024, 2, 29)) == ()
    assert opened.due(date(2024, 3, 1))[0].until == date(2024, 2, 29)


def test_pseudonymised_in_place_every_offset_holds(opened) -> None:
    text = "Närvarande: Anna Ek\nAnna Ek (S) berättar om klotter i Kolbäck, ring 070-123 45 67.\n"
    start, end = text.index("Anna Ek (S)"), len(text) - 1
    rows = [feature(quote=text[start:end], start=start, end=end)]
    opened.add(document(text=text), rows, content=text.encode(), municipality=HOME)
    opened.review("s1", "confirmed", by="eva", version=1)
    opened.settings.set("retention_months", 1, by="it")
    today = date(2024, 1, 1)
    (due,) = opened.due(today)
    opened.retire(due, by="it", today=today)
    read = opened.document(due.sha256)
    assert len(read.text) == len(text)
    for name in ("Anna", "Ek", "070-123"):
        assert name not in read.text
    assert "klotter i Kolbäck" in read.text
    assert read.header.attendees == ()
    assert opened.content(due.sha256) == b""
    one = opened.statement("s1")
    assert (one.quote, one.status) == (read.text[start:end], "confirmed")
    assert opened.table()["quote"].tolist() == [one.quote]
    assert opened.due(today) == ()
    # What quoted it in the trail is gone, the line that says so is there.
    assert [line.action for line in opened.audit(document=due.sha256)] == ["pseudonymise"]
    assert not any("Anna Ek" in str(line) for line in opened.audit())


def test_removed_when_the_time_is_up_if_so_set(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    opened.settings.set("retention_months", 1, by="it")
    opened.settings.set("retention_action", "remove", by="it")
    (due,) = opened.due(date(2024, 1, 1))
    opened.retire(due, by="it", today=date(2024, 1, 1))
    assert opened.documents() == ()
    assert opened.audit()[0].detail.endswith("skäl: gallringstiden är ute")
