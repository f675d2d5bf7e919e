"""A report as one HTML file: no script, no address to fetch; the form that screen readers read best."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from trygghet_geo import pictures
from trygghet_geo.drawing import plain
from trygghet_geo.reports.blocks import Block, Figure, Heading, Points, Quote, Report, Table, Text

_STYLE = """
body { font: 16px/1.5 "Source Sans 3", "Segoe UI", system-ui, sans-serif; color: #15202b; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 2rem; margin-bottom: 0; } h3 { margin-bottom: .2rem; }
h2 { margin-top: 2.2rem; border-bottom: 2px solid #c9d1d7; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .8rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #dfe4e8; }
blockquote { margin: .6rem 0; padding-left: .8rem; border-left: 4px solid #b3261e; } blockquote p { margin: 0; }
footer, .small, figcaption { font-size: .88rem; color: #37424d; overflow-wrap: anywhere; } figure { margin: 0; }
img { max-width: 100%; height: auto; border: 1px solid #c9d1d7; }
@media print { body { margin: 0; max-width: none; } h2, h3 { break-after: avoid; } }
@media print { blockquote, tr, figure { break-inside: avoid; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def written(report: Report) -> bytes:
    """The report as UTF-8."""
    title = f"{_safe(report.title)} {_safe(report.about)}"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    head += f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><style>{_STYLE}</style>'
    body = "".join(map(_block, report.blocks))
    top = f"<h1>{_safe(report.title)}</h1><p>{_safe(report.about)}</p>"
    page = f'<!DOCTYPE html>\n<html lang="sv"><head>{head}</head><body><main>{top}{body}</main></body></html>\n'
    return page.encode("utf-8", "replace")


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{_safe(text)}</h{level}>\n"
        case Text(text, small):
            return f'<p class="small">{_safe(text)}</p>\n' if small else f"<p>{_safe(text)}</p>\n"
        case Points(rows):
            return f"<ul>{''.join(f'<li>{_safe(row)}</li>' for row in rows)}</ul>\n"
        case Quote(words, source):
            return f"<blockquote><p>{_safe(words)}</p><footer>{_safe(source)}</footer></blockquote>\n"
        case Table():
            return _table(block)
        case Figure(picture, caption):
            data = b64encode(pictures.svg(picture).encode()).decode()
            image = f'<img alt="{_safe(picture.description)}" src="data:image/svg+xml;base64,{data}">'
            return f"<figure>{image}<figcaption>{_safe(caption)}</figcaption></figure>\n"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_safe(name)}</th>' for name in table.head)
    rows = "".join(f"<tr>{_row(row)}</tr>" for row in table.rows)
    inside = f"<caption>{_safe(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    about = f'tabindex="0" role="region" aria-label="{_safe(table.caption)}"'
    return f'<div class="table" {about}><table>{inside}</table></div>\n'


def _row(row: tuple[str, ...]) -> str:
    first, *rest = map(_safe, row)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest)


def _safe(text: str) -> str:
    return escape(plain(text))
