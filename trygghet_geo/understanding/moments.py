"""Which of the days that a sentence names is when a clause of it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trygghet_geo.dates import Expression

_TURNS = re.compile(r"\b(?:men|medan|däremot)\b|[;|]", re.IGNORECASE)
"""What parts a clause from the time that the sentence opened with: "inget sedan i höstas, men …"."""
_BARS = re.compile(r"[;|]")
_ENDS = re.compile(r"[;|]|[.!?] (?=[^\W\d])")
_EXAMPLE = re.compile(
    r"\b(?:särskilt|framför allt|främst|i synnerhet|inte minst|till exempel|exempelvis|bland annat|bl\.a\.|t\.ex\.|ens)"
    r"(?: när| i| på| under| den| vid)?(?: \w+ och)? ?$",
    re.IGNORECASE,
)
"""Before a day that is one of many: "särskilt torsdag 11 maj", "inte ens på julafton"."""
_MENDED = re.compile(
    r"\b(?:beställ[td]|beställdes|åtgärda[tds]|åtgärdades|(?:bort)?forsla[tds]|töm[ts]|tömdes|laga[tds]|lagades|montera[tds]"
    r"|sanera[tds]|städa[tds]|repareras?|reparerat|utlova[td]|röj[ts])(?: \w+)?(?: den| i| på| under)? ?$",
    re.IGNORECASE,
)
"""Before the day on which something was done about it: "Bortforslat 15/9"."""
_WILL = re.compile(
    r"\b(?:ska|skall|kommer|väntas|befaras|riskerar|hotar)\b(?![^,.;:]*\b(?:har|hade)\b)[^,.;:]*$", re.IGNORECASE
)
_SECOND = re.compile(r"\boch (?:att )?$", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:när|då|innan)\b[^,.;]*$", re.IGNORECASE)
_LISTS = re.compile(r"\s*[,;]")
_LASTING = ("for some time", "in all", "latest", "since then")
_SINCE = re.compile(r"\b(?:sedan|sen) (?:\w+ ){0,3}$", re.IGNORECASE)
_OPENING = 8
"""Letters of the "och att" that a clause may open with."""
_FRONT = 12
"""Letters before a time that a sentence opens with."""
_CELL = 0.6
_SHORT = 20
"""Share of a cell that is a day's, in a row that it dates; letters of one that may end on it ("Källa w33", where a row
begins in the line of the one before)."""


def chosen(
    text: str, found: Sequence[Expression], clause: tuple[int, int], *, about: int, tells: bool
) -> Expression | None:
    """Of the days `found` in the sentence `text` those of the clause text[clause[0]:clause[1]], or None.

    `about` is where the clause says what it is about; `tells` whether it tells of something that was or is so. Of
    several inside the clause the shortest time holds, then the nearest; else what the sentence said before.
    """
    if not found:
        return None
    start, end = clause
    about = about if start <= about < end else start
    if ("|" in text or text.count(";") > 1) and (cell := _of_row(text, found, about)):
        return cell
    inside = [e for e in found if e.start < end and e.end > start and not _apart(text, e, about)]
    if tells:
        inside = [e for e in inside if not _beside(text, e, clause, about)]
    inside = _main(text, inside, about)
    before = [e for e in found if e.end <= start and _carries(text, e, start)] if not inside else ()
    return min(inside or before, key=lambda e: (e.last - e.first, abs(e.start - about)), default=None)


def _of_row(text: str, found: Sequence[Expression], about: int) -> Expression | None:
    """The day that is a cell of its own in a row: "2310 | 5/8 | tunnorna vid badet svämmar över | tömt 6/8"."""
    for e in reversed(found):
        left = max(text.rfind(mark, 0, e.start) for mark in "|;") + 1
        right = min((at for mark in "|;" if (at := text.find(mark, e.end)) >= 0), default=len(text))
        cell = len(text[left:right].strip())
        closes = cell <= _SHORT and not text[e.end : right].strip()
        if e.end <= about and (e.end - e.start >= _CELL * cell or closes):
            return e
    return None


def _apart(text: str, e: Expression, about: int) -> bool:
    """Whether a sentence's end, a semicolon or a bar lies between the time and what the clause is about."""
    return bool(_ENDS.search(text, about, e.start) if e.start > about else _BARS.search(text, e.end, about))


def _beside(text: str, e: Expression, clause: tuple[int, int], about: int) -> bool:
    """Whether the time is of something else than what is told: an example, a repair, what is still to come."""
    start, end = clause
    head = text[max(start, e.start - 60) : e.start]
    if e.start > start + 2 and _EXAMPLE.search(head):
        return True
    second = e.start - start > _OPENING and e.end < end - 2 and _SECOND.search(head)
    if e.start > about and (second or _MENDED.search(head)):
        return True
    return bool(_WILL.search(head))


def _main(text: str, inside: Sequence[Expression], about: int) -> Sequence[Expression]:
    """Without the times of a clause "när …" behind, where the main clause has its own."""
    if len(inside) < 2:
        return inside
    main = [e for e in inside if e.start < about or not _WHEN.search(text, about, e.start)]
    return main or inside


def _carries(text: str, e: Expression, start: int) -> bool:
    """Whether a time said before the clause holds in it: not what lasts, nor what closes an item of a list."""
    if _TURNS.search(text, e.end, start):
        return False
    if e.start <= _FRONT:
        return True
    return not (_LISTS.match(text, e.end) or e.rule in _LASTING or _SINCE.search(text, 0, e.start))
