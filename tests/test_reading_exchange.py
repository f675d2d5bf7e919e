"""What travels between the two processes: documents and their boxes, and what is no document."""

from __future__ import annotations

from array import array
from base64 import b64encode
from dataclasses import replace

import pytest

from trygghet_geo.reading import exchange
from trygghet_geo.records import Block, Box, Document, Header, date

FULL = Document(
    name="a.pdf",
    sha256="0" * 64,
    format="pdf",
    text="Råd \ud800 och 😀",
    pages=2,
    blocks=(
        Block("heading", ((0, 3),), page=1, level=1, boxes=(Box(1, 1.5, 2.0, 3.25, 4.0),)),
        Block("paragraph", ((3, 5), (6, 10)), page=2, section="Råd", uncertain=True, header=True),
    ),
    header=Header("Råd", date(2024, 1, 2), "17.00", "Salen", ("Eva Ek", "Bo Al"), date(2024, 2, 3)),
    kind="report",
    invented=True,
)


def _sent(document: Document) -> dict:
    return exchange.decoded(exchange.packed(document))["document"]


@pytest.mark.parametrize("document", [FULL, replace(FULL, pages=None, blocks=(), header=Header(), text="")])
def test_a_document_survives_the_way_between_processes(document):
    assert exchange.unpacked(_sent(document), name="a.pdf", suffix=".PDF") == document


def test_name_and_format_are_not_the_workers_to_say():
    other = exchange.unpacked(_sent(FULL), name="b.txt", suffix=".txt")
    assert (other.name, other.format) == ("b.txt", "txt")


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "x"},
        {"text": "kort"},
        {"pages": 1},
        {"pages": 0},
        {"pages": True},
        {"kind": "<b>"},
        {"blocks": (Block("script", ((0, 1),)),)},
        {"blocks": (Block("paragraph", ()),)},
        {"blocks": (Block("paragraph", ((2, 1),)),)},
        {"blocks": (Block("paragraph", ((-1, 1),)),)},
        {"blocks": (Block("paragraph", ((0, 1),), boxes=(Box(1, float("nan"), 0, 0, 0),)),)},
        {"blocks": (Block("paragraph", ((0, 1),), level=-1),)},
        {"header": Header(body=5)},
        {"header": Header(attendees=("a", None))},
        {"invented": 1},
    ],
    ids=str,
)
def test_a_document_that_no_reader_gives_is_refused(change):
    with pytest.raises((ValueError, TypeError)):
        exchange.unpacked(_sent(replace(FULL, **change)), name="a.pdf", suffix=".pdf")


@pytest.mark.parametrize(
    "edges",
    [
        [],
        [1.0, 1.5, 2.0, 3.25],
        [1.0, 1.5, 2.0, 3.25, 4.0] * 2,
        [1.5, 1.5, 2.0, 3.25, 4.0],
        [3.0, 1.5, 2.0, 3.25, 4.0],
        [1.0, float("inf"), 2.0, 3.25, 4.0],
    ],
    ids=str,
)
def test_boxes_that_no_reader_gives_are_refused(edges):
    """One box came, of five numbers, on page 1 or 2; none, two, half a page, page 3 or a place at no number did not."""
    values, _ = _sent(FULL)
    with pytest.raises(ValueError):  # noqa: PT011 (which of the checks refuses is no matter)
        exchange.unpacked([values, b64encode(array("d", edges).tobytes()).decode()], name="a.pdf", suffix=".pdf")
