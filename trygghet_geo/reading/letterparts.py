"""The lines of a letter → what its sender wrote, and what is a signature or comes from earlier letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trygghet_geo.reading.lines import Line

_HEAD = re.compile(r"[*_]*(?:Från|From|Frn|Avsändare)[*_]*\s*:", re.IGNORECASE)
_HEAD_FIELD = re.compile(
    r"[*_]*(?:Från|From|Skickat|Sent|Datum|Date|Till|To|Kopia|Cc|Ämne|Subject|Prioritet)[*_]*\s*:", re.IGNORECASE
)
_RULE = re.compile(
    r"[-_\s>]*(?:Ursprungligt meddelande|Original Message|Vidarebefordrat (?:meddelande|brev)|Forwarded message|"
    r"Begin forwarded message|Startar? vidarebefordrat meddelande)\s*:?[-_\s]*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"vidarebefordra|forwarded", re.IGNORECASE)
_WROTE = re.compile(
    r"(?:Den|On|Mån|Tis|Ons|Tors|Fre|Lör|Sön|\d{4}-\d\d-\d\d)\b.{5,160}\b(?:skrev|wrote)\b.{0,120}:\s*$"
)
_SIGNATURE = re.compile(
    r"(?:--$|(?:med\s+)?(?:vänlig|bästa|varma|trevlig)\w*\s+hälsning\w*|mvh\b|v\.?h\b|hälsningar\b|hälsar\b|"
    r"skickat från min|hämta outlook|sent from my|get outlook)",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 15
"""Lines with words; where more follow, the greeting stood in the middle of the letter."""
Parts = list[list[Line]]


def apart(letter: Sequence[Line], *, forwarded: bool) -> tuple[Parts, Parts]:
    """The sender's own lines, and the others, each in runs of lines that follow each other.

    In a letter that forwards another, or that says nothing itself, that other is read: only its heads are apart.
    """
    marks = _marks(letter)
    says_nothing = all(
        mark or not any(c.isalnum() for c in line.words) for line, mark in zip(letter, marks, strict=True)
    )
    if forwarded or says_nothing or any(_RULE.match(line.words) and _FORWARD.search(line.words) for line in letter):
        marks = [_is_head(line.words) or bool(_RULE.match(line.words) or _WROTE.match(line.words)) for line in letter]
    _mark_signatures(letter, marks)
    if letter and letter[-1].words.startswith("Bilagor: "):
        marks[-1] = True
    own: Parts = []
    other: Parts = []
    last: bool | None = None
    for line, mark in zip(letter, marks, strict=True):
        target = other if mark else own
        if mark != last:
            target.append([])
        target[-1].append(line)
        last = mark
    return own, other


def _is_head(words: str) -> bool:
    return bool(_HEAD_FIELD.match(words))


def _marks(letter: Sequence[Line]) -> list[bool]:
    """For each line, whether it is quoted: marked with ">", or below the head of an earlier letter."""
    marks: list[bool] = []
    below = False
    for number, line in enumerate(letter):
        following = letter[number + 1 : number + 6]
        if _WROTE.match(line.words):
            below = below or not (following and following[0].words.startswith(">"))
            marks.append(True)
            continue
        below = below or bool(_RULE.match(line.words)) or _begins_head(line, following)
        marks.append(below or line.words.startswith(">"))
    return marks


def _begins_head(line: Line, following: Sequence[Line]) -> bool:
    """Whether a "Från:" opens the head of an earlier letter: two more of its fields stand right below."""
    return bool(_HEAD.match(line.words)) and sum(_is_head(other.words) for other in following) >= 2


def _mark_signatures(letter: Sequence[Line], marks: list[bool]) -> None:
    """Mark from a greeting to the end of the sender's own lines, where little follows."""
    number = 0
    while number < len(letter):
        if marks[number] or not _SIGNATURE.match(letter[number].words):
            number += 1
            continue
        end = next((n for n in range(number, len(letter)) if marks[n]), len(letter))
        if end - number <= _LONGEST_SIGNATURE:
            marks[number:end] = [True] * (end - number)
        number = end
