"""Files made to do harm, in code: each should cost one line about itself and nothing else."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

from reportlab.pdfgen.canvas import Canvas

from tests.fuzz.seeds import parts, seed, word, writer, zipped

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _word_with(body: bytes) -> bytes:
    return zipped(parts(word()) | {"word/document.xml": body})


def flat_bomb() -> bytes:
    """More than the limit in one part of a small file."""
    return zipped(parts(word()) | {"word/media/a.png": bytes(310_000_000)})


def nested_bomb() -> bytes:
    """Archives in archives, each small; whoever unpacks them all is lost."""
    inner = zipped({"a": b"", **{f"b{n}": bytes(1_000_000) for n in range(20)}})
    for _ in range(3):
        inner = zipped({"a": b"", **{f"c{n}.docx": inner for n in range(16)}})
    return zipped(parts(word()) | {"word/embeddings/a.docx": inner, "word/document.xml": inner})


def lying_bomb() -> bytes:
    """A part that unpacks to far more than the archive says."""
    archive = bytearray(_word_with(b"<a>" + b" " * 100_000_000 + b"</a>"))
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        size = opened.getinfo("word/document.xml").file_size
    return bytes(archive.replace(struct.pack("<L", size), struct.pack("<L", 1000)))


def crowded_archive() -> bytes:
    return zipped(parts(word()) | {f"word/{n}": b"" for n in range(6000)})


def bushy_word() -> bytes:
    """Within the limit of unpacked size, but each four letters are an element with a memory of its own."""
    return _word_with(f"<w:document {_WORD}><w:body>".encode() + b"<w:p/>" * 10_000_000 + b"</w:body></w:document>")


def bushy_writer() -> bytes:
    head, _, tail = parts(writer())["content.xml"].partition(b"<office:text>")
    return zipped(parts(writer()) | {"content.xml": head + b"<office:text>" + b"<text:p/>" * 8_000_000 + tail})


def bushy_sheet() -> bytes:
    sheet = parts(seed(".xlsx"))["xl/worksheets/sheet1.xml"]
    head, _, tail = sheet.partition(b"<sheetData>")
    rows = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 400_000
    return zipped(parts(seed(".xlsx")) | {"xl/worksheets/sheet1.xml": head + b"<sheetData>" + rows + tail})


def wide_sheet() -> bytes:
    """One cell in the last column of the last row."""
    sheet = parts(seed(".xlsx"))["xl/worksheets/sheet1.xml"]
    head, _, tail = sheet.partition(b"<sheetData>")
    row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Klotter</t></is></c></row>'
    return zipped(parts(seed(".xlsx")) | {"xl/worksheets/sheet1.xml": head + b"<sheetData>" + row + tail})


def repeated_cells() -> bytes:
    """A few bytes that say "this row, a million times"."""
    content = parts(seed(".ods"))["content.xml"]
    many = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    )
    return zipped(parts(seed(".ods")) | {"content.xml": content.replace(b"<table:table-row><table:table-cell", many)})


def deep_tables() -> bytes:
    open_, close = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    inner = open_ * 80 + b"<w:p><w:r><w:t>Djupt</w:t></w:r></w:p>" + close * 80
    return _word_with(f"<w:document {_WORD}><w:body>".encode() + inner + b"</w:body></w:document>")


def external_entity() -> bytes:
    body = parts(word())["word/document.xml"].replace(b"Lill", b"&x;Lill")
    declared = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    start = body.index(b"<w:document")
    return _word_with(body[:start] + declared + body[start:])


def laughs() -> bytes:
    body = parts(word())["word/document.xml"].replace(b"Lill", b"&x9;Lill")
    declared = b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 10) for n in range(1, 10))
    start = body.index(b"<w:document")
    return _word_with(body[:start] + b'<!DOCTYPE d [<!ENTITY x0 "ha">' + declared + b"]>" + body[start:])


def macros() -> bytes:
    return zipped(parts(word()) | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def locked_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def locked_pdf() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt="hemligt")
    canvas.drawString(72, 700, "Klotter")
    canvas.save()
    return out.getvalue()


def _pdf(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A PDF of these objects with its table of places."""
    out = BytesIO()
    out.write(b"%PDF-1.5\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    out.write(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start))
    return out.getvalue()


def _page_with(content: bytes, filters: bytes) -> bytes:
    return _pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            4: b"<</Length %d/Filter%s>>\nstream\n%s\nendstream" % (len(content), filters, content),
        }
    )


def flate_bomb() -> bytes:
    """A page whose content is packed twice and unpacks to a quarter of a gigabyte."""
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b"0 0 m " * 1_000_000) for _ in range(34)), packer.flush()])
    return _page_with(zlib.compress(once, 9), b"[/FlateDecode/FlateDecode]")


def many_objects() -> bytes:
    pages = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>"}
    pages[3] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return _pdf(pages | dict.fromkeys(range(4, 300000), b"<</A[1 2 3]>>"))


def many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 4003))
    pages = dict.fromkeys(range(3, 4003), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    return _pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 4000/Kids[%s]>>" % kids, **pages})


def said_pages() -> bytes:
    """It says that it has two thousand million pages, and has one."""
    return _pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        }
    )


def page_cycle() -> bytes:
    return _pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 9/Kids[3 0 R 2 0 R]>>",
            3: b"<</Type/Pages/Parent 2 0 R/Count 9/Kids[2 0 R 3 0 R]>>",
        }
    )


def form_cycle() -> bytes:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R/B 5 0 R>>>>/Length 12>>"
    return _pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Contents 4 0 R>>",
            4: b"<</Length 5>>\nstream\n/A Do\nendstream",
            5: form + b"\nstream\n/A Do /B Do \nendstream",
        }
    )


def picture_bomb() -> bytes:
    """Thirty thousand by thirty thousand black dots in a tenth of a megabyte."""
    side = 30_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join([*(packer.compress(bytes((1 + side // 8) * 1000)) for _ in range(side // 1000)), packer.flush()])
    head = struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deep_letter() -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    return (head + "Content-Type: text/plain\n\nKlotter\n").encode()


ATTACKS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "flat.docx": flat_bomb,
        "nested.docx": nested_bomb,
        "lying.docx": lying_bomb,
        "crowded.docx": crowded_archive,
        "bushy.docx": bushy_word,
        "bushy.odt": bushy_writer,
        "bushy.xlsx": bushy_sheet,
        "wide.xlsx": wide_sheet,
        "repeated.ods": repeated_cells,
        "deep.docx": deep_tables,
        "entity.docx": external_entity,
        "laughs.docx": laughs,
        "macros.docx": macros,
        "macros.docm": macros,
        "locked.docx": locked_word,
        "locked.pdf": locked_pdf,
        "flate.pdf": flate_bomb,
        "objects.pdf": many_objects,
        "pages.pdf": many_pages,
        "said.pdf": said_pages,
        "cycle.pdf": page_cycle,
        "forms.pdf": form_cycle,
        "bomb.png": picture_bomb,
        "deep.eml": deep_letter,
        "deep.html": lambda: b"<div>" * 1_000_000 + b"Klotter",
        "deep.md": lambda: b"> " * 200_000 + b"Klotter",
        "deep.rtf": lambda: rb"{\rtf1" + b"{" * 200_000 + b"Klotter",
        "deep.geojson": lambda: b'{"type":"FeatureCollection","features":' + b"[" * 1_000_000,
        "line.txt": lambda: "Mörkt vid ån, ".encode() * 100_000,
        "line.csv": lambda: b"a;" * 5_000_000,
        "stars.md": lambda: b"*a_ " * 15_000,
        "brackets.md": lambda: b"[" * 10_000 + b"]" * 10_000,
        "unclosed.html": lambda: b"<table><tr><td>" * 100_000,
    }
)
