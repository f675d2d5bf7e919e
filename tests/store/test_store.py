"""The store: round trips, all or nothing, copies, faults, several processes, and what other programs see of it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pyogrio
import pytest
from pyproj import CRS
from shapely.geometry import LineString, Point
from sqlalchemy.exc import IntegrityError

from tests.made import HOME, MEETING, SHA, TEXT, document, feature, unplaced
from trygghet_geo import geojson, store, table
from trygghet_geo.contract import COLUMNS, order
from trygghet_geo.errors import StoreError, UnreadableDocument
from trygghet_geo.records import Block, Box, Header
from trygghet_geo.selection import Inside

ROAD = feature(id="00000000000000cc", category="traffic", geometry=LineString([(16.1, 59.5), (16.2, 59.612345)]))
POLYGON = feature(id="00000000000000dd", category="fire", geometry=Point(16.2, 59.6).buffer(0.01))
OTHER = "cd" * 32


@pytest.fixture
def path(tmp_path):
    return tmp_path / "trygghet.gpkg"


@pytest.fixture
def filled(path):
    """A store with one document of four features, one of them unplaced."""
    opened = store.open(path)
    opened.add(document(), [feature(), unplaced(), ROAD, POLYGON], content=TEXT.encode(), municipality=HOME)
    return opened


def test_a_new_store_is_empty_and_has_the_table_of_a_full_one(path, filled) -> None:
    empty = store.open(path.with_name("new.gpkg"))
    assert empty.documents() == ()
    assert list(empty.table().columns) == [*COLUMNS, "invented", "geometry"]
    assert empty.table().dtypes.equals(filled.table().dtypes)


def test_features_come_back_as_they_were(filled) -> None:
    # Four of six decimals are given, so the way over SWEREF 99 TM must lose nothing that is written.
    made = sorted([feature(), unplaced(), ROAD, POLYGON], key=order)
    assert geojson.dumps(table.features(filled.table())) == geojson.dumps(made)
    assert [one.id for one in table.features(filled.table())] == [one.id for one in made]
    assert filled.table()["invented"].tolist() == [False] * 4


def test_a_document_comes_back_as_it_was(path) -> None:
    blocks = (
        Block("heading", ((0, 9), (12, 15)), page=2, boxes=(Box(2, 1.5, 2, 3, 4),), level=1),
        Block("bullet", ((16, 20),), section="Läget", uncertain=True, header=True),
    )
    header = Header("Rådet", MEETING, "17.30", "Teams", ("Anna Ek",), date(2021, 5, 5))
    made = document(blocks=blocks, header=header, pages=3, kind="report", invented=True)
    opened = store.open(path)
    opened.add(made, [], content=b"bytes")
    assert opened.document(SHA) == made
    assert opened.content(SHA) == b"bytes"
    with pytest.raises(StoreError, match="inget dokument"):
        opened.document(OTHER)


def test_documents_are_listed_with_their_counts(filled) -> None:
    (one,) = filled.documents()
    assert (one.name, one.meeting_date, one.municipality, one.municipality_code, one.features, one.duplicate_of) == (
        "möte.txt",
        MEETING,
        "Hallstahammar",
        "1961",
        4,
        None,
    )


def test_the_same_bytes_change_nothing(filled) -> None:
    before = filled.version()
    told = filled.add(document(name="annat namn.txt"), [feature()], content=TEXT.encode(), municipality=HOME)
    assert (told.status, told.features) == ("same", 0)
    assert "möte.txt" in told.message
    assert filled.version() == before


def test_the_version_tells_of_every_change_also_from_outside(filled, path) -> None:
    first = filled.version()
    assert filled.version() == first
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE feature SET status = 'confirmed' WHERE category = 'fire'")
        other.commit()
    assert filled.version() != first
    assert store.open(path.with_name("another.gpkg")).version().split("-")[0] != first.split("-")[0]


def test_a_second_file_with_the_same_words_is_a_copy(filled) -> None:
    # A page number more and one word corrected, as between a PDF and a DOCX. 60 words: 58 triples here.
    words = [f"ord{number}" for number in range(60)]
    text, other = " ".join(words), " ".join([*words[:30], "rättat", *words[31:], "1"])
    filled.add(document(text=text, sha256="11" * 32, blocks=_one(text)), [], content=b"a", municipality=HOME)
    told = filled.add(
        document(text=other, sha256="22" * 32, blocks=_one(other), name="möte.pdf"),
        [feature(id="22", document_sha256="22" * 32)],
        content=b"b",
        municipality=HOME,
    )
    # Three triples hold the corrected word and one the number: 55 of 58 + 4 are shared, 0.89.
    assert (told.status, told.features, told.duplicate_of) == ("copy", 0, "11" * 32)
    assert told.message == "möte.pdf: samma innehåll som möte.txt; sparad som kopia, inget räknas två gånger"
    assert len(filled.table()) == 4
    assert {one.sha256: one.duplicate_of for one in filled.documents()}["22" * 32] == "11" * 32


@pytest.mark.parametrize(
    ("changes", "municipality"),
    [
        ({"header": Header(date=date(2021, 5, 5))}, HOME),
        ({"text": TEXT + "Helt andra ord som gör dokumentet till ett annat än det förra.", "blocks": None}, HOME),
        ({}, None),
    ],
    ids=["another meeting", "other words", "another municipality"],
)
def test_what_only_resembles_is_no_copy(filled, changes, municipality) -> None:
    # TEXT has 16 words, 14 triples; eleven more words make 25: 14 of 25 shared is 0.56.
    if "text" in changes:
        changes["blocks"] = _one(changes["text"])
    told = filled.add(document(sha256=OTHER, name="annat.txt", **changes), [], content=b"x", municipality=municipality)
    assert told.status == "new"


def _one(text: str) -> tuple[Block, ...]:
    return (Block("paragraph", ((0, len(text)),)),)


def test_all_of_a_document_or_nothing(filled, path) -> None:
    before, count = filled.version(), len(filled.documents())
    # The second feature has the id of one that is there: the database refuses it after the document and the first.
    clash = [feature(id="f" * 16, statement_id="s2", document_sha256=OTHER), feature(statement_id="s2")]
    with pytest.raises(IntegrityError):
        filled.add(document(sha256=OTHER, text="Annat"), clash, content=b"x")
    assert filled.version() == before
    assert len(filled.documents()) == count


def test_places_and_attendees(path) -> None:
    opened = store.open(path)
    opened.add(document(), [feature()], content=b"x", places={"kolback": Inside("Kolbäck", "1961")})
    assert opened.places() == {"kolback": Inside("Kolbäck", "1961")}
    assert opened.attendees() == ("Anna Ek", "Bo Dahl")


def test_gdal_opens_the_file_while_it_is_in_use(filled, path) -> None:
    with closing(sqlite3.connect(path)) as holding:
        holding.execute("SELECT * FROM feature").fetchone()
        facts = pyogrio.read_info(path, layer="feature")
        assert facts["features"] == 4
        assert CRS(facts["crs"]).to_epsg() == 3006
        assert list(facts["fields"]) == list(COLUMNS)
        types = dict(zip(facts["fields"], facts["ogr_types"], strict=True))
        assert {types["quote"], types["meeting_date"], types["confidence"]} == {"OFTString", "OFTDate", "OFTReal"}
        # Kolbäck in SWEREF 99 TM: some 570 km east, 6600 km north; lon and lat swapped would give neither.
        west, south, east, north = facts["total_bounds"]
        assert 500_000 < west <= east < 600_000
        assert 6_590_000 < south <= north < 6_620_000
        read = pyogrio.read_dataframe(path, layer="feature")
    assert sorted(read.geometry.dropna().geom_type) == ["LineString", "Point", "Polygon"]


def test_what_gdal_writes_the_store_reads(filled, path) -> None:
    """As when a point is moved in QGIS, which also writes an envelope into the blob."""
    moved = pyogrio.read_dataframe(path, layer="feature", where="category = 'traffic'")
    moved["id"], moved["fid"] = "00000000000000ee", 99
    pyogrio.write_dataframe(moved.drop(columns="fid"), path, layer="feature", append=True)
    rows = filled.table()
    assert len(rows) == 5
    assert rows.set_index("id").geometry["00000000000000ee"].equals(ROAD.geometry)


def test_the_file_is_a_geopackage(path, filled) -> None:
    with closing(sqlite3.connect(path)) as read:
        assert read.execute("PRAGMA application_id").fetchone()[0].to_bytes(4) == b"GPKG"
        assert read.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert {code for (code,) in read.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 3006, 4326}
        assert read.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def _broken(path):
    path.write_bytes(b"inte en databas " * 100)


def _made(path):
    store.open(path).settings.set("show_unreviewed", False, by="x")


def _half(path):
    _made(path)
    path.write_bytes(path.read_bytes()[:5000])


def _newer(path):
    _made(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()


def _older(path):
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE meta (key, value); CREATE TABLE document (x); CREATE TABLE feature (x);")
        other.execute("INSERT INTO meta VALUES ('schema', '1')")
        other.commit()


def _foreign(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE telefonbok (namn TEXT)")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_broken, "trasig"),
        (_half, "trasig"),
        (_newer, "nyare version"),
        (_older, "äldre version"),
        (_foreign, "inget lager"),
        (lambda path: path.mkdir(), "är en mapp"),
    ],
)
def test_a_file_that_is_no_store_is_told_in_one_line(path, spoil, said) -> None:
    spoil(path)
    with pytest.raises(StoreError, match=said) as caught:
        store.open(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://127.0.0.1:1/db", "förbindelsen till servern"),
        ("postgresql+psycopg://nobody:secret@127.0.0.1:1/db", "förbindelsen till servern"),
        ("postgresql://127.0.0.1", "saknar databas"),
        ("mysql://server/db", "okänd sorts lager"),
        ("/finns/inte/alls.gpkg", "mappen /finns/inte finns inte"),
    ],
)
def test_an_address_that_leads_nowhere(url, said) -> None:
    with pytest.raises(StoreError, match=said):
        store.open(url)


def test_addresses_and_the_default(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path / "hemma"))
    assert store.open().path == tmp_path / "hemma" / "trygghet.gpkg"
    for url in (f"gpkg:///{tmp_path}/a.gpkg", f"sqlite:///{tmp_path}/a.gpkg", str(tmp_path / "a.gpkg")):
        assert store.open(url).path == tmp_path / "a.gpkg"
    with pytest.raises(StoreError, match="ingest"):
        store.open(tmp_path / "b.gpkg", create=False)
    assert not (tmp_path / "b.gpkg").exists()


def test_a_locked_store_is_told_and_read_all_the_same(filled, path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        impatient = store.open(path, timeout_s=0.05)
        assert len(impatient.table()) == 4
        with pytest.raises(StoreError, match="upptaget"):
            impatient.add(document(sha256=OTHER, text="Annat"), [], content=b"x")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="becomes another user, for which it must be root")
@pytest.mark.parametrize(("mode", "said"), [(0o755, "skrivrätt"), (0o700, "kan inte öppnas")])
def test_a_store_out_of_reach_is_told(filled, path, mode, said) -> None:
    path.parent.chmod(mode)
    code = (
        "import os, sys; from trygghet_geo import store; from trygghet_geo.errors import StoreError\n"
        "from tests.made import document\n"
        "os.chdir(sys.argv[1]); os.setuid(65534)\n"
        "try: store.open('trygghet.gpkg').add(document(sha256='ef' * 32, text='x'), [], content=b'x')\n"
        "except StoreError as error: print(error); sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path.parent], capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    assert said in done.stdout


def test_two_processes_may_write_at_once(path) -> None:
    """Four processes make the store together and add ten documents each, half of them the same ones."""
    code = (
        "import sys; from trygghet_geo import store; from tests.made import *\n"
        "opened = store.open(sys.argv[1])\n"
        "for n in range(10):\n"
        "    sha = f'{n if n < 5 else int(sys.argv[2]) * 100 + n:064x}'\n"
        "    own = dict(document_sha256=sha, statement_id=sha[-16:])\n"
        "    rows = [feature(id=sha[-16:], **own), unplaced(id='f' + sha[-15:], **own)]\n"
        "    opened.add(document(sha256=sha, text=sha), rows, content=b'x', municipality=HOME)\n"
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", code, path, str(number)], stderr=subprocess.PIPE, text=True)
        for number in range(1, 5)
    ]
    assert [(worker.communicate()[1], worker.returncode) for worker in workers] == [("", 0)] * 4
    # Five shared documents and five of each process, two features each.
    assert len(store.open(path).documents()) == 5 + 4 * 5
    assert len(store.open(path).table()) == 2 * 25


def test_ingest_reads_a_file_once(path, tmp_path, monkeypatch) -> None:
    from trygghet_geo import pipeline

    file = tmp_path / "möte.txt"
    file.write_text(TEXT, encoding="utf-8")
    sha = sha256(TEXT.encode()).hexdigest()
    rows = (replace(feature(), document_sha256=sha),)
    found = pipeline.Examined(document(sha256=sha), HOME, rows, (), {"taxonomy": "1"})
    asked = []
    monkeypatch.setattr(pipeline, "examined", lambda *given: asked.append(given) or found)
    opened = store.open(path)
    assert [opened.ingest(file, HOME).status for _ in range(2)] == ["new", "same"]
    assert asked == [(file, HOME)]
    assert opened.content(sha) == TEXT.encode()
    file.write_text("andra ord", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="ändrades medan"):
        opened.ingest(file, HOME)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file name is text")
def test_a_file_name_that_is_no_text_is_kept_with_question_marks(path, tmp_path) -> None:
    odd = tmp_path / os.fsdecode(b"m\xf6te.txt")
    odd.write_text("2024-02-01\n\nKlotter i Kolbäck.\n", encoding="utf-8")
    assert store.open(path).ingest(odd, HOME).status == "new"
    assert [d.name for d in store.open(path).documents()] == ["m?te.txt"]
