"""How well the product reads: its answers against annotated texts, beside a plain keyword list in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from trygghet_geo import reading, taxonomy
from trygghet_geo.evaluation import gold, keywords, scores
from trygghet_geo.evaluation.findings import Finding, from_statement
from trygghet_geo.evaluation.gold import Text
from trygghet_geo.evaluation.scores import Result
from trygghet_geo.places import gazetteer, mentions, resolution
from trygghet_geo.records import Document
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.understanding import understand


@dataclass(frozen=True)
class Report:
    """`product` and `baseline` read the same texts; the baseline knows no kinds, places or dates."""

    files: tuple[str, ...]
    texts: int
    statements: int
    taxonomy_version: str
    product: Result
    baseline: Result


def evaluate(
    paths: Iterable[Path],
    *,
    catalogue: Taxonomy | None = None,
    progress: Callable[[str, int, int], None] = lambda text_id, number, total: None,
) -> Report:
    """Read every annotated text of the JSON Lines files `paths` as if it were a `.txt` file, and count.

    The shipped taxonomy is used when `catalogue` is None. `progress` is told each text's id before it is read, its
    number from 1 and how many there are. The same files and program give the same report. Raises InvalidData.
    """
    files = tuple(map(Path, paths))
    catalogue = catalogue or taxonomy.load()
    texts = gold.load(files, catalogue)
    listed = keywords.keywords(catalogue)
    product: list[list[Finding]] = []
    baseline: list[list[Finding]] = []
    for number, text in enumerate(texts, 1):
        progress(text.id, number, len(texts))
        document = _document(text)
        product.append(_found(text, document, catalogue))
        baseline.append(keywords.concerns(document, listed))
    return Report(
        files=tuple(path.name for path in files),
        texts=len(texts),
        statements=sum(len(text.findings) for text in texts),
        taxonomy_version=catalogue.version,
        product=scores.result(texts, product),
        baseline=scores.result(texts, baseline),
    )


def _document(text: Text) -> Document:
    """The text through the real reader; its date is the annotated one when the text itself does not say."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(text.text.encode("utf-8"))
        document = reading.read(path, apart=False)
    if document.text != text.text:
        raise AssertionError(f"{text.id}: the reader changed the text, so offsets cannot be compared")
    header = document.header
    return replace(document, name=text.id, header=replace(header, date=header.date or text.date))


def _found(text: Text, document: Document, catalogue: Taxonomy) -> list[Finding]:
    places = gazetteer.load(text.municipality)
    named = mentions.mentions(document, places)
    statements = understand(document, named, catalogue)
    located = resolution.locate(document, statements, named, places)
    day = document.header.date
    return [finding for s in statements for finding in from_statement(s, located.get(s.id, ()), day)]


__all__: Sequence[str] = ("Report", "evaluate")
