"""What must be so for any bytes at all, for the fuzzer and for the test that reads its finds again."""

from __future__ import annotations

from pathlib import Path

from tests.reading_samples import check
from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import exchange


def holds_together(path: Path) -> str:
    """The file is a document whose offsets are right and which survives the way between processes, or is refused in one
    line: `read` or `refused`. Read in this process, so that an error that is a bug of ours shows as itself."""
    try:
        document = reading.read(path, apart=False)
    except UnreadableDocument as error:
        message = str(error)
        assert message.startswith(path.name)
        assert message.isprintable()
        return "refused"
    check(document)
    answer = exchange.decoded(exchange.packed(document))["document"]
    assert exchange.unpacked(answer, name=path.name, suffix=path.suffix) == document
    return "read"
