"""A report as PDF by reportlab, A4, set in Source Sans Pro, with an outline to jump by and page numbers."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from trygghet_geo import pictures
from trygghet_geo.drawing import plain
from trygghet_geo.pictures import typeface
from trygghet_geo.reports.blocks import Block, Figure, Heading, Points, Quote, Report, Table, Text

WIDE = 17 * cm
_INK, _GREY = colors.HexColor("#15202b"), colors.HexColor("#37424d")
_NAMES = {
    "regular": "Trygghet",
    "bold": "Trygghet-Bold",
    "italic": "Trygghet-Italic",
    "bold_italic": "Trygghet-BoldItalic",
}


class _Template(SimpleDocTemplate):
    """Puts headings into the outline and a line at the foot of each page."""

    def __init__(self, out: BytesIO, report: Report) -> None:
        margins = {"leftMargin": 2 * cm, "rightMargin": 2 * cm, "topMargin": 1.8 * cm, "bottomMargin": 2 * cm}
        title = plain(f"{report.title} {report.about}")
        # `invariant` leaves out the clock: the same report gives the same bytes.
        super().__init__(out, pagesize=A4, title=title, author="Trygghetskartan", lang="sv-SE", invariant=1, **margins)
        self._foot = title

    def afterFlowable(self, flowable) -> None:
        level = getattr(flowable, "outline_level", None)
        if level is not None:
            key = f"h{id(flowable)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level, closed=level > 0)

    def foot(self, canvas, _) -> None:
        canvas.saveState()
        canvas.setFont(_NAMES["regular"], 9)
        canvas.setFillColor(_GREY)
        canvas.drawString(2 * cm, 1.1 * cm, self._foot)
        canvas.drawRightString(19 * cm, 1.1 * cm, f"sidan {canvas.getPageNumber()}")
        canvas.restoreState()


def written(report: Report) -> bytes:
    """The report as PDF. Text stands in reading order, but it is not tagged: HTML is the accessible form."""
    _fonts()
    styles = _styles()
    out = BytesIO()
    template = _Template(out, report)
    flow: list[Any] = [Paragraph(_safe(report.title), styles["title"]), Paragraph(_safe(report.about), styles["about"])]
    for block in report.blocks:
        flow += _flowables(block, styles)
    template.build(flow, onFirstPage=template.foot, onLaterPages=template.foot)
    return out.getvalue()


def _flowables(block: Block, styles: Mapping[str, ParagraphStyle]) -> list[Any]:
    match block:
        case Heading(text, level):
            made = Paragraph(_safe(text), styles[f"h{level}"])
            made.outline_level = level - 2
            return [made]
        case Text(text, small):
            return [Paragraph(_safe(text), styles["small" if small else "text"])]
        case Points(rows):
            items = [ListItem(Paragraph(_safe(row), styles["text"]), leftIndent=12) for row in rows]
            return [
                ListFlowable(items, bulletType="bullet", bulletFontName=_NAMES["regular"], bulletFontSize=9, start="•")
            ]
        case Quote(words, source):
            return [Paragraph(_safe(words), styles["quote"]), Paragraph(_safe(source), styles["source"])]
        case Table():
            return [Paragraph(_safe(block.caption), styles["caption"]), _grid(block, styles), Spacer(1, 8)]
        case Figure(picture, caption):
            high = WIDE * picture.height / picture.width
            return [Image(BytesIO(pictures.png(picture)), WIDE, high), Paragraph(_safe(caption), styles["small"])]


def _grid(table: Table, styles: Mapping[str, ParagraphStyle]) -> Grid:
    """Columns as wide as what they hold asks for, the head told again on each page."""
    cells = [[Paragraph(_safe(name), styles["head"]) for name in table.head]]
    cells += [[Paragraph(_safe(words), styles["cell"]) for words in row] for row in table.rows]
    longest = [
        min(max([len(words) for words in column]), 60) + 4 for column in zip(table.head, *table.rows, strict=True)
    ]
    widths = [WIDE * part / sum(longest) for part in longest]
    made = Grid(cells, colWidths=widths, repeatRows=1, hAlign="LEFT")
    lines = ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#c9d1d7"))
    head = ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#eef2f4"))
    close = [(side, (0, 0), (-1, -1), 3) for side in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")]
    made.setStyle(TableStyle([lines, head, ("VALIGN", (0, 0), (-1, -1), "TOP"), *close]))
    return made


def _styles() -> dict[str, ParagraphStyle]:
    base = ParagraphStyle(
        "text", fontName=_NAMES["regular"], fontSize=10.5, leading=14, textColor=_INK, alignment=TA_LEFT, spaceAfter=5
    )

    def style(name: str, **changed: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=base, **changed)

    bold, near = {"fontName": _NAMES["bold"]}, {"keepWithNext": 1}
    return {
        "text": base,
        "title": style("title", fontSize=26, leading=30, spaceAfter=2, **bold),
        "about": style("about", fontSize=13, leading=17, spaceAfter=14, textColor=_GREY),
        "h2": style("h2", fontSize=16, leading=20, spaceBefore=14, spaceAfter=6, **bold, **near),
        "h3": style("h3", fontSize=12, leading=15, spaceBefore=9, spaceAfter=3, **bold, **near),
        "small": style("small", fontSize=8.5, leading=11.5, textColor=_GREY),
        "quote": style("quote", leftIndent=10, spaceAfter=0, borderPadding=(0, 0, 0, 6), **near),
        "source": style("source", leftIndent=10, fontSize=8.5, leading=11, textColor=_GREY, spaceAfter=6),
        "caption": style("caption", spaceBefore=4, spaceAfter=3, **bold, **near),
        "head": style("head", fontSize=9, leading=11.5, spaceAfter=0, **bold),
        "cell": style("cell", fontSize=9, leading=11.5, spaceAfter=0, splitLongWords=1),
    }


def _fonts() -> None:
    """Make the typeface known to reportlab, once a process."""
    if _NAMES["regular"] in pdfmetrics.getRegisteredFontNames():
        return
    files = typeface.files()
    for style, name in _NAMES.items():
        pdfmetrics.registerFont(TTFont(name, str(files[style])))
    pdfmetrics.registerFontFamily(_NAMES["regular"], *(_NAMES[s] for s in ("regular", "bold", "italic", "bold_italic")))


def _safe(text: str) -> str:
    return escape(plain(text))
