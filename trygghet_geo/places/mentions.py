"""The words of a document that name places: found in one pass, before it is decided which place is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from trygghet_geo.places import actors, impostors, names, strangers, words
from trygghet_geo.places.line import Found, Page, page_of
from trygghet_geo.places.matcher import Matcher, Name, matcher
from trygghet_geo.records import Document, Mention
from trygghet_geo.sentences import Sentence, sentences

if TYPE_CHECKING:
    from trygghet_geo.places.gazetteer import Gazetteer

_LIST = re.compile(
    r"\s?(?:,|/|och|samt|eller|,? och|,? samt|[-–])\s?(?:även |också |på |i |vid |kring |längs )?$", re.I
)


def mentions(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every mention of a place in reading order, headings included.

    Header facts and page furniture are not searched. Names of persons and organisations are left out; words that look
    like a place but are in no gazetteer are kept with form `unknown` and no candidates.
    """
    parts = sentences(document)
    page = page_of(parts, document)
    return tuple(_mention(document, parts, page, found) for found in recognise(page, gazetteer))


def recognise(page: Page, gazetteer: Gazetteer, *, bodies: bool = False) -> list[Found]:
    """Mentions in order, with offsets into `page.text`; with `bodies` also the places in names of authorities."""
    machine = matcher(gazetteer)
    known = _gazetteer_names(page, machine) + _roads(page, machine)
    found = _listed(page, _disjoint(known + strangers.strangers(page, known)))
    found = impostors.without(page, found, bodies=bodies)
    found = [_corrected(page, one, machine) for one in found]
    return [one for one in _cued(page, found) if _fits(page, one) and not _ignored(page, one, gazetteer)]


def _ignored(page: Page, one: Found, gazetteer: Gazetteer) -> bool:
    """Whether the coordinator has decided that these words, with or without a genitive s, name no place."""
    if not gazetteer.ignored:
        return False
    said = " ".join(names.folded(page.text[one.start : one.end]).split())
    return bool({said, said.removesuffix("s"), " ".join(names.folded(one.name or "").split())} & gazetteer.ignored)


def _gazetteer_names(page: Page, machine: Matcher) -> list[Found]:
    found = []
    for start, kind, end, entry in machine.hits(page.text, page.folded):
        one = _name(page, start, end, kind, entry, machine)
        if one:
            found.append(one)
    return found


def _name(page: Page, start: int, end: int, kind: str, entry: Name, machine: Matcher) -> Found | None:
    """A match of the automaton, its ending included, as a mention when its capitals and its surroundings allow it."""
    text = page.text
    if "\n" in text[start:end] or (start and text[start - 1] in "-–@." and text[start - 2 : start - 1].isalpha()):
        return None
    if text[end : end + 1] == "." and text[end + 1 : end + 2].islower() and text[start].islower():
        return None  # an address of the web: "kolback.se"
    ids, form = entry.certain or entry.generic, "name" if entry.certain else "generic"
    lower = text[start].islower()
    if lower and not entry.generic and not entry.lower and not _lower_allowed(page, start, entry):
        return None
    if form == "generic" and not _generic_allowed(page, start, end, entry):
        return None
    if lower and entry.generic and entry.certain:
        ids, form = tuple(dict.fromkeys(entry.generic + entry.certain)), "generic"
    if kind == "area" or (form == "name" and re.search(r"(?:området|trakten|bygden)$", entry.name.lower())):
        form = "area"
    if kind in ("exact", "genitive") and form == "name":
        ids, form, end = _with_tail(page, end, ids=ids, machine=machine)
    if kind == "centre":
        ids = tuple(machine.centres.get(i, i) for i in ids)
    if form == "name" and names.is_street(entry.name) and not set(ids) <= machine.key.gazetteer.towns:
        form = "road"
    return Found(start, end, entry.name, form, ids, page.preposition(start), 2 + len(entry.name) / 1000)


def _with_tail(page: Page, end: int, *, ids: tuple[str, ...], machine: Matcher) -> tuple[tuple[str, ...], str, int]:
    """ "Kolbäcks centrum", "Kolbäck med omnejd", "Salas kommun": the noun after the name joins it."""
    after = names.tail(page.text, end)
    if after is None:
        return ids, "name", end
    kind, end = after
    if kind == "centre":
        whole = set(machine.municipalities.values())
        ids = tuple(machine.centres.get(i, i) for i in ids if i not in whole)
        if not ids:
            # No town has the municipality's name: where its centre lies is not known.
            return (), "unknown", end
    if kind == "municipality":
        # A homonym elsewhere is no municipality of its own name: "Kolbäcks kommun" stays with the towns.
        own = [i for i in ids if i in machine.municipalities.values()]
        ids = tuple(own) or ids
    return ids, "area" if kind == "area" else "name", end


def _lower_allowed(page: Page, start: int, entry: Name) -> bool:
    """A name without its capital ("i kolbäck") is believed only when long, one word, and behind a preposition."""
    known = words.load()
    plain = entry.name.lower()
    if len(plain) < 6 or not plain.isalpha() or plain in known.weak or plain in known.common_compounds:
        return False
    return page.text[start:].startswith(plain) and (
        page.preposition(start) in ("i", "på", "vid", "utanför", "längs", "kring")
    )


def _generic_allowed(page: Page, start: int, end: int, entry: Name) -> bool:
    """Bare nouns: "i centrum" but not "i centrum för arbetet"; "vid skolan" but not "i skolan"."""
    noun, after = entry.name.lower(), page.after(end)
    if noun == "centrum" and re.match(r" för\b| där\b(?= fokus)", after):
        return False
    if noun.startswith(("central", "centrumområde")):
        return True
    if noun == "centrum":
        return not re.search(
            r"(?:ett|nytt|nationellt|regionalt|kunskaps|resurs|nämnd|nämnden)[ -]$", page.before(start).lower()
        )
    cue = page.preposition(start)
    if noun.endswith("skolan") or noun in ("gymnasiet",):
        return cue in names.AT_BUILDING
    if page.text[start].isupper() and entry.name[0].islower():
        return page.opens(start) and noun in (
            "torget",
            "parken",
            "stationen",
            "biblioteket",
            "centrum",
            "badet",
            "kyrkan",
        )
    return cue is not None or names.coordinated(page.before(start)) or (entry.name[0].isupper() and page.opens(start))


def _roads(page: Page, machine: Matcher) -> list[Found]:
    found = []
    for start, end, key in names.roads(page.text):
        ids = machine.roads.get(key, ())
        form = "road" if ids else "unknown"
        found.append(Found(start, end, page.text[start:end] if ids else None, form, ids, page.preposition(start), 1))
    return found


def _disjoint(found: list[Found]) -> list[Found]:
    """The longest of what overlaps; of equally long ones the one from the gazetteer. In order of their starts."""
    kept: list[Found] = []
    starts: list[int] = []
    for one in sorted(found, key=lambda f: (f.rank < 0, -(f.end - f.start) if f.rank > -2 else 0, -f.rank, f.start)):
        at = bisect_left(starts, one.start)
        free_before = at == 0 or kept[at - 1].end <= one.start
        free_after = at == len(kept) or one.end <= kept[at].start
        if free_before and free_after:
            starts.insert(at, one.start)
            kept.insert(at, one)
    return kept


def _listed(page: Page, found: list[Found]) -> list[Found]:
    """The preposition of a list holds for all its items ("på Västeråsvägen och 252:an"); vague ones make it vague."""
    result: list[Found] = []
    for one in found:
        before = names.direction(page.text, one.start)
        cue = one.preposition
        if cue is None and result and "\n" not in page.text[result[-1].end : one.start]:
            gap = page.text[result[-1].end : before]
            cue = result[-1].preposition if len(gap) < 12 and _LIST.match(gap) else None
        # "Södra Storgatan" may be another street; "södra delen av Storgatan" is that one.
        part = page.text[before : one.start].endswith(" av ")
        start = before if part or one.form in ("name", "area", "unknown") else one.start
        form = "area" if cue in names.VAGUE_PREPOSITIONS and one.form in ("name", "road", "generic") else one.form
        result.append(replace(one, start=start, preposition=cue, form=form))
    return [a for a, b in pairwise([*result, None]) if a and (b is None or a.end <= b.start)]


def _corrected(page: Page, one: Found, machine: Matcher) -> Found:
    """A misspelt local name: one edit away, six letters or more, capitalised, behind a preposition, one candidate."""
    word = names.folded(page.text[one.start : one.end])
    if one.form != "unknown" or len(word) < 6 or not word.isalpha() or one.preposition is None:
        return one
    near = {
        ids: name
        for length in (len(word) - 1, len(word), len(word) + 1)
        for name, ids in machine.local.get((word[0], length), ())
        if len(name) >= 6 and (names.near(word, name) or (word.endswith("s") and names.near(word[:-1], name)))
    }
    if len(near) != 1:
        return one
    (ids, name) = next(iter(near.items()))
    return replace(one, name=name.capitalize(), form="road" if names.is_street(name) else "name", candidates=ids)


def _cued(page: Page, found: list[Found]) -> list[Found]:
    """Names that are ordinary words or surnames stay only with a preposition, a neighbour or a heading of their own."""
    known = words.load()
    kept = []
    for i, one in enumerate(found):
        plain = (one.name or "").lower()
        weak = (
            one.form in ("name", "road")
            and one.rank >= 2
            and one.end - one.start <= len(plain) + 1
            and (plain in known.weak or plain in known.never or len(plain) <= 2)
            and names.road_key(one.name or "") is None
        )
        if (
            not weak
            or one.preposition in names.LOCATIVE
            or (plain not in known.never and (_own_heading(page, one) or _label(page, one)))
            or _beside(page, one, found, i)
            or (plain not in known.never and actors.ails(page.after(one.end)))
        ):
            kept.append(one)
    return kept


def _own_heading(page: Page, one: Found) -> bool:
    line = page.before(one.start) + page.text[one.start : one.end] + page.after(one.end)
    return line.strip(" :.") == page.text[one.start : one.end].strip()


def _beside(page: Page, one: Found, found: list[Found], i: int) -> bool:
    """ "Berg, Hallstahammar", "Bro i Upplands-Bro", "Brand, Vara": a neighbour, or the place of a note's head line."""
    if one.end < len(page.text) and i + 1 < len(found):
        following = found[i + 1]
        if page.text[one.end : following.start] == " och " and following.candidates:
            return True
        if page.text[one.end : following.start] in (", ", " i ") and following.candidates:
            return not page.opens(one.start) or page.text[one.end : following.start] == ", "
    if i and found[i - 1].candidates and page.text[found[i - 1].end : one.start] in (", ", " och "):
        return True
    return bool(re.search(r"^[^.]{3,60}, $", page.before(one.start))) and not re.search(r"\w", page.after(one.end))


def _label(page: Page, one: Found) -> bool:
    """ "Fors: bilar kör fort", "Lördag 16.00 Fors. En …": it opens its line or sentence, or stands behind a time."""
    if _CLOCK.fullmatch(page.before(one.start)) and page.after(one.end)[:1] in (".", ":", ",", ""):
        return True
    return page.opens(one.start) and page.after(one.end).startswith(":")


_CLOCK = re.compile(r"(?:\w{2,4}dag(?:en)?,? )?(?:kl\.? ?)?\d{1,2}[.:]\d\d,? ", re.IGNORECASE)
_TWO_WORDS = re.compile(
    r"^Mall of| (?:kyrka|station|torg|centrum|skola|gymnasium|industriområde|idrottsplats|IP|park|trädgård|slott)$"
)


def _fits(page: Page, one: Found) -> bool:
    """A mere shape at the start of a sentence must end like a street or be a road number, or stand on firmer ground."""
    if one.form != "unknown" or one.preposition is not None or one.rank > 0 or not page.opens(one.start):
        return True
    if _own_heading(page, one) or _label(page, one) or _TWO_WORDS.search(page.text[one.start : one.end]):
        return True
    text = page.text[one.start : one.end].lower().removesuffix("s")
    return text.endswith((*names.STREET_HEADS, "skolan", "parken")) or bool(re.search(r"\d", text))


def _mention(document: Document, parts: tuple[Sentence, ...], page: Page, found: Found) -> Mention:
    index = _line(page, found.start)
    line, view = page.lines[index][0], parts[index].view
    start, end = view.span(found.start - line, found.end - line)
    text = page.text[found.start : found.end]
    return Mention(start, end, text, found.name, found.form, found.candidates, found.preposition)


def _line(page: Page, at: int) -> int:
    low, high = 0, len(page.lines)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if page.lines[middle][0] <= at else (low, middle)
    return low
