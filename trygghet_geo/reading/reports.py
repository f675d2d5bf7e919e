"""Tables of reports (.csv .xlsx .ods .geojson) → Document: a row is a report, with a place and a date of its own.

What is laid out of a row: a heading with its place, its date, what happened, what was done about it, who told it. The
last is marked `header`: it is never searched or shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from trygghet_geo import dates
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import heads, sheets
from trygghet_geo.reading.assembly import finished
from trygghet_geo.reading.files import content
from trygghet_geo.records import Block, Document

_SHEETS: Mapping[str, Callable[[bytes, str], list[sheets.Sheet]]] = MappingProxyType(
    {
        ".csv": sheets.from_csv,
        ".geojson": sheets.from_geojson,
        ".ods": sheets.from_ods,
        ".xlsx": sheets.from_xlsx,
    }
)
SUFFIXES = frozenset(_SHEETS)
_HEADS_WITHIN = 20
"""Rows from the top among which the one with the column heads is looked for."""
_OURS = frozenset(("statement_id", "document_sha256"))
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_COMPACT = re.compile(r"([0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
Days = tuple[date, date]


@dataclass(frozen=True)
class Table:
    """A sheet with its heads found: `columns` by role, `head` the number of the row they stand in, from 0."""

    sheet: sheets.Sheet
    head: int
    columns: Mapping[str, tuple[int, ...]]

    @property
    def heads(self) -> list[str]:
        return self.sheet.rows[self.head]

    def cell(self, row: Sequence[str], role: str, *, between: str) -> str:
        """The words that a row has for a role, those of several columns joined, none twice."""
        found = dict.fromkeys(row[column] for column in self.columns.get(role, ()) if column < len(row))
        return between.join(words for words in found if words)


def read(path: Path, mapped: heads.Mapped | None = None) -> Document:
    """Read a table of reports; `mapped` says which columns hold what where their heads do not.

    Raises UnreadableDocument: broken, too large, a table that does not say what happened; InvalidData for a mapping
    that names columns which are not there.
    """
    path = Path(path)
    data = content(path, known=SUFFIXES)
    tables, _ = _understood(data, path, mapped)
    page = _Page()
    for table in tables:
        _lay_out(page, table, named=len(tables) > 1, year=_year(path.stem))
    if not any(block.kind == "cell" for block in page.blocks):
        raise UnreadableDocument(f"{path.name}: tabellen har inga rader med text; kontrollera att rätt fil valdes")
    made = finished(path, data, text="".join(page.parts), pages=None, gathered=[])
    people = tuple(dict.fromkeys(page.people))
    day = made.header.date or page.day
    header = replace(made.header, date=day, attendees=people)
    invented = "påhittat exempel" in made.text[:500].casefold()
    return replace(made, blocks=tuple(page.blocks), header=header, kind="table", invented=invented)


def preview(path: Path, mapped: heads.Mapped | None = None) -> list[str]:
    """How the columns of the table at `path` are understood, a line of Swedish each. Raises as `read`."""
    path = Path(path)
    tables, skipped = _understood(content(path, known=SUFFIXES), path, mapped)
    labels = heads.words().labels
    lines: list[str] = []
    for table in tables:
        name = f"blad {table.sheet.name}" if table.sheet.name else "tabell"
        count = len(table.sheet.rows) - table.head - 1
        lines.append(f"{name}: {'1 rad' if count == 1 else f'{count} rader'}")
        known = [(labels[role], table.columns[role]) for role in heads.ROLES if role in table.columns]
        lines += [f"  {label}: {', '.join(table.heads[column] for column in columns)}" for label, columns in known]
        used = {column for columns in table.columns.values() for column in columns}
        rest = [head for number, head in enumerate(table.heads) if head and number not in used]
        lines += [f"  används inte: {', '.join(rest)}"] * bool(rest)
        lines += [f"  {note}" for note in table.sheet.notes]
    return lines + [f"blad {name}: inga kolumner kändes igen" for name in skipped]


def _understood(data: bytes, path: Path, mapped: heads.Mapped | None) -> tuple[list[Table], list[str]]:
    """The sheets that tell what happened, and the names of those that do not."""
    catalogue = heads.words()
    found: list[Table] = []
    skipped: list[str] = []
    seen: list[str] = []
    for sheet in _SHEETS[path.suffix.lower()](data, path.name):
        if any(set(row) >= _OURS for row in sheet.rows[:1]):
            raise UnreadableDocument(f"{path.name}: är en export härifrån och inget dokument; den läses inte in igen")
        table = _table(sheet, catalogue, mapped or {})
        if table is not None and _says_what(table):
            found.append(table)
        elif sheet.rows:
            skipped.append(sheet.name)
            seen += [" ".join(head.split())[:40] for head in sheet.rows[table.head if table else 0] if head]
    if not found:
        there = f"rubrikerna är {', '.join(seen[:12])}" if seen else "den är tom"
        raise UnreadableDocument(
            f"{path.name}: tabellen har ingen kolumn som säger vad som hänt ({there}); "
            'ange kolumnerna med --mapping, till exempel vad = "Fritext"'
        )
    return found, skipped


def _says_what(table: Table) -> bool:
    return "what" in table.columns or "category" in table.columns


def _table(sheet: sheets.Sheet, catalogue: heads.Words, mapped: heads.Mapped) -> Table | None:
    """The sheet with the row of heads in which most columns are known: two at least, unless there is but one column."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(sheet.rows[:_HEADS_WITHIN]):
        wanted = {heads.plain(column) for columns in mapped.values() for column in columns}
        known = [
            cell for cell in row if len(cell) <= 60 and (heads.role(cell, catalogue) or heads.plain(cell) in wanted)
        ]
        if len(known) >= min(2, sum(map(bool, row))) and known and (best is None or len(known) > best[0]):
            best = len(known), number
    if best is None:
        return None
    return Table(sheet, best[1], heads.roles(sheet.rows[best[1]], catalogue, mapped))


@dataclass
class _Page:
    """The text laid out so far and its blocks."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    day: date | None = None
    """A date that stands above the heads of a table."""
    length: int = 0

    def put(self, words: str, kind: str, *, gap: str = "\n", **facts) -> None:
        """Add `words` after `gap`, each of their lines a block."""
        for line in words.split("\n"):
            between = gap if self.parts else ""
            start = self.length + len(between)
            self.parts += [between, line]
            self.length, gap = start + len(line), "\n"
            self.blocks.append(Block(kind, ((start, self.length),), **facts))


def _lay_out(page: _Page, table: Table, *, named: bool, year: int | None) -> None:
    """Write a table: what stands above its heads, then its rows."""
    above = [" ".join(filter(None, row)) for row in table.sheet.rows[: table.head]]
    for number, words in enumerate(above):
        first = not page.blocks and number == 0
        page.put(words, "heading" if first else "paragraph", gap="\n\n", level=1 if first else 0)
        page.day = page.day or next((day for _, _, day in dates.absolute(words)), None)
        year = int(_YEAR.search(words)[0]) if _YEAR.search(words) else year  # type: ignore[index]
    title = table.sheet.name if named else None
    if title:
        page.put(title, "heading", gap="\n\n", level=2)
    for row in table.sheet.rows[table.head + 1 :]:
        _row(page, table, row, title=title, year=year)


def _row(page: _Page, table: Table, row: Sequence[str], *, title: str | None, year: int | None) -> None:
    what = _what(table, row)
    if not what:
        return
    place = table.cell(row, "place", between=", ").replace("\n", ", ")
    when = table.cell(row, "when", between=" ").replace("\n", " ")
    if place:
        page.put(place, "heading", gap="\n\n", level=3)
    section, gap = place or title, "\n" if place else "\n\n"
    if when:
        shown = _shown(when, table)
        page.put(shown, "cell", gap=gap, section=section)
        gap = "\n"
    page.put(what, "cell", gap=gap, section=section, days=_days(when, table, year))
    if done := table.cell(row, "measure", between=". "):
        page.put(f"Åtgärd: {done}", "cell", section=section)
    if who := table.cell(row, "person", between=", ").replace("\n", ", "):
        page.put(who, "paragraph", header=True)
        page.people += [part for part in (piece.strip() for piece in who.split(",")) if part]


def _what(table: Table, row: Sequence[str]) -> str:
    """What happened, opened by its category unless the words name that themselves."""
    what = table.cell(row, "what", between="\n")
    category = table.cell(row, "category", between=", ").replace("\n", " ")
    if not what or not category:
        return what or category
    return what if category.casefold() in what.casefold() else f"{category}: {what}"


def _shown(when: str, table: Table) -> str:
    """A bare number is told by its head: "Vecka 12"."""
    head = table.heads[table.columns["when"][0]]
    return f"{head} {when}" if when.isdigit() and len(when) <= 2 else when


def _days(when: str, table: Table, year: int | None) -> Days | None:
    """First and last day of a date cell. A week or month without a year is in the year that the table tells."""
    if not when:
        return None
    if match := _COMPACT.match(when):
        try:
            day = date(2000 + int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
        return day, day
    if full := next(dates.absolute(when), None):
        return full[2], full[2]
    if match := re.fullmatch(r"(20\d\d)[- ]?(?:v\.?|w|vecka) ?(\d{1,2})", when, re.IGNORECASE):
        when = f"vecka {match[2]} {match[1]}"
    stated = _YEAR.search(when)
    known = int(stated[0]) if stated else year
    if known is None:
        return None
    words = re.sub(r"^(?:v|w)(?=\d)", "vecka ", _shown(when, table), flags=re.IGNORECASE)
    # The 28th of December lies in the year's last week, whichever day the year ends on.
    found = dates.expressions(words.lower(), dates.Anchor(date(known, 12, 28)))
    if not found and stated and stated[0] == when:
        return date(known, 1, 1), date(known, 12, 31)
    return (found[0].first, found[0].last) if found and found[0].first.year == known else None


def _year(stem: str) -> int | None:
    match = _YEAR.search(stem)
    return int(match[0]) if match else None
