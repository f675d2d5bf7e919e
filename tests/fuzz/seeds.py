"""One small valid file of every format, made in code: what fuzzing and the attack tests start from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from types import MappingProxyType

import docx
import xlsxwriter
from reportlab.pdfgen.canvas import Canvas

PLAIN = """Trygghetsråd Exempelköping

Datum och tid: 2023-05-08 klockan 17.30
Deltagare: Eva Ek (S), Bo Al

Läget
Mörkt vid Lillån och på Åvägen.
- Klotter på Norrby skola, flera gån-
  ger i veckan.
"""
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(f'xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "text", "table", "style", "draw"))


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of `parts`, the first stored and not compressed as OpenDocument wants it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate(parts.items()):
            kind = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            # A fixed time, so that the same parts are the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, kind)
    return out.getvalue()


def parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Läget", 1)
    document.add_paragraph("Mörkt vid Lillån.")
    document.add_paragraph("Klotter på Norrby skola", style="List Bullet")
    table = document.add_table(2, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Plats", "Problem"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "Norrby", "Buskörning"
    out = BytesIO()
    document.save(out)
    # The template's picture and theme are no use here, and slow.
    kept = {name: data for name, data in parts(out.getvalue()).items() if "thumbnail" not in name}
    kept["_rels/.rels"] = kept["_rels/.rels"].replace(b"docProps/thumbnail.jpeg", b"docProps/core.xml")
    return zipped(kept)


def writer() -> bytes:
    body = (
        '<text:h text:outline-level="1">Läget</text:h><text:p text:style-name="P1">Mörkt vid <text:s text:c="2"/>'
        "Lillån.</text:p><text:list><text:list-item><text:p>Klotter<text:line-break/>på skolan</text:p>"
        "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Norrby</text:p></table:table-cell>"
        "<table:table-cell><text:p>Buskörning</text:p></table:table-cell></table:table-row></table:table>"
    )
    style = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    return _open_document("text", f"<office:text>{body}</office:text>", style)


def calc() -> bytes:
    rows = [("Plats", "Händelse", "Datum"), ("Norrby", "Klotter", "2024-01-02"), ("Lillån", "Mörkt", "2024-01-03")]
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    body = f'<office:spreadsheet><table:table table:name="Blad1">{cells}</table:table></office:spreadsheet>'
    return _open_document("spreadsheet", body, "")


def _open_document(kind: str, body: str, styles: str) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body>"
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def excel() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Rapporter")
        for number, row in enumerate(
            [("Plats", "Händelse", "Datum"), ("Norrby", "Klotter", "2024-01-02"), ("Lillån", "Mörkt", 45294)]
        ):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pageCompression=0, invariant=1)
    for page in range(pages):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 760, "Läget")
        canvas.setFont("Helvetica", 10)
        for line in range(5):
            canvas.drawString(72, 700 - 14 * line, f"Mörkt vid Lillån och på Åvägen {line}.")
        canvas.drawString(280, 30, str(page + 1))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def letter() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "eva@example.se", "bo@example.se"
    message["Subject"], message["Date"] = "Läget på Norrby", "Mon, 08 May 2023 10:00:00 +0200"
    message.set_content("Mörkt vid Lillån.\n\nKlotter på skolan.\n")
    message.add_alternative("<p>Mörkt vid <b>Lillån</b>.</p>", subtype="html")
    message.add_attachment(PLAIN.encode(), maintype="text", subtype="plain", filename="möte.txt")
    return message.as_bytes()


def picture(kind: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (420, 60), 255)
    ImageDraw.Draw(image).text((10, 20), "Klotter i parken", fill=0)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _page() -> bytes:
    return (
        '<!doctype html><html><head><meta charset="utf-8"><title>Råd</title></head><body><main><h1>Trygghetsråd</h1>'
        "<p>Mörkt vid <b>Lillån</b>.<br>Klotter</p><ul><li>Norrby<ul><li>skolan</li></ul></li></ul>"
        "<table><tr><th>Plats</th><th>Vad</th></tr><tr><td>Norrby</td><td>Klotter</td></tr></table></main></body></html>"
    ).encode()


def _rich() -> bytes:
    return (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard\b L\'e4get\b0\par "
        rb"M\u246?rkt vid Lill\'e5n.\par{\listtext\'b7\tab}Klotter\par"
        rb"\trowd\cellx1000\cellx2000 Norrby\cell Klotter\cell\row{\field{\*\fldinst X}{\fldrslt Y}}\par}"
    )


def _points() -> bytes:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [16.5, 59.6]},
        "properties": {"plats": "Norrby", "händelse": "Klotter", "datum": "2024-01-02"},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False).encode()


MAKERS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        ".csv": lambda: "Plats;Händelse;Datum\nNorrby;Klotter;2024-01-02\nLillån;Mörkt;2024-01-03\n".encode(),
        ".docx": word,
        ".eml": letter,
        ".geojson": _points,
        ".htm": _page,
        ".html": _page,
        ".jpeg": lambda: picture("JPEG"),
        ".jpg": lambda: picture("JPEG"),
        ".md": lambda: (
            "---\ntitel: x\n---\n# Läget\n\n- Mörkt vid **Lillån**\n\n| a | b |\n|---|---|\n| c | d |\n".encode()
        ),
        ".ods": calc,
        ".odt": writer,
        ".pdf": pdf,
        ".png": lambda: picture("PNG"),
        ".rtf": _rich,
        ".tif": lambda: picture("TIFF"),
        ".tiff": lambda: picture("TIFF"),
        ".txt": PLAIN.encode,
        ".xlsx": excel,
    }
)


@cache
def seed(suffix: str) -> bytes:
    """A small valid file of the format; KeyError for one that nobody has made a seed for yet."""
    return MAKERS[suffix]()
