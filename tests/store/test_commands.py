"""The commands `store` and `review`, as typed, on both backends."""

from __future__ import annotations

import json

import pytest

from tests.store.test_replacing import FIRST, SAID, made
from trygghet_geo import cli, store


@pytest.fixture
def at(opened, monkeypatch, tmp_path) -> store.Store:
    """A store with three statements, which TRYGGHET_STORE names."""
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRYGGHET_STORE", opened.address)
    read, rows = made(SAID, FIRST)
    opened.add(read, rows, content=b"1", rules={"program": "0"})
    return opened


def run(capsys, *words: str, code: int = 0) -> tuple[str, str]:
    assert cli.main(words) == code
    told = capsys.readouterr()
    return told.out, told.err


def test_decide_look_back_and_undo(at, capsys) -> None:
    run(capsys, "review", "decide", "110", "confirmed", "--by", "anna", "--note", "Stämmer")
    out, _ = run(capsys, "review", "list", "--status", "confirmed", "--json")
    (one,) = json.loads(out)
    assert (one["id"], one["reviewed_by"], one["note"]) == ("110", "anna", "Stämmer")
    out, _ = run(capsys, "review", "audit", "--statement", "110")
    assert "status: read → confirmed" in out
    _, told = run(capsys, "review", "decide", "110", "rejected", "--version", "1", "--by", "bo", code=1)
    assert "ändrades under tiden av anna" in told
    change = at.audit(statement_id="110")[0].change
    run(capsys, "review", "undo", change, "--by", "bo")
    assert at.statement("110").status == "read"


def test_back_up_restore_and_check(at, another, capsys, tmp_path) -> None:
    file = str(tmp_path / "kopia.gpkg")
    _, told = run(capsys, "store", "backup", "-o", file)
    assert "återställd på prov och lika" in told
    run(capsys, "store", "restore", file, "--store", another)
    assert store.open(another).table().equals(at.table())
    out, told = run(capsys, "store", "health", "--json")
    assert {one["level"] for one in json.loads(out)} <= {"ok", "warning"}
    assert "obs versioner" in told
    out, _ = run(capsys, "store", "copy", at.address, str(tmp_path / "c.gpkg"), "--json")
    assert json.loads(out)["tables"]["statement"]["rows"] == 3
    assert ":hemligt@" not in out


def test_search_settings_retention_and_removal(at, capsys) -> None:
    out, _ = run(capsys, "store", "search", "klotter")
    assert out.split()[0] == "111"
    out, _ = run(capsys, "store", "settings", "retention_months", "24", "--by", "it")
    assert out == "retention_months = 24\n"
    _, told = run(capsys, "store", "settings", "retention_months", "noll", "--by", "it", code=2)
    assert "går inte att använda" in told
    _, told = run(capsys, "store", "retain", "--today", "2030-01-01", "--by", "it")
    assert "inget är gjort än" in told
    assert at.content(FIRST) == b"1"
    run(capsys, "store", "retain", "--today", "2030-01-01", "--apply", "--by", "it")
    assert at.content(FIRST) == b""
    run(capsys, "store", "remove", "finns inte.txt", "--by", "it", code=2)
    _, told = run(capsys, "store", "remove", FIRST[:10], "--by", "it", "--reason", "begäran")
    assert "borttaget: möte.txt" in told
    assert at.documents() == ()


def test_read_anew(at, capsys) -> None:
    _, told = run(capsys, "store", "reread")
    assert "1 dokument lästa igen" in told


def test_there_is_no_store(tmp_path, capsys) -> None:
    for words in (("store", "health"), ("store", "backup"), ("review", "list")):
        _, told = run(capsys, *words, "--store", str(tmp_path / "a.gpkg"), code=1)
        assert "inget lager än" in told
    assert list(tmp_path.iterdir()) == []
