"""The tables of a report, each figure with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo import summaries
from trygghet_geo.reports.blocks import Block, Heading, Points, Table, Text
from trygghet_geo.statistics import measures as told_measures
from trygghet_geo.statistics.duties import STATE_WORDS as MEASURE_WORDS
from trygghet_geo.statistics.recurrence import STATE_WORDS
from trygghet_geo.views import view

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.reports.material import Material
    from trygghet_geo.statistics.change import Changes
    from trygghet_geo.statistics.measures import Measure, Unanswered
    from trygghet_geo.statistics.recurrence import Recurrence, Recurring

MOST = 40
"""Rows of a table on paper; how many are left out is said below it."""


def raised(concerns: GeoDataFrame, material: Material) -> list[Block]:
    """By category and by place; what has no place is a row of its own, never left out."""
    by_category = [
        (material.labels.get(code, code), str(n)) for code, n in summaries.counts(concerns, "category").items()
    ]
    places = [
        (
            one.name,
            str(one.count),
            ", ".join(f"{material.labels.get(code, code)} ({n})" for code, n in one.categories),
            str(one.last or "–"),
        )
        for one in summaries.ranked(concerns)
    ]
    without = summaries.said(summaries.unplaced(concerns))
    if without:
        places.append(("Utan plats på kartan", str(without), "står sist bland citaten", "–"))
    return [
        Heading("Vad som togs upp"),
        _table("Antal uppgifter per kategori", ("Kategori", "Antal"), by_category),
        _table("Antal uppgifter per plats", ("Plats", "Antal", "Kategorier", "Senast"), places),
    ]


def recurring(found: Recurrence, labels: Mapping[str, str]) -> list[Block]:
    """Raised by name at more than one of the last meetings; and what the last meeting made new, back or silent."""
    parts: list[Block] = [Heading("Återkommande")]
    often = [row for row in found.rows if row.own and row.k > 1]
    if often:
        rows = [
            (_place(row), labels.get(row.category, row.category), f"{row.k} av {row.m}", *_days(row)) for row in often
        ]
        head = ("Plats", "Kategori", "Möten", "Först", "Senast", "Läge")
        parts += [_table("Togs upp vid flera av de senaste mötena", head, rows), *_cut(rows)]
    else:
        parts.append(Text("Inget togs upp vid mer än ett av de senaste mötena, på samma plats."))
    for title, states in (
        ("Nytt eller tillbaka vid det senaste mötet", ("new", "back")),
        ("Tyst sedan det senaste mötet", ("silent",)),
    ):
        here = [row for row in found.since if row.state in states and row.own]
        lines = tuple(f"{_place(row)}: {labels.get(row.category, row.category)}, {row.words}" for row in here[:MOST])
        parts += [Heading(title, 3), Points(lines)] if lines else []
    return [*parts, Text(found.basis.words, small=True)]


def changes(found: Changes, labels: Mapping[str, str]) -> list[Block]:
    """Sure differences; the others are counted, for a list of no differences helps nobody."""
    parts: list[Block] = [Heading("Förändring mot tiden före"), Text(found.words)]
    sure = [row for row in found.rows if row.verdict in ("more", "fewer")]
    unsure = sum(row.verdict == "no_sure_change" for row in found.rows)
    little = sum(row.verdict == "too_little" for row in found.rows)
    rows = [(row.place or "Utan plats", labels.get(row.category or "", row.category or ""), row.words) for row in sure]
    if rows:
        parts.append(_table("Säkra skillnader", ("Plats", "Kategori", "Skillnad"), rows))
    else:
        parts.append(Text("Ingen säker skillnad på någon plats."))
    return [
        *parts,
        Text(f"Ingen säker skillnad: {unsure}. Underlaget räcker inte: {little}. {found.basis.words}", small=True),
    ]


def measures(found: Sequence[Measure], today: date) -> list[Block]:
    """What is done about it, as told or entered up to the end of the period, and what is past its day."""
    if not found:
        return [Heading("Åtgärder"), Text("Inga åtgärder är omtalade.")]
    late = {one.id for one in told_measures.overdue(found, today=today)}
    rows = [
        (
            str(one.day),
            one.place or "–",
            one_line(one.text),
            one.owner or "ingen angiven",
            MEASURE_WORDS[one.state]
            + (f", skulle vara klart {one.due}" if one.id in late else f", senast {one.due}" if one.due else ""),
            one_line(one.effect or "–"),
        )
        for one in reversed(found)
    ]
    head = ("Sagt", "Plats", "Åtgärd", "Ansvarig", "Läge", "Sagt efteråt")
    return [Heading("Åtgärder"), _table("Åtgärder, de senaste först", head, rows), *_cut(rows)]


def unanswered(found: Sequence[Unanswered], labels: Mapping[str, str]) -> list[Block]:
    """Concerns that nobody has answered with a measure, longest waiting first."""
    if not found:
        return [Heading("Obesvarat"), Text("Allt som togs upp har besvarats med en åtgärd eller sagts vara lugnt.")]
    rows = [
        (one.thread.place or "Utan plats", labels.get(one.thread.category, one.thread.category), one.words)
        for one in found
    ]
    head = ("Plats", "Kategori", "Sedan när")
    return [Heading("Obesvarat"), _table("Har ingen åtgärd, det som väntat längst först", head, rows), *_cut(rows)]


def documents(count: int) -> str:
    return "1 handling" if count == 1 else f"{count} handlingar"


def one_line(text: str) -> str:
    """As it reads: without the line breaks of the layout."""
    return view(text, [(0, len(text))]).text if text else text


def _place(row: Recurring) -> str:
    return row.place or "Utan plats"


def _days(row: Recurring) -> tuple[str, str, str]:
    return str(row.first), str(row.last), STATE_WORDS[row.state]


def _table(caption: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(caption, head, tuple(rows)[:MOST])


def _cut(rows: Sequence[object]) -> list[Block]:
    return [Text(f"{len(rows) - MOST} rader till finns i kartan.", small=True)] if len(rows) > MOST else []
