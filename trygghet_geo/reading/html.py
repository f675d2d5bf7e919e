"""Web pages (.html, .htm) → Document: the article of the page, without menus, cookie texts and feet.

Nothing is fetched: the parser knows no network, and what a page only refers to is not read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import flow
from trygghet_geo.reading.files import content
from trygghet_geo.reading.markup import items
from trygghet_geo.reading.text import decoded
from trygghet_geo.records import Document

DEEPEST = 3000
"""Elements within elements; the parser's time grows with the square of it."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_UNCLOSED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option "
    "optgroup colgroup rb rt rp html head body".split()
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_NEVER = (
    "script, style, noscript, template, iframe, object, svg, canvas, video, audio, form, button, select, nav, dialog, "
    "menu, head, [hidden], [aria-hidden=true], [role=navigation], [role=search], [role=banner], [role=contentinfo], "
    "[role=dialog], [role=alertdialog], [role=complementary], [role=menu]"
)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookie-?\w+|consent|gdpr|breadcrumbs?|brödsmul\w*|brodsmul\w*|share|sharing|social-?(?:media|links|share|icons)|dela-?sidan|"
    r"skip-?link|skip-to\w*|sidebar|site-?footer|site-?header|page-?footer|sidfot|sidhuvud|navigation|navbar|meny|"
    r"menu|related|relaterat|newsletter|nyhetsbrev|feedback|print-only|visually-hidden|sr-only)(?=[\s_-]|$)",
    re.IGNORECASE,
)
_MOSTLY = 0.6
"""Share of a page's text from which one article in it is what the page is about."""


def read(path: Path) -> Document:
    """Read a `.html` or `.htm`. Raises UnreadableDocument: broken, nested beyond reason, without text."""
    data = content(path, known=(".html", ".htm"))
    found = items(article(parsed(source(data, path.name), path.name)))
    return flow.document(path, data, found)


def source(data: bytes, name: str) -> str:
    """The page's characters: by what it says of its encoding where that fits, else as any text."""
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = stated[1].decode("ascii").lower()
        # Browsers take Latin-1 for what Windows makes of it; so do those who write it.
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "windows-1252") else encoding
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            pass
    return decoded(data, name)


def parsed(page: str, name: str) -> Any:
    """The page's body as a tree. Raises UnreadableDocument when it is nested too deep to be a page."""
    from selectolax.lexbor import LexborHTMLParser

    depth = 0
    for slash, tag in _TAG.findall(page):
        if tag.lower() not in _UNCLOSED:
            depth = max(depth - 1, 0) if slash else depth + 1
        if depth > DEEPEST:
            raise UnreadableDocument(f"{name}: webbsidan är nästlad i mer än {DEEPEST} nivåer; den går inte att läsa")
    try:
        body = LexborHTMLParser(page.replace("\0", "")).body
    except Exception as error:  # the parser has kinds of its own that it does not name
        raise UnreadableDocument(f"{name}: webbsidan är trasig; spara den på nytt") from error
    if body is None:
        raise UnreadableDocument(f"{name}: webbsidan har inget innehåll; spara den på nytt")
    return body


def article(body: Any) -> Any:
    """The element that holds what the page is about, with all that stands around it taken out."""
    for node in body.css(_NEVER):
        if node.tag != "body":
            node.decompose()
    for node in body.css("[class], [id]"):
        if node.tag not in ("body", "main", "article", "html", "h1") and _is_around(node):
            node.decompose()
    root = _main(body)
    if root.tag == "body":
        # Heads and feet of the site; those of an article belong to it.
        for node in body.css("body > header, body > footer, body > div > header, body > div > footer, aside"):
            if node.css_first("h1") is None or node.tag != "header":
                node.decompose()
    for node in root.css("footer"):
        node.decompose()
    title = body.css_first("h1")
    if title is not None and root.css_first("h1") is None and root.tag != "body" and root.child is not None:
        root.child.insert_before(title)
    return root


def _is_around(node: Any) -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if not _AROUND.search(names):
        return False
    # A wrapper that has such a word in its name holds the page itself.
    return node.css_first("main, article, h1") is None


def _main(body: Any) -> Any:
    for selector in ("main", "[role=main]", "body"):
        nodes = [body] if selector == "body" else body.css(selector)
        if not nodes:
            continue
        best = max(nodes, key=_length)
        if selector != "body" and _length(best) == 0:
            continue
        articles = [node for node in best.css("article") if node.mem_id != best.mem_id]
        longest = max(articles, key=_length, default=None)
        if longest is not None and _length(longest) >= _MOSTLY * _length(best):
            return longest
        return best
    return body


def _length(node: Any) -> int:
    return len(" ".join((node.text() or "").split()))
