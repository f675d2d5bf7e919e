"""A corrected document takes the earlier one's place, and human decisions come along where their words still stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.made import HOME, document, feature
from trygghet_geo import store
from trygghet_geo.errors import StoreError
from trygghet_geo.records import Block, Document, Feature
from trygghet_geo.store.carrying import relocated

SAID = ("Inbrott i källare i Kolbäck.", "Klotter vid skolan.", "Det körs fort på Storgatan.")
FIRST, SECOND = "11" * 32, "22" * 32


def made(said: tuple[str, ...], sha256: str, name: str = "möte.txt") -> tuple[Document, list[Feature]]:
    """Minutes with a line of no concern first and a statement on each line after it; ids as understanding gives."""
    text, rows = "Minnesanteckningar från trygghetsrådets möte i kommunhuset.\n", []
    for number, line in enumerate(said):
        start, id_ = len(text), f"{sha256[:2]}{number}"
        rows.append(
            feature(
                id=f"{id_}f",
                statement_id=id_,
                quote=line,
                start=start,
                end=start + len(line),
                document=name,
                document_sha256=sha256,
            )
        )
        text += line + "\n"
    return document(text=text, sha256=sha256, name=name, blocks=(Block("paragraph", ((0, len(text)),)),)), rows


@pytest.fixture
def reviewed(opened) -> store.Store:
    """The first version: two of its three statements decided, a measure against one and a link between two."""
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    right = {"110f": {"category": "theft", "type": None}}
    opened.review("110", "corrected", by="anna", version=1, corrections=right, note="Stöld")
    opened.review("111", "rejected", by="anna", version=1)
    opened.measures.create(title="Kameror", by="anna", statements=["110", "112"])
    opened.links.decide("110", "111", decision="denied", by="anna")
    return opened


def test_a_corrected_version_takes_the_earlier_ones_place(reviewed) -> None:
    # A new line above moves every span; the graffiti line is gone; the last line is the program's to read anew.
    said = ("Närvarande var alla.", SAID[0], SAID[2] + " Särskilt kvällstid.")
    read, rows = made(said, SECOND)
    told = reviewed.add(read, rows[1:], content=b"2", municipality=HOME, by="bo")
    assert (told.status, told.replaces) == ("replaced", FIRST)
    table = reviewed.table()
    assert table["document_sha256"].unique().tolist() == [SECOND]
    assert table["quote"].tolist() == [SAID[0], said[2]]
    assert table["category"].tolist() == ["theft", "burglary"]
    assert all(read.text[row.start : row.end] == row.quote for row in table.itertuples())
    one = reviewed.statement("221")
    assert (one.status, one.reviewed_by, one.note, one.version) == ("corrected", "anna", "Stöld", 3)
    assert {d.sha256: (d.replaced_by, d.features) for d in reviewed.documents()} == {
        FIRST: (SECOND, 0),
        SECOND: (None, 2),
    }
    # The bytes of the earlier version are kept.
    assert reviewed.content(FIRST) == b"1"


def test_a_decision_whose_words_are_gone_is_flagged_and_kept(reviewed) -> None:
    read, rows = made((SAID[0], SAID[2]), SECOND)
    told = reviewed.add(read, rows, content=b"2", municipality=HOME)
    # The decision is laid aside, and the link that it had is loose.
    assert ["undanlagt" in line for line in told.moved] == [True, False]
    assert all("Klotter vid skolan." in line for line in told.moved)
    (lost,) = reviewed.flagged().stranded
    assert (lost.quote, lost.status, lost.reviewed_by, lost.former_sha256) == (SAID[1], "rejected", "anna", FIRST)
    assert lost.features[0]["category"] == "burglary"
    reviewed.settle(lost.id, by="bo")
    assert reviewed.flagged().stranded == ()
    with pytest.raises(StoreError, match="undanlagt"):
        reviewed.settle(lost.id, by="bo")


def test_measures_and_links_follow_the_words(reviewed) -> None:
    read, rows = made(("Ny rad.", *SAID), SECOND)
    reviewed.add(read, rows, content=b"2", municipality=HOME)
    assert reviewed.measures.all()[0].statements == ("221", "223")
    (link,) = reviewed.links.all()
    assert (link.earlier, link.later) == ("221", "222")


def test_a_new_reading_of_confirmed_words_is_flagged_not_taken(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    opened.review("110", "confirmed", by="anna", version=1)
    read, rows = made(SAID, SECOND)
    rows[0] = replace(rows[0], category="fire", type=None, type_label=None, category_label="Brand")
    opened.add(read, rows, content=b"2", municipality=HOME)
    one = opened.statement("220")
    assert one.status == "confirmed"
    assert one.flag == "bekräftat, men programmet läser nu: Brand (Kolbäck)"
    assert opened.table()["category"].tolist() == ["burglary"] * 3
    assert opened.flagged().statements == (one,)
    # A new look takes the flag away.
    assert opened.review("220", "confirmed", by="bo", version=one.version).flag is None


def test_the_earlier_version_again_changes_nothing(reviewed) -> None:
    reviewed.add(*made((*SAID, "Ny rad."), SECOND), content=b"2", municipality=HOME)
    before = reviewed.version()
    told = reviewed.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    assert told.status == "same"
    assert "ersatt av en senare version" in told.message
    assert reviewed.version() == before


def test_which_document_it_replaces_can_be_said(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    read, rows = made(SAID, SECOND, name="helt annat namn.txt")
    told = opened.add(read, rows, content=b"2", municipality=HOME, replaces=FIRST)
    assert told.status == "replaced"
    with pytest.raises(StoreError, match="inget gällande dokument"):
        opened.add(*made(SAID, "33" * 32), content=b"3", replaces=FIRST)
    assert "33" * 32 not in {one.sha256 for one in opened.documents()}


def test_another_meeting_under_the_same_name_replaces_nothing(opened) -> None:
    opened.add(*made(SAID, FIRST), content=b"1", municipality=HOME)
    read, rows = made(SAID, SECOND)
    later = replace(read, header=replace(read.header, date=date(2022, 1, 1)))
    assert opened.add(later, rows, content=b"2", municipality=HOME).status == "new"


@pytest.mark.parametrize(
    ("before", "span", "after", "expected"),
    [
        ("Klotter.", (0, 8), "Nytt. Klotter.", (6, 14)),
        ("Klotter på\nskolan.", (0, 18), "X Klotter på skolan.", (2, 20)),
        # The second of two is told by the words around it.
        ("I Kolbäck: lugnt. I Ramnäs: lugnt.", (28, 34), "I Ramnäs: lugnt. I Kolbäck: lugnt.", (10, 16)),
        ("Klotter.", (0, 8), "Inbrott.", None),
        ("a.b", (0, 3), "axb", None),
    ],
)
def test_where_the_words_stand_now(before, span, after, expected) -> None:
    assert relocated([span], before, after) == [expected]


def test_the_same_words_twice_are_two_places() -> None:
    text = "Klotter. Klotter."
    assert relocated([(0, 8), (9, 17)], text, f"Ny. {text}") == [(4, 12), (13, 21)]
    assert relocated([(0, 8), (9, 17)], text, "Klotter.") == [(0, 8), None]
