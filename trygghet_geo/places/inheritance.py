"""Where a statement without a place of its own takes it from: named passes, in order, each telling why.

A heading's place holds until the next heading of the same or a higher level, a lead-in line's for its list, a
sentence's for its own paragraph. Nothing passes from one bullet to the next, nor over the edge of a section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trygghet_geo.places import names
from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Block, Mention, Statement
from trygghet_geo.sentences import Sentence
from trygghet_geo.views import view

MUNICIPALITY_WIDE = re.compile(
    r"\b(?:(?:i|inom|över|runt om i|runtom i|på flera (?:håll|platser|ställen) i|genom|för) "
    r"(?:hela |vår |stora delar av )?(?:kommunen|kommunens (?:alla )?(?:orter|tätorter|delar))"
    r"|hela kommunen|kommunövergripande|kommunens samtliga)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"^(?:Där|Dit|Därifrån)\b|\b(?:också|även|just|kring|finns|är|bor|kör|står|sker|samlas|hänger|uppehåller sig"
    r"|vistas|bevakar|patrullerar|rör sig) där\b|\bdär(?: och där)?[.!]?$"
    r"|\b(?:på|från|till|vid|kring|runt) (?:den |samma )?(?:platsen|stället)\b|\bpå plats\b|\bi (?:det )?området\b"
    r"|\bområdet (?:är|har|upplevs)|\bi (?:samhället|byn|tätorten)(?= (?:är|har|finns|kör|känner)|[.,]|$)|\bpå orten\b",
)
_ANAPHOR = re.compile(
    r"\b(skolan|parken|torget|gatan|vägen|korsningen|stationen|badet|biblioteket|rondellen|kyrkan)\b", re.I
)
_FRESH = re.compile(
    r"^(?:I övrigt|Övrigt|För övrigt|Generellt|Allmänt|Annars|Överlag|Nationellt|I Sverige|I landet|På riksnivå)\b"
)
_NUMBERS = re.compile(r"^(?:§ ?)?[\d:.,\s–-]+")
"""Clock times and numbers before a heading's words."""
_ACTOR = re.compile(
    r"(?:(?:Moderat|Socialdemokrat|Centerparti|Vänsterparti|Liberal|Miljöparti|Sverigedemokrat|Kristdemokrat)\w+|Rådet"
    r"|Trygghetsrådet|Kommunen|Kommunstyrelsen|Regionen|[\w -]*nämnden) (?!där\b)"
)
"""Who acts for the whole municipality: what they do or want next is not about the place of the sentence before."""
REACH = 4
_TITLE = re.compile(
    r"minnesanteckning|protokoll|dagordning|kallelse|rapport|möte|motion|sammanträde|stad\b|rådet\b|råd\b|nämnd|kommun\b|löfte|löftet|plan\b|"
    r"anteckningar|samverkan|lägesbild för|brå\b|statistik|deltagare",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Inherited:
    """The mentions a statement takes over and the pass that found them; no mentions: the words say the municipality."""

    mentions: tuple[Mention, ...]
    why: str


def said_municipality(scope: Scope, statement: Statement) -> bool:
    """Whether the statement's own words say that it holds for the municipality as a whole."""
    return bool(MUNICIPALITY_WIDE.search(view(scope.document.text, [(statement.start, statement.end)]).text))


def inherit(scope: Scope, statement: Statement) -> Inherited | None:
    """The places of a statement that names none itself, by the first pass that finds any; None when none does."""
    part = scope.sentence(statement.start)
    if part is None:
        return None
    if _FRESH.match(view(scope.document.text, [(statement.start, statement.end)]).text):
        return _heading(scope, statement, part)
    for step in (_same_sentence, _anaphora, _before_in_block, _parent_bullet, _lead_in, _heading, _title):
        found = step(scope, statement, part)
        if found is not None:
            return found
    return None


def heading(scope: Scope, statement: Statement) -> tuple[Mention, ...]:
    """Mentions of the lead-in line or the heading that the statement stands under, for telling homonyms apart."""
    part = scope.sentence(statement.start)
    found = (_lead_in(scope, statement, part) or _heading(scope, statement, part)) if part else None
    return found.mentions if found else ()


def _same_sentence(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """Another clause of the sentence: the nearest place before, else the one that closes a list."""
    around = [m for m in scope.of(part) if not (statement.start <= m.start and m.end <= statement.end)]
    earlier = [m for m in around if m.end <= statement.start]
    if earlier:
        between = scope.document.text[earlier[-1].end : statement.start]
        if not re.search(r"[;]|\bmedan\b|\bmen (?:i övrigt|annars)\b", between):
            return Inherited(_group_at_end(scope, earlier), "same sentence: place named before")
    later = [m for m in around if m.start >= statement.end]
    if later:
        between = scope.document.text[statement.end : later[0].start]
        if not re.search(r"[;:]|\b(?:men|medan|däremot)\b", between):
            return Inherited(_group_at_start(scope, later), "same sentence: place named after")
    return None


def _anaphora(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """ "där", "på platsen", "parken": the antecedent named before in the section."""
    earlier = [m for m in scope.before(statement.start) if m.start < part.view.start]
    if not earlier:
        return None
    if match := _ANAPHOR.search(part.text):
        noun = match[1].lower()
        stem = noun.removesuffix("en").removesuffix("et").removesuffix("an")
        for mention in earlier:
            if mention.text.lower().rstrip("s").endswith((noun, stem)):
                return Inherited((mention,), f"anaphora: “{noun}” → {mention.text}")
    if match := _THERE.search(part.text):
        back = scope.sentence(earlier[0].start)
        if back is not None and _distance(scope, back, part) <= 5:
            return Inherited(
                _group_at_end(scope, list(scope.of(back))), f"anaphora: “{match[0].strip()}” → {earlier[0].text}"
            )
    return None


def _distance(scope: Scope, back: Sentence, part: Sentence) -> int:
    return scope.order[part.view.start] - scope.order[back.view.start]


def _before_in_block(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """A sentence before in the same paragraph or bullet, `REACH` sentences back at most."""
    block = scope.of_block[part.block]
    index = next(i for i, p in enumerate(block) if p is part)
    if statement.kind == "statistic" or _FRESH.match(part.text):
        return None
    if statement.kind in ("measure", "proposal") and _ACTOR.match(part.text):
        return None
    for back in range(index - 1, max(-1, index - 1 - REACH), -1):
        found = scope.of(block[back])
        if found:
            return Inherited(_group_at_end(scope, list(found)), "sentence before in the same paragraph")
        if MUNICIPALITY_WIDE.search(block[back].text):
            return Inherited((), "sentence before: the municipality as a whole")
    return None


def _parent_bullet(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The bullet that this one is nested in."""
    blocks = scope.document.blocks
    level = blocks[part.block].level
    if blocks[part.block].kind != "bullet" or level < 2:
        return None
    for number in range(part.block - 1, -1, -1):
        block = blocks[number]
        if block.kind == "furniture":
            continue
        if block.kind != "bullet":
            return None
        if block.level < level:
            found = [m for p in scope.of_block.get(number, []) for m in scope.of(p)]
            if found:
                return Inherited(_group_at_end(scope, found), "parent bullet")
            level = block.level
    return None


def _lead_in(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The line with a colon that opens the list or the paragraph: "I Kolbäck:"."""
    blocks = scope.document.blocks
    passed = ("furniture", "bullet") if blocks[part.block].kind == "bullet" else ("furniture",)
    for number in range(part.block - 1, -1, -1):
        block = blocks[number]
        if block.kind in passed:
            continue
        last = scope.of_block.get(number, [])[-1:]
        found = scope.of(last[0]) if last else ()
        if block.kind == "paragraph" and found and last[0].text.endswith(":"):
            return Inherited(_group_at_end(scope, list(found)), "lead-in line of the list")
        return None
    return None


def _heading(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The place in the heading above, or in a heading above that; titles of documents do not count."""
    blocks = scope.document.blocks
    here = blocks[part.block]
    if here.kind == "heading" or statement.kind == "statistic":
        return None
    for number in _headings_over(scope, part.block):
        found = tuple(m for p in scope.of_block.get(number, []) for m in scope.of(p) if _counts(p.text, m))
        if found:
            doubt = " (section uncertain)" if here.uncertain else ""
            return Inherited(found, f"heading “{scope.of_block[number][0].text}”{doubt}")
    return None


def _title(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """A school's or a street's own report: the title names one site or street, finer than any town."""
    blocks = scope.document.blocks
    if statement.kind == "statistic" or part.block == 0:
        return None
    for number, block in enumerate(blocks[:3]):
        if block.kind == "heading" and not block.header and number < part.block:
            found = [m for p in scope.of_block.get(number, []) for m in scope.of(p) if _is_fine(m)]
            if len(found) == 1:
                return Inherited((found[0],), f"title “{scope.of_block[number][0].text}”")
    return None


def _is_fine(mention: Mention) -> bool:
    return mention.form in ("road", "unknown") or mention.text.lower().rstrip("s").endswith(names.SITE_ENDINGS)


def _headings_over(scope: Scope, block: int) -> list[int]:
    """The heading whose text is the block's section, then the ones it lies under, innermost first."""
    blocks = scope.document.blocks
    section = blocks[block].section
    if section is None:
        return []
    chain: list[int] = []
    level: int | None = None
    for number in range(block - 1, -1, -1):
        candidate = blocks[number]
        if candidate.kind != "heading" or candidate.header:
            continue
        if level is None:
            if _same(scope, candidate, section):
                chain.append(number)
                level = candidate.level
        elif candidate.level < level:
            chain.append(number)
            level = candidate.level
    if not chain:
        # A margin heading may come after its text in the file.
        later = [
            n for n in range(block + 1, len(blocks)) if blocks[n].kind == "heading" and _same(scope, blocks[n], section)
        ]
        return later[:1]
    return chain


def _same(scope: Scope, heading: Block, section: str) -> bool:
    return " ".join(view(scope.document.text, heading.spans).text.split()) == " ".join(section.split())


def _counts(heading: str, mention: Mention) -> bool:
    """ "Kolbäck", "Läget i Kolbäck", "01:05 Haga, Kolbäck", but not "Minnesanteckningar trygghetsråd Hallstahammar"."""
    if _TITLE.search(heading):
        return False
    if mention.preposition in names.SHARP_PREPOSITIONS + names.VAGUE_PREPOSITIONS:
        return True
    words = _NUMBERS.sub("", heading)
    return words.startswith(mention.text) or words.rstrip(" :.").endswith(mention.text)


_COORDINATED = re.compile(r"\s*(?:,|/|och|samt|eller|, och)\s*(?:(?:på|i|vid|kring)\s+)?(?:\w+\s+)?", re.IGNORECASE)
_NESTED = re.compile(r"\s*(?:,|\(|i|i centrala|i norra|i södra)\s*", re.IGNORECASE)


def _joined(scope: Scope, one: Mention, other: Mention) -> bool:
    gap = scope.document.text[one.end : other.start]
    return bool(_COORDINATED.fullmatch(gap) or _NESTED.fullmatch(gap))


def _group_at_end(scope: Scope, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The last mention with those it is coordinated with or nested in."""
    first = len(found) - 1
    while first > 0 and _joined(scope, found[first - 1], found[first]):
        first -= 1
    return tuple(found[first:])


def _group_at_start(scope: Scope, found: Sequence[Mention]) -> tuple[Mention, ...]:
    last = 1
    while last < len(found) and _joined(scope, found[last - 1], found[last]):
        last += 1
    return tuple(found[:last])
