"""`trygghet-geo read FILE --json`: the contract of docs/reading.md, over every format."""

from __future__ import annotations

import json

import pytest

from tests.fuzz.seeds import seed
from trygghet_geo import reading
from trygghet_geo.__main__ import main

HEADER = {"body", "date", "time", "place", "attendees", "next_meeting"}
BLOCK = {"kind", "start", "end", "page", "section", "boxes"}
KINDS = {"heading", "paragraph", "bullet", "cell", "furniture"}
EDGES = {"page", "x0", "y0", "x1", "y1"}
PAGED = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}


@pytest.mark.parametrize("suffix", sorted(reading.READERS))
def test_the_object_is_as_the_contract_says(tmp_path, capsys, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(seed(suffix))
    assert main(["read", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"text", "pages", "header", "blocks"} <= set(found)
    assert isinstance(found["pages"], int) == (suffix in PAGED)
    assert set(found["header"]) == HEADER
    assert found["blocks"]
    for block in found["blocks"]:
        assert set(block) >= BLOCK
        assert block["kind"] in KINDS
        assert 0 <= block["start"] < block["end"] <= len(found["text"])
        assert block["section"] is None or isinstance(block["section"], str)
        if suffix in PAGED:
            assert 1 <= block["page"] <= found["pages"]
            assert block["boxes"]
            assert all(set(box) == EDGES and box["x0"] < box["x1"] and box["y0"] < box["y1"] for box in block["boxes"])
        else:
            assert (block["page"], block["boxes"]) == (None, [])
