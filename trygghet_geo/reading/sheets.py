"""Table files → sheets of cells: .csv, .xlsx, .ods, .geojson. Dates become ISO dates, numbers lose a needless ",0"."""

from __future__ import annotations

import csv
import datetime
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import archives
from trygghet_geo.reading.odt import check_open
from trygghet_geo.reading.text import decoded

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_MOST_RAW = 200_000
"""Rows looked at, blank ones included."""
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE = (f"{{{_NAMESPACE}{name}:1.0}}" for name in ("text", "table", "office", "style"))
_ERROR = re.compile(r"#(?:[A-ZÅÄÖ/0-9]+[!?]|N/A|SAKNAS!|N/?A)$")
Rows = list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows of text; blank rows are left out. `notes` are for whoever asks how the file was understood."""

    name: str
    rows: Rows
    notes: tuple[str, ...] = ()


def from_csv(data: bytes, name: str) -> list[Sheet]:
    """The one sheet of a `.csv`, parted by whichever of ; tab , | makes most columns of it."""
    text = decoded(data, name).lstrip("\ufeff").replace("\0", "")
    stated = re.match(r"sep=(.)\r?\n", text)
    if stated:
        return [Sheet("", _kept(_parted(text[stated.end() :], stated[1], name), name))]
    head = "\n".join(text.splitlines()[:60])
    delimiter = max(";\t,|", key=lambda sign: _evenness(head, sign))
    return [Sheet("", _kept(_parted(text, delimiter, name), name))]


def _evenness(head: str, delimiter: str) -> tuple[int, int]:
    """How many rows have as many cells as most rows have, and how many cells that is; no rows where it is one."""
    try:
        sizes = [len(row) for row in csv.reader(StringIO(head, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0, 0
    wide = [size for size in sizes if size > 1]
    if not wide:
        return 0, 0
    usual = max(set(wide), key=lambda size: (wide.count(size), size))
    return wide.count(usual), usual


def _parted(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableDocument(
            f"{name}: tabellen är trasig ({error}); öppna den i ett kalkylprogram och spara om den"
        ) from error


def from_xlsx(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets of a `.xlsx`; a formula is the value that was last calculated for it."""
    import openpyxl

    archives.opened(data, name)
    found: list[Sheet] = []
    hidden: list[str] = []
    try:
        with warnings.catch_warnings():
            # What it does not know (form controls, extensions) holds no cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    hidden.append(sheet.title)
                    continue
                sheet.reset_dimensions()
                cells = sheet.iter_rows(values_only=True)
                found.append(Sheet(sheet.title, _kept((list(map(_words, row)) for row in cells), name)))
    except UnreadableDocument:
        raise
    # A damaged file makes zipfile, the XML parser and openpyxl raise two dozen kinds between them.
    except Exception as error:
        raise archives.broken(name) from error
    return _noted(found, hidden)


def from_ods(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets of a `.ods`."""
    archive = archives.opened(data, name)
    check_open(archive, name)
    root = archives.xml(archive, "content.xml", name)
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in style.iter(f"{_STYLE}table-properties"))
    }
    found: list[Sheet] = []
    hidden: list[str] = []
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        title = table.get(f"{_TABLE}name") or ""
        if table.get(f"{_TABLE}style-name") in unseen:
            hidden.append(title)
        else:
            found.append(Sheet(title, _kept(_ods_rows(table), name)))
    return _noted(found, hidden)


def _noted(found: list[Sheet], hidden: list[str]) -> list[Sheet]:
    if not hidden or not found:
        return found
    note = f"dolda blad läses inte: {', '.join(hidden)}"
    return [Sheet(found[0].name, found[0].rows, (*found[0].notes, note)), *found[1:]]


def _ods_rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = min(_count(cell.get(f"{_TABLE}number-columns-repeated")), MOST_COLUMNS)
            cells += [_ods_words(cell)] * times
            if len(cells) > MOST_COLUMNS:
                break
        # A repeated row is a blank one, or the same report several times: that is one.
        yield cells


def _count(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 9 else 1


def _ods_words(cell: Any) -> str:
    day = cell.get(f"{_OFFICE}date-value")
    if day:
        return day[:16].replace("T00:00", "").replace("T", " ")
    paragraphs = ["".join(p.itertext()) for p in cell.iterfind(f"{_TEXT}p")]
    return "\n".join(paragraphs)


def from_geojson(data: bytes, name: str) -> list[Sheet]:
    """The properties of a `.geojson`'s features, one row each, with a note on geometries that are not used."""
    try:
        source = json.loads(decoded(data, name))
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"{name}: filen är inte giltig GeoJSON; spara om den") from error
    features = source.get("features", [source]) if isinstance(source, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise UnreadableDocument(f"{name}: filen är inte GeoJSON med Feature eller FeatureCollection; spara om den")
    properties = [f.get("properties") if isinstance(f.get("properties"), dict) else {} for f in features]
    heads = list(dict.fromkeys(str(key) for row in properties for key in row))
    rows = ([_words(row.get(head)) for head in heads] for row in properties)
    placed = sum(isinstance(f.get("geometry"), dict) for f in features)
    note = f"{placed} rader har koordinater, som inte används ännu; platsen läses ur en kolumn med ord"
    return [Sheet("", [heads, *_kept(rows, name)], (note,) if placed else ())]


def _words(value: object) -> str:
    """A cell's value as text; what is no plain value, and Excel's error codes, as nothing."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _kept(rows: Iterable[Iterable[str]], name: str) -> Rows:
    """Rows with words in them, each cell without white space at its edges. Raises UnreadableDocument for too many."""
    kept: Rows = []
    for number, row in enumerate(rows):
        cells = [_tidy(cell) for cell in list(row)[:MOST_COLUMNS]]
        if any(cells):
            kept.append(cells)
        if len(kept) > MOST_ROWS or number > _MOST_RAW:
            raise UnreadableDocument(f"{name}: tabellen har fler än {MOST_ROWS} rader; dela upp den")
    return kept


def _tidy(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    words = "".join(c for c in cell if c >= " " or c in "\n\t")
    words = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in words)
    words = "\n".join(line for line in (" ".join(part.split()) for part in words.split("\n")) if line)
    return "" if _ERROR.match(words) else words
