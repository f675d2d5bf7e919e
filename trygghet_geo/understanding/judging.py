"""A sentence judged: cut into clauses, each with its kind and what it is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from trygghet_geo.understanding import clauses, kinds, opinions
from trygghet_geo.understanding.claims import Trigger, triggers
from trygghet_geo.understanding.patterns import NUMBER, PLACE, Found, Word
from trygghet_geo.understanding.signs import BEFORE, BESIDE, Seen, signs, stems


class Situation(NamedTuple):
    """What stands around a sentence: see the fields of `kinds.Clause` of the same names."""

    section: str = ""
    report: bool = False
    safety: bool = True
    lead: str = ""
    national: bool = False
    year: int | None = None
    """The document's."""
    signs: tuple[str, ...] = ()
    """Of what stands around, for the model (`signs.py`)."""
    told: str = ""
    before: Sequence[Word] = ()
    """The words of the sentence before, for the model."""


class Part(NamedTuple):
    """A clause judged: words[first:last] of its sentence."""

    first: int
    last: int
    kind: str
    rule: str
    triggers: tuple[Trigger, ...]
    cues: Mapping[str, tuple[int, int]]
    placed: bool
    verb: bool
    saw: Seen
    told: bool = False
    """Its verb belongs to what it speaks of: "uppehöll sig i trapphusen", not the "berättar att" before it."""

    @property
    def signs(self) -> tuple[str, ...]:
        """What the rules saw, for the model (`signs.py`). Named when asked for: most parts are only tried."""
        return signs(self.saw)


@dataclass
class Judge:
    """Cuts a sentence and judges its clauses. Not frozen: one is made for each sentence, and freezing costs as much."""

    text: str
    words: Sequence[Word]
    found: Sequence[Found]
    """In order of their first words."""
    situation: Situation
    finite: int = -1
    """Number of the pattern element that finite verbs satisfy."""
    _firsts: list[int] = field(init=False, repr=False)
    _placed: list[int] = field(init=False, repr=False)
    """Numbers of the words that name places."""
    _years: list[tuple[int, int]] = field(init=False, repr=False)
    """Numbers of the words that are years, and the years."""

    def __post_init__(self) -> None:
        self._firsts = [f.first for f in self.found]
        self._placed = [i for i, word in enumerate(self.words) if PLACE in word.classes]
        self._years = self._dated() if self.situation.year and _CENTURY.search(self.text) else []

    def revised(self, parts: Sequence[Part]) -> list[Part]:
        """The clauses with the model's second opinion."""
        found: list[Part] = []
        for part in map(self._revised, parts):
            wished = found and found[-1].kind == "proposal" and part.kind == "measure" and self._opening(part) == "att"
            # "Jag föreslår att ... och att lamporna lagas": the verb before governs both.
            found.append(part._replace(kind="proposal", rule=found[-1].rule) if wished else part)
        return found

    def _opening(self, part: Part) -> str:
        return self.words[clauses.trimmed(self.words, part.first, part.last)[0]].low

    def _revised(self, part: Part) -> Part:
        """The part with the model's second opinion, where the document is about safety at all."""
        if not self.situation.safety or (self.situation.national and part.rule in ("statistic", "silent")):
            return part  # only the sentences before tell whose figures these are
        text = self.text[self.words[part.first].start : self.words[part.last - 1].end]
        kind, rule, seen = opinions.revised(
            text,
            self.words,
            part.first,
            verdict=(part.kind, part.rule),
            signs=part.signs,
            nearby=self.nearby(part.first, part.last),
            spoken=part.triggers,
            report=self.situation.report,
            placed=part.placed,
            entered=self._entered(part),
        )
        told = self._told(part, kind, seen)
        if (kind, rule) == (part.kind, part.rule) and told == part.triggers:
            return part
        return part._replace(kind=kind, rule=rule, triggers=told)

    def _entered(self, part: Part) -> bool:
        """Whether the clause is an entry of a log, which opens with what happened: "06.10 Inbrott i husbil, Ekby"."""
        if part.verb or not part.triggers:
            return False
        opening = self.words[part.first : part.triggers[0].first]
        return all(NUMBER in w.classes or w.stop or w.comma or w.low in _CLOCK for w in opening)

    def nearby(self, first: int, last: int) -> tuple[str, ...]:
        """What the sentence before and the other clauses beside words[first:last] speak of, for the model."""
        beside = (*self.words[:first], *self.words[last:])
        return (*stems(self.situation.before, BEFORE), *(stems(beside, BESIDE) if beside else ()))

    def _told(self, part: Part, kind: str, seen: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
        """The claims worth telling: none of a statistic of crime as a whole, "other" only where nothing else is."""
        if kind == "statistic" and _listed(self._inside(part.first, part.last)) >= _LIST:
            return ()
        named = tuple(t for t in seen if t.category != "other")
        return named if named and kind not in ("concern", kinds.NOTHING) else seen

    def cut(self) -> list[Part]:
        """The sentence's clauses that say different things, as the passes judge them; one when it says one thing."""
        whole = self.judged(0, len(self.words))
        if whole.rule in kinds.SETTLED:
            return [whole]
        cuts = clauses.cuts(self.words)
        if not cuts or (not whole.triggers and whole.kind == kinds.NOTHING):
            return [whole]
        edges = [0, *cuts, len(self.words)]
        merged: list[Part] = []
        for first, last in pairwise(edges):
            piece = self.judged(first, last)
            joined = self._shares_subject(first) or (merged and self._goes_on(merged[-1], piece))
            if merged and (joined or not _separate(merged[-1], piece, self._strong(first))):
                merged[-1] = self._joined(merged[-1], piece, whole)
            else:
                merged.append(piece)
        return [whole] if len(merged) == 1 else merged

    def _shares_subject(self, first: int) -> bool:
        """Whether a clause opens with its verb after "och": "är ensamma och mår dåligt" says one thing."""
        opening = first + (self.words[first].low in ("och", "samt", "men"))
        if self.words[first].low not in ("och", "samt") or opening >= len(self.words):
            return False
        return self.finite in self.words[opening].classes

    def _goes_on(self, left: Part, right: Part) -> bool:
        """Whether a clause only goes on with the list that the one before began: "utan våld och stölder"."""
        if left.kind == "concern" or not (left.triggers and right.triggers) or right.verb or right.placed:
            return False
        opens = self.words[right.first].low in _OR
        listed = opens or any(w.low in _OR for w in self.words[right.first : right.last])
        begins = right.triggers[0].first <= right.first + opens
        return listed and begins and (opens or "located" not in right.cues)

    def _strong(self, first: int) -> bool:
        return self.words[first].low in ("samt", "men", "medan", "däremot") or self.words[first - 1].text in ";|"

    def _joined(self, left: Part, right: Part, whole: Part) -> Part:
        """The two as one. What is silent, such as "säger de boende", does not change what the other says.

        `whole` is the sentence judged whole, which the two often are together.
        """
        ends = left.first == 0 and right.last == len(self.words)
        both = whole if ends else self.judged(left.first, right.last)
        if "silent" in (left.rule, right.rule) and left.rule != right.rule:
            said = right if left.rule == "silent" else left
            return both._replace(kind=said.kind, rule=said.rule, triggers=said.triggers or both.triggers)
        return both

    def _dated(self) -> list[tuple[int, int]]:
        numbers = [(i, word.text) for i, word in enumerate(self.words) if NUMBER in word.classes]
        return [(i, int(text)) for i, text in numbers if _YEAR.match(text)]

    def _inside(self, first: int, last: int) -> Sequence[Found]:
        """What was found in words[first:last]."""
        if last - first == len(self.words):
            return self.found
        begins = self.found[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]
        return [f for f in begins if f.last <= last]

    def judged(self, first: int, last: int) -> Part:
        inside = self._inside(first, last)
        cues, roles = _cues(inside)
        terms = tuple(triggers(inside)) if "terms" in roles else ()
        topics = tuple(triggers(inside, "topics")) if "topics" in roles else ()
        denied = [_denied(self.words, first, last, t) for t in terms]
        if any(denied) and not denied[0]:  # "Singelolycka, ingen misstanke om rattfylleri"
            if self._after_comma(terms[0].last, cues.get("negated", (0, 0))[0]):
                del cues["negated"]
            terms = tuple(t for t, no in zip(terms, denied, strict=True) if not no)
        placed = any(first <= i < last for i in self._placed)
        around = self.situation
        clause = kinds.Clause(
            text=self.text[self.words[first].start : self.words[last - 1].end],
            cues=cues,
            terms=terms,
            topics=topics,
            section=around.section,
            report=around.report,
            safety=around.safety,
            placed=placed,
            lead=around.lead,
            negated=bool(denied) and denied[0],
            aimed=_aimed(self.words, terms),
            old=bool(self._years) and self._old(first, last),
            told=around.told,
            national=around.national,
        )
        kind, rule = kinds.decide(clause)
        about = terms + topics if kind in ("proposal", "measure") and not terms else terms or topics
        told = bool(about) and any(
            t.last - t.first > 1 or any(self.finite in w.classes for w in self.words[t.first : last]) for t in about
        )
        saw = Seen((kind, rule), cues, terms, topics, placed, around.signs)
        return Part(first, last, kind, rule, about, cues, placed, "finite" in cues, saw, told)

    def _after_comma(self, first: int, last: int) -> bool:
        """Whether a comma or a stop stands in words[first:last]."""
        return any(word.comma or word.stop for word in self.words[first:last])

    def _old(self, first: int, last: int) -> bool:
        """Whether words[first:last] name a year, and the latest one lies two or more before the document's."""
        named = [year for i, year in self._years if first <= i < last]
        return bool(named) and max(named) <= (self.situation.year or 0) - 2


def _separate(left: Part, right: Part, strong: bool) -> bool:
    """Whether two neighbouring clauses say two things.

    Two problems do when each has its own place, when the first one is complete with a place or a verb, and after
    "samt". "Inbrott, klotter och höga hastigheter i Kolbäck" is one: the place at the end holds for the whole list.
    """
    if kinds.NOTHING in (left.kind, right.kind):
        return False
    if left.kind != right.kind:
        if left.kind == "concern" and "decrease" in right.cues and not right.triggers and not right.placed:
            return False  # "skolan hade problem med skolk, men det har vänt" is calm
        if {left.kind, right.kind} == {"concern", "calm"}:
            if not (left.triggers or left.placed):
                return False
            return strong or left.verb or bool(right.triggers)
        return left.verb and right.verb and not (right.kind == "measure" and not right.triggers and not right.placed)
    if not left.triggers or not right.triggers:
        return False
    if left.placed and right.placed:
        return True
    if not {t.code for t in left.triggers}.isdisjoint(t.code for t in right.triggers):
        return False
    if right.last - right.first < 4 and not (right.placed or right.verb or strong or "located" in right.cues):
        return False
    located = left.placed or "located" in left.cues
    return located or (left.told and right.verb) or (strong and not right.placed)


def _cues(found: Sequence[Found]) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """Each cue found with its longest words, and the roles of all else that was found."""
    cues: dict[str, tuple[int, int]] = {}
    roles: set[str] = set()
    for pattern, first, last in found:
        sense = pattern.payload
        if sense.role == "cue":
            known = cues.get(sense.name)
            if known is None or last - first > known[1] - known[0]:
                cues[sense.name] = (first, last)
        else:
            roles.add(sense.role)
    return cues, roles


_REASONS = frozenset("mot om kring efter grund anledning förebygga motverka stoppa minska".split())


def _aimed(words: Sequence[Word], terms: Sequence[Trigger]) -> bool:
    """Whether the first thing spoken of follows a word of aim or reason, with at most one word between."""
    if not terms:
        return False
    start = min(t.first for t in terms)
    return any(w.low in _REASONS for w in words[max(0, start - 3) : start])


_NONE = frozenset("inga ingen inget ingenting utan noll varken 0".split())
_NOT = frozenset(("inte", "ej", "aldrig", "knappt"))
_OR = frozenset(("och", "eller", "samt"))
_ANY = frozenset(("någon", "något", "några", "enda"))
_LABELS, _NO = frozenset(":-–—"), frozenset(("nej", "intet", "obefintligt", "obefintlig", "nix"))
_YEAR = re.compile(r"(?:19|20)\d\d$")
_CENTURY = re.compile(r"19|20")


_LIST = 3
_CLOCK = frozenset(
    "kl kl. klockan må mån ti tis on ons to tor fr fre lö lör sö sön"
    " måndag tisdag onsdag torsdag fredag lördag söndag".split()
)
"""What may stand before the event in a log."""


def _listed(found: Sequence[Found]) -> int:
    """How many words speak of some category."""
    return len({f.first for f in found if f.pattern.payload.role == "terms"})


def _denied(words: Sequence[Word], first: int, last: int, term: Trigger) -> bool:
    """Whether what is spoken of in words[first:last] is said not to be there.

    It follows "inga", "ingen", "utan" within five words with no stop between, or is a label whose value is none:
    "Stölder: inga", "Bostadsinbrott – 0 st", "Buller: nej", "Klotter: inget nytt".
    """
    before = words[max(first, term.first - 5) : term.first]
    said = [w.low for w in before]
    if any(a in _NOT for a in said) and any(b in _ANY for b in said):
        return True
    for word in reversed(before):
        if word.low in _NONE:
            return True
        if word.stop and word.text != "-":
            break
    value = [w.low for w in words[term.last : min(term.last + 2, last)]]
    return len(value) > 1 and value[0] in _LABELS and value[1] in _NONE | _NO
