"""The words around a quote, by hand."""

import pytest

from trygghet_geo import contexts
from trygghet_geo.records import Block, Document

TEXT = "Närvarande: Anna Hemlig\nEtt två tre. Klotter på\nskolan. Fyra fem.\nNästa punkt."


def document(kind: str = "paragraph", *, header: bool = False) -> Document:
    first, second = TEXT.index("\n"), TEXT.index("\nNästa")
    blocks = (
        Block("paragraph", ((0, first),), header=True),
        Block(kind, ((first + 1, second),), header=header),
        Block("paragraph", ((second + 1, len(TEXT)),)),
    )
    return Document("d", "d", "txt", TEXT, None, blocks)


def around(read: Document, words: int = 12) -> tuple[str, str]:
    start = TEXT.index("Klotter")
    return contexts.context(read, start=start, end=TEXT.index(" Fyra"), words=words)


def test_the_rest_of_the_paragraph_stands_around_the_quote_and_nothing_of_the_next():
    assert around(document()) == ("Ett två tre.", "Fyra fem.")


def test_what_is_cut_has_an_ellipsis():
    assert around(document(), words=1) == ("… tre.", "Fyra …")


@pytest.mark.parametrize(("kind", "header"), [("paragraph", True), ("cell", False), ("furniture", False)])
def test_the_head_of_a_document_and_other_cells_are_no_context(kind, header):
    assert around(document(kind, header=header)) == ("", "")


def test_a_quote_that_is_the_whole_paragraph_has_none():
    start = TEXT.index("Nästa")
    assert contexts.context(document(), start=start, end=len(TEXT)) == ("", "")
