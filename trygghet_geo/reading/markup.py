"""Elements of a web page → paragraphs, headings, bullets and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from trygghet_geo.reading.lines import may_be_heading
from trygghet_geo.reading.tables import Cell, Paragraph, Placed, laid_out

DEEPEST_TABLE = 6
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark output q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "dir"))
_SKIPPED = frozenset("script style template noscript head title iframe svg img input".split())


@dataclass
class _Table:
    """A table being read: what stood around it waits in `outside`."""

    outside: list[Placed]
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass
class _Reader:
    """What has been read so far, and where in the page we are."""

    done: list[Placed] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    lists: int = 0
    heading: int = 0
    item: int = 0
    """Depth of the bullet that has not yet had its first paragraph, 0 when none is waiting."""
    bold: int = 0
    plain: bool = False
    """Whether any word of the paragraph is not bold."""
    kept: int = 0
    """Depth in elements whose line ends count."""

    def text(self, words: str) -> None:
        if self.kept:
            self.words.append(words.replace("\r\n", "\n"))
        else:
            lead, trail = words[:1].isspace(), words[-1:].isspace()
            self.words.append(" " * lead + " ".join(words.split()) + " " * trail)
        if words.strip() and not self.bold:
            self.plain = True

    def end(self) -> None:
        """Close the paragraph that is open, if it has words."""
        whole = "\n".join(" ".join(line.split()) for line in "".join(self.words).split("\n")).strip()
        bold, self.words, self.plain = not self.plain, [], False
        if not whole:
            return
        heading = self.heading
        if not heading and bold and not self.item and not self.tables and "\n" not in whole and may_be_heading(whole):
            heading = 3
        bullet = 0 if heading else self.item
        self.item = 0
        self.done.append(Placed(Paragraph(whole, heading=heading, bullet=bullet)))


def items(root: Any) -> list[Placed]:
    """What stands in the element `root`, in reading order; a list's item is a bullet, a table is laid out by rows."""
    reader = _Reader()
    for opens, tag, words in _events(root):
        if tag == "-text":
            reader.text(words)
        elif tag in _BOLD:
            reader.bold += 1 if opens else -1
        elif tag == "br":
            reader.words += ["\n"] if opens else []
        elif tag not in _INLINE:
            _block(reader, tag, opens=opens)
    reader.end()
    return reader.done


def _block(reader: _Reader, tag: str, *, opens: bool) -> None:
    if tag in ("table", "tr", "td", "th", "caption"):
        _tabular(reader, tag, opens=opens)
        return
    reader.end()
    if tag in _HEADINGS:
        reader.heading = _HEADINGS[tag] if opens else 0
    elif tag in _LISTS:
        reader.lists += 1 if opens else -1
    elif tag == "li":
        reader.item = max(reader.lists, 1) if opens else 0
    elif tag == "pre":
        reader.kept += 1 if opens else -1


def _tabular(reader: _Reader, tag: str, *, opens: bool) -> None:
    reader.end()
    if tag == "table":
        if opens:
            reader.tables.append(_Table(reader.done))
            reader.done = []
        elif reader.tables:
            table = reader.tables.pop()
            loose, reader.done = reader.done, table.outside
            reader.done += [*loose, *laid_out([row for row in table.rows if row])]
        return
    if not reader.tables:
        return
    table = reader.tables[-1]
    if tag == "caption" and not opens:
        # Above the table, as it is shown.
        table.outside += reader.done
        reader.done = []
    elif tag == "tr" and opens:
        table.rows.append([])
    elif tag in ("td", "th"):
        if opens:
            reader.done = []
        else:
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(Cell(tuple(reader.done)))
            reader.done = []


def _events(root: Any) -> Iterator[tuple[bool, str, str]]:
    """Opening and closing of each element below `root` and the texts between, without recursion."""
    node = root.child
    depth, tables = 0, 0
    while node is not None:
        tag = _name(node)
        if tag == "-text":
            yield True, tag, node.text_content or ""
        elif tag not in _SKIPPED and tag[:1] != "-":
            deep = tag == "table" and tables >= DEEPEST_TABLE
            if not deep:
                yield True, tag, ""
                tables += tag == "table"
                if node.child is not None:
                    node, depth = node.child, depth + 1
                    continue
                tables -= tag == "table"
                yield False, tag, ""
        while node.next is None and depth:
            node, depth = node.parent, depth - 1
            tables -= node.tag == "table"
            yield False, _name(node), ""
        node = node.next


def _name(node: Any) -> str:
    # The parser has no name for an element whose name is not UTF-8.
    return node.tag or "?"
