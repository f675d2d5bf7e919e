"""Counts over time, by meeting or by the calendar: what Trender draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo import agenda
from trygghet_geo.charts import Bar
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.statistics import occasions, sayings, trends

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

STEPS = ("meeting", "quarter", "half", "year")
VERDICTS = {"up": "trends.up", "down": "trends.down", "no_sure_change": "trends.unsure", "too_little": "trends.little"}


@dataclass(frozen=True)
class Line:
    """One category or place over time; every line has the same steps."""

    code: str | None
    name: str
    bars: tuple[Bar, ...]
    words: str
    """What the trend test says; nothing by meeting, where it is not made."""

    @property
    def total(self) -> int:
        return sum(bar.count or 0 for bar in self.bars)


def lines(content: Content, table: GeoDataFrame, *, step: str, by: str) -> tuple[Line, ...]:
    """A line for each category or place of `table`, most said first. By calendar a step without documents is a gap."""
    sources = occasions.sources(content.documents)
    if step == "meeting":
        return _meetings(content, table, sources, by)
    found = trends.trends(table, sources, content.inside, step=step, by=(by,))
    return tuple(
        Line(
            row.category if by == "category" else row.place_id,
            _name(row.category if by == "category" else row.place_id, row.place, by),
            tuple(Bar(_label(point.first, step), point.count, point.documents) for point in row.points),
            say(VERDICTS[row.verdict]),
        )
        for row in found.rows
    )


def _meetings(content: Content, table: GeoDataFrame, sources, by: str) -> tuple[Line, ...]:
    meetings = agenda.meetings(sources)
    number = {sha: place for place, one in enumerate(meetings) for sha in one.documents}
    said: dict[str | None, dict[int, set[str]]] = {}
    names = sayings.names(table)
    for one in sayings.sayings(table):
        if one.document in number:
            for key in sayings.keys(one, content.inside, by=(by,)):
                code = key.category if by == "category" else key.place_id
                said.setdefault(code, {}).setdefault(number[one.document], set()).add(one.statement)
    found = [_line(code, at, meetings, by=by, names=names, content=content) for code, at in said.items()]
    return tuple(sorted(found, key=lambda line: (-line.total, line.name)))


def _line(code, at: Mapping[int, set], meetings, *, by: str, names: Mapping[str, str], content: Content) -> Line:
    counts = [Bar(str(one.day)[:7], len(at.get(n, ())), len(one.documents)) for n, one in enumerate(meetings)]
    known = content.inside.get(code) if by == "place" else None
    return Line(code, _name(code, known.name if known else names.get(code), by), tuple(counts), "")


def _name(code: str | None, name: str | None, by: str) -> str:
    if by == "category":
        return shared.category_label(code or "")
    return name or say("meeting.nowhere")


def _label(first: date, step: str) -> str:
    if step == "year":
        return str(first.year)
    part = (first.month - 1) // (3 if step == "quarter" else 6) + 1
    return f"{first.year} {say(f'trends.{step}.short')}{part}"
