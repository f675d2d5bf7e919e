"""What Word's styles say of a paragraph: a heading of which level, a bullet of which depth, bold letters."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|rubrik|überschrift)\s*(\d)\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|rubrik|dokumentrubrik|dokumenttitel|titel)$", re.IGNORECASE)
_BULLET = re.compile(r"(?:list bullet|list number|punktlista|numrerad lista|listpunkt)\s*(\d)?", re.IGNORECASE)
_DEEPEST = 12


class Styles:
    """The styles of one document, by id, each with those it is based on."""

    def __init__(self, source: Any) -> None:
        self._by_id = {style.get(qn("w:styleId")): style for style in source.styles.element.iterchildren(qn("w:style"))}

    def heading(self, paragraph: Any) -> int:
        """1 for a title, 2 for Word's Heading 1 and so on; 0 for text."""
        level = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
        if level is not None and level < 9:
            return level + 2
        for style in self._chain(paragraph):
            name = _name(style)
            if match := _HEADING.match(name):
                return int(match[1]) + 1
            if _TITLE.match(name):
                return 1
            level = _value(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
            if level is not None and level < 9:
                return level + 2
        return 0

    def bullet(self, paragraph: Any) -> int:
        """Depth of a bullet or number, 1 the outermost; 0 for a paragraph without."""
        path = f"{qn('w:pPr')}/{qn('w:numPr')}"
        for element in (paragraph, *self._chain(paragraph)):
            numbering = element.find(path)
            if numbering is not None:
                if _value(numbering.find(qn("w:numId"))) == 0:
                    return 0
                named = _BULLET.match(_name(element)) if element is not paragraph else None
                return int(named[1]) if named and named[1] else (_value(numbering.find(qn("w:ilvl"))) or 0) + 1
            if element is not paragraph and (named := _BULLET.match(_name(element))):
                return int(named[1] or 1)
        return 0

    def is_bold(self, paragraph: Any) -> bool:
        """Whether every letter of the paragraph is bold."""
        of_style = next((on for s in self._chain(paragraph) if (on := _switch(s.find(qn("w:rPr")))) is not None), False)
        runs = [r for r in paragraph.iter(qn("w:r")) if any((t.text or "").strip() for t in r.iter(qn("w:t")))]
        states = [_switch(run.find(qn("w:rPr"))) for run in runs]
        return bool(runs) and all(of_style if state is None else state for state in states)

    def _chain(self, paragraph: Any) -> list[Any]:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else None
        chain: list[Any] = []
        while name in self._by_id and len(chain) < _DEEPEST:
            chain.append(self._by_id[name])
            parent = chain[-1].find(qn("w:basedOn"))
            name = parent.get(qn("w:val")) if parent is not None else None
        return chain


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return (name.get(qn("w:val")) or "") if name is not None else ""


def _value(element: Any) -> int | None:
    raw = element.get(qn("w:val")) if element is not None else None
    return int(raw) if raw and raw.isascii() and raw.isdigit() else None


def _switch(properties: Any) -> bool | None:
    """Whether run properties turn bold on or off; None when they say nothing."""
    bold = properties.find(qn("w:b")) if properties is not None else None
    return None if bold is None else bold.get(qn("w:val")) not in ("0", "false", "off")
