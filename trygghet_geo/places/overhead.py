"""What stands over a statement and may name its place: the bullet it is nested in, the row's head, the line that opens
the list, the headings, and the subject of the whole document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trygghet_geo.places import names
from trygghet_geo.places.runs import Inherited, at_end, at_start
from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Block, Mention, Statement
from trygghet_geo.sentences import Sentence
from trygghet_geo.views import view

_NUMBERS = re.compile(r"^(?:§ ?)?[\d:.,\s–-]+")
"""Clock times and numbers before a heading's words."""
_TITLE = re.compile(
    r"minnesanteckning|protokoll|dagordning|kallelse|rapport|möte|motion|sammanträde|stad\b|(?<!om)rådet\b|(?<!om)råd\b|nämnd|kommun\b|"
    r"löfte|löftet|^till\b|\bbrev\b|skriver till|plan\b|anteckningar|samverkan|lägesbild för|brå\b|statistik|deltagare",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"^(?:(?:Plats|Stopp|Punkt|Station|Område|Objekt|Grupp|Etapp|Distrikt) ?(?:\d{1,2}\w?|\w)(?!\w) ?[.:,–-]? ?"
    r"|(?:Område|Stadsdel|Delområde|Ort|Distrikt)(?: |: ?))",
    re.IGNORECASE,
)
_SITE_LINE = re.compile(
    r"^(?:Var(?: är| var| står| stod)? ?(?:vi)? ?[?:]|Plats(?:en)?:|Ställe:|Sträcka:|Adress:) ?", re.IGNORECASE
)
"""The line of a walk that says where the lines after it were seen."""
_NOTE_LABEL = re.compile(
    r"(?:[Kk]l\.? ?)?\d\d[.:]\d\d ?[,–-]? ?[A-ZÅÄÖa-zåäö][^.:]{3,50}[,.] (?P<place>[A-ZÅÄÖ][\w -]+?)[.:]?"
)
_AT_TIME = re.compile(r",? (?:kl\.? ?)\d\d[.:]\d\d$", re.IGNORECASE)
_DASH = re.compile(r" ?(?:[–|]|-(?= )) ?")
HEADLINE_REACH = 60
"""Blocks that a line which only looks like a heading holds for at most."""
WIDEST = 200
"""Cells of a row that are looked through."""
_CLOSING = re.compile(
    r"(?:\w+ )?(?:åtgärder|insatser|förslag|önskemål|statistik|siffror|gemensamt|kommungemensamt|övrigt|allmänt"
    r"|kommande|framåt|beslut|beslutat|teknik|noterat|bedömning|summering|intryck|avslutningsvis|sammanfattning|sammanfattningsvis|slutsats|uppföljning|totalt)"
    r"(?: [a-zåäö]+){0,2}:",
    re.IGNORECASE,
)
"""The label of a paragraph that closes the document and is no longer about the place of the heading above it."""


def label(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The name that opens the block, set off: "Kolbäck: lugnt. Två bilar …", "Kolbäck – lugnt.", "Kolbäck. Två …"."""
    first = scope.of_block[part.block][0]
    found = scope.of(first)
    if not found or found[0].start >= statement.start:
        return None
    run = at_start(scope, found)
    if _before_colon(first.text, run) or _alone_or_dashed(scope, first, part, run):
        return Inherited(run, f"label “{first.text[:40]}”")
    return None


def _before_colon(text: str, run: Sequence[Mention]) -> bool:
    at = text.find(":")
    before = text[:at] if 0 < at < 60 else ""
    for mention in run:
        before = before.replace(mention.text, "", 1)
    return 0 < at < 60 and not re.search(r"[^\W\d]{4,}", before)


def _alone_or_dashed(scope: Scope, first: Sentence, part: Sentence, run: Sequence[Mention]) -> bool:
    """Whether the run is the block's whole first sentence, others following, or opens it before a dash."""
    plain = _plain(first.text)
    rest = _without(plain, run)
    if first is not part and len(plain) < 60 and plain.endswith(".") and not re.search(r"\w", rest):
        return scope.document.blocks[first.block].kind != "heading"
    opening = plain.partition(run[-1].text)
    return bool(_DASH.match(opening[2])) and not re.search(r"\w", _without(opening[0] + opening[1], run))


def _plain(text: str) -> str:
    """A line's words without the number, the clock time or "Stopp 3" before them."""
    return _SITE_LINE.sub("", _STOP.sub("", _NUMBERS.sub("", text)))


def _without(text: str, run: Sequence[Mention]) -> str:
    for mention in run:
        text = text.replace(mention.text, "", 1)
    return re.sub(r"\b(?:och|i|kl)\b|\d", "", text)


def parent_bullet(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The bullet that this one is nested in."""
    here = scope.document.blocks[part.block]
    number = scope.tree.parents.get(part.block) if here.kind == "bullet" and here.level >= 2 else None
    while number is not None:
        found = of_block(scope, number)
        if found:
            return Inherited(at_end(scope, found), "parent bullet")
        number = scope.tree.parents.get(number)
    return None


def row(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """In a table: the cell that names the row (the others' section), else one that is nothing but a place."""
    blocks = scope.document.blocks
    here = blocks[part.block]
    if here.kind != "cell":
        return None
    for step in (-1, 1):
        number = part.block + step
        while 0 <= number < len(blocks) and blocks[number].kind == "cell" and abs(number - part.block) < WIDEST:
            names_row = here.section is not None and _same(scope, blocks[number], here.section)
            if not names_row and "\t" not in _between(scope, number, number - step):
                break  # the row's edge: its cells are parted by tabs
            found = of_block(scope, number)
            if found and (names_row or _is_all(scope, number, found)):
                return Inherited(tuple(found), f"row “{_text(scope, number)}”")
            number += step
    return None


def _between(scope: Scope, one: int, other: int) -> str:
    first, last = (scope.document.blocks[n] for n in sorted((one, other)))
    return scope.document.text[first.end : last.start]


def lead_in(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The line that opens the list or the paragraph: "I Kolbäck:", or nothing but a name."""
    blocks = scope.document.blocks
    number = _opener(scope, part.block)
    if number is None:
        return None
    last = scope.of_block.get(number, [])[-1:]
    found = scope.of(last[0]) if last else ()
    if blocks[number].kind == "paragraph" and found and last[0].text.endswith(":"):
        return Inherited(at_end(scope, list(found)), "lead-in line of the list")
    return None


def _opener(scope: Scope, block: int) -> int | None:
    """The block before, page furniture passed over; of a bullet the one before its list, or a headline in it."""
    if scope.document.blocks[block].kind != "bullet":
        return scope.tree.before.get(block)
    number = scope.tree.openers.get(block)
    among = bisect_left(scope.headlines, block) - 1
    headline = scope.headlines[among] if among >= 0 else None
    return headline if headline is not None and (number is None or headline > number) else number


def heading(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The place in the heading above, or in a heading above that; titles of documents do not count."""
    blocks = scope.document.blocks
    here = blocks[part.block]
    if here.kind == "heading" or statement.kind == "statistic":
        return None
    if (line := _headline_over(scope, part.block)) is not None:
        return Inherited(tuple(of_block(scope, line)), f"headline “{_text(scope, line)}”")
    for number in _headings_over(scope, part.block):
        found = tuple(m for p in scope.of_block.get(number, []) for m in scope.of(p) if _counts(p.text, m))
        if found and not _is_closed(scope, number, part.block):
            doubt = " (section uncertain)" if here.uncertain else ""
            return Inherited(found, f"heading “{_text(scope, number)}”{doubt}")
        if found:
            return None
    return None


def is_headline(scope: Scope, number: int) -> bool:
    """A paragraph that is nothing but a place, or a line in capitals that names one: a heading to the reader's eye."""
    block = scope.document.blocks[number]
    parts = scope.of_block.get(number, [])
    if block.kind in ("paragraph", "bullet") and (_says_where(scope, number) or _is_note_label(scope, number)):
        return True
    if block.kind not in ("paragraph", "bullet") or len(parts) != 1:
        return False
    found = scope.of(parts[0])
    if not found or len(parts[0].text) > 60:
        return False
    if parts[0].text.isupper():
        return any(_counts(parts[0].text, m) for m in found)
    return block.kind == "paragraph" and _is_all(scope, number, found)


def _says_where(scope: Scope, number: int) -> bool:
    """ "Var är vi? Ekskolan, baksidan mot ridhuset."."""
    text = _NUMBERS.sub("", _text(scope, number))
    return len(text) < 90 and bool(_SITE_LINE.match(text)) and bool(of_block(scope, number))


def _is_note_label(scope: Scope, number: int) -> bool:
    """ "01:22, fylleri, Boden", "04:29 - Misshandel och stöld. Boden"."""
    text = _text(scope, number)
    match = _NOTE_LABEL.fullmatch(text)
    return match is not None and any(m.text == match["place"] and not m.preposition for m in of_block(scope, number))


def surveyed(scope: Scope) -> Scope:
    """The scope with what stands over its statements: headlines, headings that name places, closing labels."""
    headlines = tuple(n for n in blocks_of_text(scope) if is_headline(scope, n))
    over = _places_over_sections(scope, headlines)
    return replace(scope, headlines=headlines, over=over, closing=closing_blocks(scope))


def _places_over_sections(scope: Scope, headlines: Sequence[int]) -> tuple[int, ...]:
    """Numbers of the headings and headlines, other than the title, that name a place."""
    blocks = scope.document.blocks
    first = next((n for n, b in enumerate(blocks) if b.kind == "heading" and not b.header), None)
    return tuple(n for n in blocks_of_text(scope) if n != first and (_names_place(scope, n) or _among(headlines, n)))


def _names_place(scope: Scope, number: int) -> bool:
    heading = scope.document.blocks[number].kind == "heading"
    return heading and any(_counts(_text(scope, number), m) for m in of_block(scope, number))


def closing_blocks(scope: Scope) -> tuple[int, ...]:
    """Numbers, in order, of the paragraphs and bullets that open with the label of another subject: "Åtgärder:"."""
    blocks = scope.document.blocks
    texts = (n for n in blocks_of_text(scope) if blocks[n].kind != "heading")
    return tuple(n for n in texts if _CLOSING.match(_text(scope, n)))


def _headline_over(scope: Scope, block: int) -> int | None:
    """The nearest headline before, when no heading and no label of another subject comes in between."""
    blocks = scope.document.blocks
    at = bisect_left(scope.over, block) - 1
    headline = scope.over[at] if at >= 0 else None
    if headline is None or block - headline >= HEADLINE_REACH:
        return None
    if any(blocks[number].kind == "heading" for number in range(headline, block + 1)):
        return None
    between = range(headline + 1, block + 1)
    closed = any(blocks[number].kind == "paragraph" and _among(scope.closing, number) for number in between)
    return None if closed or any(_is_next_stop(scope, number) for number in between[:-1]) else headline


def _is_next_stop(scope: Scope, number: int) -> bool:
    """ "Grupp 4: Nätet": the next of numbered lines, with no place in it."""
    text = _text(scope, number)
    return len(text) < 60 and bool(re.match(r"\w+ \w{1,2}[.:] \w", text)) and bool(_STOP.match(text))


def _among(numbers: Sequence[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _is_closed(scope: Scope, heading: int, block: int) -> bool:
    """Whether a closing label stands between, under the last of several headings that are places."""
    if len(scope.over) < 2 or heading != scope.over[-1]:
        return False
    closing = scope.closing
    before = bisect_left(closing, heading) > bisect_right(closing, scope.over[0])
    return not before and bisect_right(closing, block) > bisect_right(closing, heading)


def _headings_over(scope: Scope, block: int) -> list[int]:
    """The heading whose text is the block's section, then the ones it lies under, innermost first."""
    section = scope.document.blocks[block].section
    if section is None:
        return []
    words = " ".join(section.split())
    named = scope.tree.named.get(words, ())
    at = bisect_left(named, block)
    if at == 0:
        # A margin heading may come after its text in the file.
        later = scope.tree.titled.get(words, ())
        return list(later[bisect_right(later, block) :][:1])
    chain: list[int] = []
    number: int | None = named[at - 1]
    while number is not None:
        chain.append(number)
        number = scope.tree.parents.get(number)
    return chain


def _same(scope: Scope, heading: Block, section: str) -> bool:
    return " ".join(view(scope.document.text, heading.spans).text.split()) == " ".join(section.split())


def _counts(heading: str, mention: Mention) -> bool:
    """ "Kolbäck", "Läget i Kolbäck", "01:05 Haga, Kolbäck", but not "Minnesanteckningar trygghetsråd Hallstahammar"."""
    if _TITLE.search(heading):
        return False
    if mention.preposition in names.SHARP_PREPOSITIONS + names.VAGUE_PREPOSITIONS:
        return True
    plain = _AT_TIME.sub("", _plain(heading))
    return plain.startswith(mention.text) or _NUMBERS.sub("", plain[::-1])[::-1].rstrip(" :.").endswith(mention.text)


def _is_all(scope: Scope, number: int, found: Sequence[Mention]) -> bool:
    """Whether the block says nothing but these names, a number and "Stopp A" aside."""
    return not re.search(r"\w", _without(_plain(_text(scope, number)), found))


def of_block(scope: Scope, number: int) -> list[Mention]:
    """The mentions of a block, in order."""
    return [m for p in scope.of_block.get(number, []) for m in scope.of(p)]


def _text(scope: Scope, number: int) -> str:
    return " ".join(p.text for p in scope.of_block.get(number, []))


def blocks_of_text(scope: Scope) -> Iterator[int]:
    """Numbers of the blocks that are searched for places, in order."""
    return (n for n in range(len(scope.document.blocks)) if n in scope.of_block)
