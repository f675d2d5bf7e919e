"""Where a statement without a place of its own takes it from: named passes, in order, each telling why.

A heading's place holds until the next heading of the same or a higher level, a lead-in line's for its list, a
sentence's for its own paragraph. Nothing passes from one bullet to the next, nor over the edge of a section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trygghet_geo.places import antecedents, openings, overhead, subjects
from trygghet_geo.places.runs import Inherited, at_end, at_start
from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Mention, Statement
from trygghet_geo.sentences import Sentence
from trygghet_geo.views import view

MUNICIPALITY_WIDE = re.compile(
    r"\b(?:(?:i|inom|över|runt om i|runtom i|på flera (?:håll|platser|ställen) i|genom|för) "
    r"(?:hela |vår |stora delar av )?(?:kommunen|kommunens (?:alla )?(?:orter|tätorter|delar))"
    r"|hela kommunen|kommunövergripande|kommunens (?:samtliga|alla|invånare|medborgare|ungdomar|unga|äldre|skolor"
    r"|vägar|gator)|i (?:alla|samtliga) kommundelar|på (?:många|olika|alla) (?:håll|ställen|platser) i kommunen"
    r"|runt ?om i kommunen|kommuninvånarna)\b",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"(?:(?:Moderat|Socialdemokrat|Centerparti|Vänsterparti|Liberal|Miljöparti|Sverigedemokrat|Kristdemokrat)\w+"
    r"|Rådet|Trygghetsrådet|Kommunen|Kommunstyrelsen|Regionen|Ungdomsrådet|Ungdomsfullmäktige|Skolorna|Polisen"
    r"|[\w -]*nämnden) ?(?!där\b)"
)
"""Who acts for the whole municipality: what they do or want next is not about the place of the sentence before."""
_EVERYWHERE = re.compile(
    r"\bskolorna\b|\b(?:[Ss]amtliga|[Aa]lla|hela) (?:\w+ )?\w+(?:ar|or|er|en|et|na|an)\b"
    r"|\b(?:två|tre|fyra|fem|flera) skolor\b"
)
"""What is done everywhere is not about one place."""
_OWN = re.compile(r"(?:Vi (?:har|ska|vill|reserverar|satsar|fortsätter|föreslår)|Elevrådet)\b")
"""Who acts for the one school or body the document is from: not for the place of the sentence before."""
_WHOLE = re.compile(r"Kommunen (?!där\b)")
_ACTS = ("measure", "proposal")
_NEXT_CLAUSE = re.compile(r"\b(?:och|samt|men)\s+(?:det|där|de|den|vi|man|många|flera|några|någon)\b", re.IGNORECASE)
"""Where the next clause begins, with a place of its own: "… och det saknas övergångsställe vid Mellangatan"."""
_AFTERWARDS = re.compile(
    r"\b(?:senare|sjukhus\w*|sjukvård\w*|grips|greps|gripits|gripen|gripna|anhåll\w+|polisstation\w*|arrest\w*|flydde"
    r"|försv[ia]nn\w*|springer|sprang|lämna\w* platsen|riktning|bosatt|hemmahörande)\b",
    re.I,
)
"""What came of an event need not be where it happened."""
_WAY = re.compile(
    r"(?:väg|vägen|stig|stigen|stråket|trappan|bron|tunneln|leden|banan|infarten|avfarten|utfarten|påfarten)"
    r"(?:\s\w+)?\s(?:till|mot)\s$"
)
_CALLED = re.compile(r"\b(?:beordra|larma|kalla|skicka|åk|dirigera|tillkalla)\w*\b[^.]{0,60}? till\b", re.I)
REACH = 4


def said_municipality(scope: Scope, statement: Statement) -> bool:
    """Whether the statement's own words say that it holds for the municipality as a whole."""
    return bool(MUNICIPALITY_WIDE.search(view(scope.document.text, [(statement.start, statement.end)]).text))


def inherit(scope: Scope, statement: Statement) -> Inherited | None:
    """The places of a statement that names none itself, by the first pass that finds any; None when none does."""
    part = scope.sentence(statement.start)
    if part is None:
        return None
    if scope.summary and _is_of_whole(scope, part):
        return None
    if openings.GENERAL.match(view(scope.document.text, [(statement.start, statement.end)]).text):
        return overhead.heading(scope, statement, part)
    if statement.kind in _ACTS and (_EVERYWHERE.search(part.text) or _ACTOR.match(part.text)):
        return _same_sentence(scope, statement, part) or antecedents.anaphora(scope, statement, part)
    if MUNICIPALITY_WIDE.search(_said_before(scope, statement, part)):
        return Inherited((), "same sentence: the municipality as a whole")
    for step in (
        _same_sentence,
        antecedents.anaphora,
        _labelled_site,
        _before_in_block,
        _told_after,
        overhead.label,
        overhead.parent_bullet,
        overhead.row,
        overhead.lead_in,
        overhead.heading,
        _noun_before,
        subjects.subject,
        _town_told_after,
    ):
        found = step(scope, statement, part)
        if found is not None:
            return found
    return None


def _is_of_whole(scope: Scope, part: Sentence) -> bool:
    """In a summary of several municipalities: a paragraph of its own about the night as a whole, under no heading."""
    first = scope.of_block[part.block][0]
    return scope.document.blocks[first.block].kind != "bullet" and openings.sums_up(first.text) and not scope.of(first)


def _said_before(scope: Scope, statement: Statement, part: Sentence) -> str:
    """The words of the sentence before the statement, behind the last place that is named in them."""
    named = [m.end for m in scope.of(part) if m.end <= statement.start]
    start = max([part.view.start, *named])
    return view(scope.document.text, [(start, statement.start)]).text if start < statement.start else ""


def _labelled_site(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The site or street that opens the block ("Storgatan: …"): what is named in passing after it does not move on."""
    found = overhead.label(scope, statement, part)
    return found if found and not any(scope.is_town(m) for m in found.mentions) else None


def named_over(scope: Scope, statement: Statement) -> tuple[Mention, ...]:
    """The name that opens the block of a statement whose own bare noun has no entry."""
    part = scope.sentence(statement.start)
    found = overhead.label(scope, statement, part) if part else None
    named = tuple(m for m in found.mentions if m.form != "generic") if found else ()
    return named if all(m.end <= statement.start for m in named) else ()


def heading(scope: Scope, statement: Statement) -> tuple[Mention, ...]:
    """Mentions of the lead-in line or the heading that the statement stands under, for telling homonyms apart."""
    part = scope.sentence(statement.start)
    found = (overhead.lead_in(scope, statement, part) or overhead.heading(scope, statement, part)) if part else None
    return found.mentions if found else ()


def section(scope: Scope, statement: Statement) -> tuple[Mention, ...]:
    """The place of the section's heading, the document's title not counted; none when no heading names a place."""
    part = scope.sentence(statement.start)
    if part is None or not scope.over:
        return ()
    found = overhead.heading(scope, statement, part)
    first = next(overhead.blocks_of_text(scope), 0)
    titled = found is not None and any(scope.sentence(m.start).block == first for m in found.mentions)
    return found.mentions if found and not titled else ()


def _same_sentence(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """Another clause of the sentence: the nearest place before, else the one that closes a list."""
    around = [m for m in scope.of(part) if not (statement.start <= m.start and m.end <= statement.end)]
    earlier = [m for m in around if m.end <= statement.start]
    earlier = [m for m in earlier if m.preposition != "mot"] or earlier
    if earlier:
        between = scope.document.text[earlier[-1].end : statement.start]
        if not re.search(r"[;]|\bmedan\b|\bmen (?:i övrigt|annars)\b", between):
            return Inherited(at_end(scope, earlier), "same sentence: place named before")
    later = [m for m in around if m.start >= statement.end]
    if later:
        between = scope.document.text[statement.end : later[0].start]
        if _NEXT_CLAUSE.search(between) and _fine_heading(scope, statement, part):
            return None
        if not re.search(r"[;:]|\b(?:men|medan|däremot)\b", between):
            return Inherited(at_start(scope, later), "same sentence: place named after")
    return None


def _fine_heading(scope: Scope, statement: Statement, part: Sentence) -> bool:
    """Whether the heading above names a street or a site, which then speaks for the clauses that name no other."""
    found = overhead.heading(scope, statement, part)
    return found is not None and not any(scope.is_town(m) for m in found.mentions)


def _stays(scope: Scope, mention: Mention) -> bool:
    """Whether the next sentence can be about it: not where something came from or went, nor who lives there.

    The way to a place is near it: "stigen mot Lillå", "infarten till Lillå".
    """
    if mention.preposition in ("från", "till", "mot"):
        before = scope.document.text[max(0, mention.start - 40) : mention.start]
        return mention.preposition != "från" and bool(_WAY.search(before))
    return not mention.text.endswith(("borna", "bornas"))


def _told_after(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """A note's lead ("Brand i villa.") takes the street or site of the sentences that tell the event, which its label
    does not name."""
    over = overhead.label(scope, statement, part) or overhead.heading(scope, statement, part)
    if over and any(not scope.is_town(m) for m in over.mentions):
        return None
    return _later(scope, statement, part, towns=False)


def _town_told_after(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The town that they name, when nothing over the lead names any."""
    return _later(scope, statement, part, towns=True)


def _later(scope: Scope, statement: Statement, part: Sentence, *, towns: bool) -> Inherited | None:
    """The first place where it happened in the rest of the event, up to what is stated of something else."""
    if statement.event is None:
        return None
    for later in scope.parts[scope.order[part.view.start] + 1 :]:
        if later.view.start >= statement.event[1] or later.view.start in scope.kinds:
            return None
        found = [] if _AFTERWARDS.search(later.text) else [m for m in scope.of(later) if _happens(scope, m, part=later)]
        first = next((i for i, m in enumerate(found) if towns or not scope.is_town(m)), None)
        if first is not None:
            return Inherited(at_start(scope, found[first:]), "a later sentence of the same event")
    return None


def _happens(scope: Scope, mention: Mention, *, part: Sentence) -> bool:
    """Whether it is there that something took place: where it is in a place, or the police were called to one."""
    called = mention.preposition == "till" and _CALLED.search(part.text)
    return bool(mention.preposition) and (bool(called) or _stays(scope, mention))


def _before_in_block(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """A sentence before in the same paragraph or bullet, `REACH` sentences back at most.

    Where a heading or label names an area, only what goes on with the sentence before: what begins anew is of the area.
    """
    if statement.kind == "statistic" or openings.GENERAL.match(part.text):
        return None
    if (statement.kind in _ACTS and _OWN.match(part.text)) or _WHOLE.match(part.text):
        return None
    if _is_nowhere(statement) and not openings.points_back(part.text):
        return None
    for back, found in _earlier(scope, part):
        found = [m for m in found if not scope.is_noun(m)] and scope.named(found)
        if found and statement.kind in _ACTS and scope.kinds.get(back.view.start) in (*_ACTS, "calm"):
            # In a list of what is done, each item stands by itself; and where it is calm nothing needs doing.
            return None
        if found:
            before = scope.document.text[back.view.start : found[0].start]
            if _NEXT_CLAUSE.search(before) and _fine_heading(scope, statement, part):
                return None
            if _is_told(scope, back) and openings.begins_anew(part.text) and _area_over(scope, statement, part):
                return None
            return Inherited(at_end(scope, found), "sentence before in the same paragraph")
        if MUNICIPALITY_WIDE.search(back.text):
            return Inherited((), "sentence before: the municipality as a whole")
    return None


def _is_nowhere(statement: Statement) -> bool:
    """Whether it is about what happens in homes and over the telephone, all over the municipality."""
    return bool(statement.claims) and all(c.category in ("fraud", "domestic_violence") for c in statement.claims)


def _earlier(scope: Scope, part: Sentence) -> Iterator[tuple[Sentence, list[Mention]]]:
    """The sentences before in the block, nearest first, each with where its own matter may be."""
    block = scope.of_block[part.block]
    index = scope.order[part.view.start] - scope.order[block[0].view.start]
    for back in range(index - 1, max(-1, index - 1 - REACH), -1):
        yield block[back], [m for m in scope.of(block[back]) if _stays(scope, m)]


def _is_told(scope: Scope, back: Sentence) -> bool:
    """Whether the sentence tells something by itself, and is not a mere "22.10, Norra Fäladen."."""
    rest = back.text
    for mention in scope.of(back):
        rest = rest.replace(mention.text, "", 1)
    return back.view.start in scope.kinds and bool(re.search(r"[^\W\d]{4,}", rest))


def _area_over(scope: Scope, statement: Statement, part: Sentence) -> bool:
    """Whether the label or the heading above names one area."""
    for step in (overhead.label, overhead.lead_in, overhead.heading):
        found = step(scope, statement, part)
        if found and found.mentions:
            return not any(scope.is_noun(m) or m.form == "road" for m in found.mentions)
    return False


def _noun_before(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """ "vid lekplatsen" in a sentence before, when nothing over it has a name."""
    if statement.kind in _ACTS or _is_nowhere(statement):
        return None
    for _, found in _earlier(scope, part):
        if found and all(scope.is_noun(m) for m in found):
            return Inherited(at_end(scope, found), "sentence before in the same paragraph")
    return None
