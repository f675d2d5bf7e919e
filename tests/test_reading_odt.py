"""OpenDocument text, built part by part."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading_samples import check, kinds, read, sections
from trygghet_geo.errors import UnreadableDocument

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
STYLES = """<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"""


def odt(body: str, *, doctype: str = "", manifest: str = "<m/>", extra: dict[str, bytes] | None = None) -> bytes:
    content = f"""<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {NAMES}>
    <office:automatic-styles>{STYLES}</office:automatic-styles>
    <office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


MINUTES = """<text:tracked-changes><text:p>Struken text</text:p></text:tracked-changes>
<text:p text:style-name="P1">Minnesanteckningar trygghetsråd</text:p>
<text:p>Datum:<text:tab/>2024-03-04</text:p><text:p>Plats: Kommunhuset</text:p>
<text:p>Deltagare: Eva Ek, Bo Al</text:p>
<text:h text:outline-level="1">Lägesbild</text:h>
<text:p>Klotter på <text:span text:style-name="T1">skolan</text:span><text:s text:c="2"/>i Norrby<office:annotation>
<text:p>Kommentar</text:p></office:annotation>.<text:line-break/>Mörkt vid Lillån.</text:p>
<text:list><text:list-item><text:p>Buskörning på Ågatan</text:p>
<text:list><text:list-item><text:p>Mest mopeder</text:p></text:list-item></text:list></text:list-item></text:list>
<text:p><text:span text:style-name="T1">Hamnen</text:span></text:p>
<text:p>Lugnt hela hösten.<draw:frame><draw:text-box><text:p>I en ruta.</text:p></draw:text-box></draw:frame></text:p>
"""


def test_structure_head_and_words(tmp_path):
    document = read(tmp_path, odt(MINUTES), "moete.odt")
    check(document)
    assert sections(document) == {
        "Lägesbild": [
            "Klotter på skolan i Norrby.",
            "Mörkt vid Lillån.",
            "Buskörning på Ågatan",
            "Mest mopeder",
        ],
        "Hamnen": ["Lugnt hela hösten.", "I en ruta."],
    }
    assert [(b.kind, b.level) for b in document.blocks if b.level] == [
        ("heading", 1),
        ("heading", 2),
        ("bullet", 1),
        ("bullet", 2),
        ("heading", 3),
    ]
    header = document.header
    assert (str(header.date), header.place, header.attendees) == ("2024-03-04", "Kommunhuset", ("Eva Ek", "Bo Al"))
    assert "Struken" not in document.text
    assert "Kommentar" not in document.text


def test_margin_headings_in_a_table_and_ordinary_cells(tmp_path):
    def cell(*paragraphs: str) -> str:
        return "<table:table-cell>" + "".join(f"<text:p>{p}</text:p>" for p in paragraphs) + "</table:table-cell>"

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    side = row(cell("Polisen"), cell("Det har varit lugnt i Norrby under hela hösten och vintern.", "Nya ronder går."))
    rows = row(cell("Plats"), cell("Vad")) + row(cell("Torget"), cell("Bråk mellan två grupper ungdomar")) * 2
    document = read(tmp_path, odt(f"<table:table>{side}</table:table><table:table>{rows}</table:table>"), "a.odt")
    check(document)
    assert sections(document)["Polisen"][:2] == [
        "Det har varit lugnt i Norrby under hela hösten och vintern.",
        "Nya ronder går.",
    ]
    assert kinds(document).count(("cell", "Bråk mellan två grupper ungdomar")) == 2


def test_an_external_entity_is_not_fetched(tmp_path):
    (tmp_path / "hemligt").write_text("HEMLIGT")
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "hemligt").as_uri()}">]>'
    document = read(tmp_path, odt("<text:p>Mörkt &x; i Norrby.</text:p>", doctype=doctype), "a.odt")
    assert "HEMLIGT" not in document.text


def test_entities_that_grow_are_not_expanded(tmp_path):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]>'
    try:
        length = len(read(tmp_path, odt("<text:p>Mörkt &a9; i Norrby.</text:p>", doctype=doctype), "a.odt").text)
    except UnreadableDocument as error:
        length = len(str(error))
    assert length < 200


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (odt(""), "ingen text"),
        (odt("<text:p>x</text:p>")[:-80], "trasig"),
        (odt("<text:p>x"), "trasig"),
        (odt("<text:p>x</text:p>", manifest="<m:encryption-data/>"), "lösenord"),
        (
            odt("<text:p>x</text:p>", extra={f"{n}.bin": bytes(40_000_000) for n in range(8)}),
            "uppackad är filen 320 MB",
        ),
        (b"Bara text", "inte ett OpenDocument"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, expected):
    with pytest.raises(UnreadableDocument, match=expected):
        read(tmp_path, data, "a.odt")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), st.lists(st.tuples(st.floats(0, 1), st.text(max_size=12), st.integers(0, 40)), max_size=6))
def test_mutated_files_are_read_or_refused(tmp_path, whole, mutations):
    body = MINUTES
    for where, inserted, removed in mutations:
        at = int(where * len(body))
        body = body[:at] + inserted + body[at + removed :]
    data = odt(body.encode("utf-8", "replace").decode())
    message = ""
    try:
        check(read(tmp_path, data if whole else data[: -1 - len(body) % 300], "a.odt"))
    except UnreadableDocument as error:
        message = str(error)
    assert "\n" not in message
