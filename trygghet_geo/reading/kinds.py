"""What sort of document it is, by the words of its title and file name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trygghet_geo.reading.meeting import top
from trygghet_geo.reading.paragraphs import Group

_KINDS = (
    ("walk", r"trygghetsvandring|trygghetsrond|trygghetspromenad|nattvandring"),
    ("pledge", r"medborgarlöfte"),
    ("minutes", r"minnesanteckning|protokoll|mötesanteckning|sammanträde|anteckningar från|trygghetsråd|\bbrå\b"),
    ("report", r"lägesbild|lägesrapport|rapport|veckobrev|polisnotis|notis|händelse|sammanfattning|polisen informerar"),
)
_COUNCIL = re.compile(r"\w*råd(?:et)?s?\b|\bbrås?\b|nämnd|styrelse|utskott|fullmäktige", re.IGNORECASE)


def is_titled(words: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for _, pattern in _KINDS)


def kind(gathered: Sequence[Group], stem: str) -> str:
    """The kind of document by the words of its title and file name; a police note is a report."""
    first = [g.words for g in top(gathered) if g.kind == "heading" or len(g.words) <= 120]
    for words in (*first[:1], " ".join(first), re.sub(r"[_\W]+", " ", stem)):
        if found := _told(words):
            return found
    return "minutes" if any(group.header for group in gathered) else "report"


def _told(words: str) -> str | None:
    """The kind that words tell first; the minutes of a walk are a walk's, unless a council's that speaks of one."""
    places = [(match.start(), name) for name, pattern in _KINDS if (match := re.search(pattern, words, re.IGNORECASE))]
    if any(name == "walk" for _, name in places) and not _COUNCIL.search(words):
        return "walk"
    return min(places)[1] if places else None
