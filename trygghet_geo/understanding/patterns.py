"""A small pattern language over words, and its matcher.

A pattern is a line of words, as in the catalogues under `data/`:

====================  ===========================================================================================
`tjuv~`               the stem `tjuv` with any Swedish inflectional ending (tjuven, tjuvarnas …)
`*inbrott~`           the same as the last part of a compound or alone (källarinbrottet, inbrott)
`+inbrott~`           only as the last part of a compound
`källar*inbrott~`     a compound that begins and ends so
`motor*`              any word that begins so
`a|b~|<name>`         alternatives; `<name>` is a word class of `data/lexicon/words.toml`
`ord?`                optional
`två_ord`             several words that count as one, within an alternative too
`..` `...` `....`     a gap of at most 2, 4, 8 words (commas count for nothing; no other punctuation is crossed)
`a & b`               both, in either order, at most 8 words apart
`#` `@place` `%`      a number; a word inside a place mention; "procent" or the sign
`^` at the start      the sentence (or bullet) begins here
====================  ===========================================================================================

Every distinct element becomes a number; a word is looked up once and remembered as the set of numbers it satisfies.
Matching a sentence is then set membership, and its cost does not grow with the size of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

ENDINGS = frozenset(
    " s a as e es n ns en ens er ers et ets t ts an ans ar ars or ors arna arnas orna ornas erna ernas na nas"
    " r rs rna rnas ade ades ad ads at ats it its its de des te tes ande ande andes ende it as are aren arens"
    " aste ast are en ena enas ad ade ats tt tts dd dda dde ddes d da das ing ingar ingen ingens ingarna ingars"
    " ingarnas"
    " ning ningen ningar ningarna ningens ningarnas ningars eri erier erit erierna iet ier ierna erar erat erade erats"
    " eras erades erad era r st sta ast aste m mar men marna mmen mmar mmarna mmet ma mat made mmer mme".split(" ")
)
_TAIL = re.compile(
    r"(?:s?(?:brott|anmälning|fall|problem|våg|försök|serie|incident|händelse|ärende|härva|tillbud))"
    r"(?:et|en|ar|arna|er|erna|or|orna|n|s|ens|ets|na)?$"
)
"""What a compound may end on without changing what it is about: skadegörelsebrotten, rånförsök, klotterproblem."""
_GAPS = {"..": 2, "...": 4, "....": 8}
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*(?:[ \u00a0]\d{3}\b)*(?::?[^\W\d]+)?(?:[-–]\w+)?|\w+(?:[-:’'./]\w+)*(?:-(?=[ ,/]))?|[^\w\s]"
)
_VOWEL = re.compile("[aeiouyåäöé]")
PERCENT = frozenset(("%", "procent", "procenten", "procentenheter", "procentenhet"))
_SHORT = frozenset(("el", "mc", "by", "tv", "is"))
"""Words of two letters that do begin compounds; "fr" of "från" does not."""
_STOPS = frozenset(".;:!?–—•|()")
_REMEMBERED = 50_000
"""Words that are remembered with what they satisfy, at most."""
NUMBER, PLACE, PERCENTAGE, START = 0, 1, 2, 3
_PLACED = frozenset((PLACE,))


class Word(NamedTuple):
    """A token of a sentence: its offsets in the sentence's view and the elements it satisfies."""

    text: str
    start: int
    end: int
    classes: frozenset[int]
    stop: bool = False
    comma: bool = False
    low: str = ""
    """`text` in lower case, as `Matcher.words` sets it."""


@dataclass(frozen=True)
class Element:
    number: int
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True)
class Pattern:
    rule: str
    elements: tuple[Element, ...]
    payload: Any = None
    at_start: bool = False
    needs: frozenset[int] = frozenset()
    """Elements after the first without which a sentence cannot match."""

    @cached_property
    def long(self) -> bool:
        """Whether it has more than one element."""
        return len(self.elements) > 1


class Found(NamedTuple):
    """`pattern` matched words[first:last]."""

    pattern: Pattern
    first: int
    last: int


class _Beginnings(NamedTuple):
    """What may begin at a word: the rests of phrases by the element that must come next, patterns with their needs."""

    seconds: frozenset[int]
    phrases: Mapping[int, Sequence[tuple[tuple[int, ...], int]]]
    patterns: tuple[tuple[frozenset[int], Pattern], ...]


@dataclass
class Vocabulary:
    """Word tables being built; frozen in practice once `Matcher` holds it."""

    exact: dict[str, set[int]] = field(default_factory=dict)
    stems: dict[str, set[int]] = field(default_factory=dict)
    heads: dict[str, set[tuple[int, str, bool]]] = field(default_factory=dict)
    """Head of a compound → (element, required beginning, whether an ending may follow)."""
    prefixes: dict[str, set[int]] = field(default_factory=dict)
    tailed: set[int] = field(default_factory=set)
    """Elements with an atom that is the head of compounds: these keep their meaning before a neutral tail."""
    phrases: dict[int, list[tuple[tuple[int, ...], int]]] = field(default_factory=dict)
    """Element of a phrase's first word → elements of its other words, and the element the whole phrase satisfies."""

    def add(self, atom: str, number: int) -> None:
        """Let words that `atom` describes satisfy element `number`."""
        inflected = atom.endswith("~")
        body = atom.rstrip("~")
        if body.endswith("*"):
            self.prefixes.setdefault(body[:-1], set()).add(number)
        elif "*" in body or body.startswith("+"):
            first, _, head = body.partition("*") if "*" in body else ("", "", body[1:])
            self.heads.setdefault(head, set()).add((number, first, inflected))
            self.tailed.add(number)
            if not first and not body.startswith("+"):
                (self.stems if inflected else self.exact).setdefault(head, set()).add(number)
        else:
            (self.stems if inflected else self.exact).setdefault(body, set()).add(number)

    def lookup(self, word: str) -> frozenset[int]:
        """Elements that the lower-case `word` satisfies."""
        found = self._whole(word)
        tail = _TAIL.search(word)
        if tail and tail.start() > 2:
            stem = word[: tail.start()]
            found |= {n for n in self._whole(stem) if n in self.tailed}
        return frozenset(found)

    def _whole(self, word: str) -> set[int]:
        found: set[int] = set(self.exact.get(word, ()))
        for i in range(2, len(word) + 1):
            found |= self.prefixes.get(word[:i], frozenset())
        for cut in range(max(2, len(word) - 8), len(word) + 1):
            ending = word[cut:]
            if ending not in ENDINGS:
                continue
            found |= self.stems.get(word[:cut], frozenset())
            for i in range(2, cut - 1):
                entries = self.heads.get(word[i:cut])
                if entries:
                    found |= {
                        n for n, first, inflected in entries if _compound(word, i, first, inflected or not ending)
                    }
        return found


def _compound(word: str, cut: int, first: str, ending_allowed: bool) -> bool:
    """Whether word[:cut] can be the beginning of a compound: long enough to be a word, and the one asked for."""
    before = word[:cut]
    if not ending_allowed:
        return False
    if first:
        return before.startswith(first)
    return before in _SHORT or (len(before) >= 3 and bool(_VOWEL.search(before)))


class Matcher:
    """Finds all patterns of a catalogue in a sentence. Build once, use for every sentence."""

    def __init__(self, lines: Iterable[tuple[str, str, Any]], classes: Mapping[str, Sequence[str]]) -> None:
        """`lines` are (rule name, pattern, payload); `classes` the word classes that patterns name as `<name>`."""
        self._vocabulary = Vocabulary()
        self._numbers: dict[str, int] = {"#": NUMBER, "@place": PLACE, "%": PERCENTAGE, "^": START}
        self._classes = classes
        self._by_first: dict[int, list[Pattern]] = {}
        self._memory: dict[str, frozenset[int]] = {}
        self._kinds: dict[str, tuple[frozenset[int], bool, bool, str]] = {}
        self._begin: dict[frozenset[int], _Beginnings] = {}
        for rule, line, payload in lines:
            for variant in _variants(line):
                self._add(rule, variant, payload)
        # Sets, not views of the dicts' keys: these would be walked whole for every word.
        self._starts = frozenset(self._by_first)
        self._openings = frozenset(self._vocabulary.phrases)

    def _add(self, rule: str, line: str, payload: Any) -> None:
        elements: list[Element] = []
        gap, at_start = 0, False
        for part in line.split():
            if part == "^":
                at_start = True
            elif part in _GAPS:
                gap = _GAPS[part]
            else:
                optional = part.endswith("?") and len(part) > 1
                elements.append(Element(self._number(part.rstrip("?") if optional else part), gap, optional))
                gap = 0
        if not elements or elements[0].optional:
            raise ValueError(f"{rule}: '{line}' must begin with a word that is not optional")
        needs = frozenset(element.number for element in elements[1:] if not element.optional)
        pattern = Pattern(rule, tuple(elements), payload, at_start, needs)
        self._by_first.setdefault(elements[0].number, []).append(pattern)

    def _number(self, element: str) -> int:
        if element not in self._numbers:
            self._numbers[element] = number = len(self._numbers)
            for atom in self._atoms(element):
                if "_" in atom:
                    first, *rest = (self._number(part) for part in atom.split("_"))
                    self._vocabulary.phrases.setdefault(first, []).append((tuple(rest), number))
                else:
                    self._vocabulary.add(atom, number)
        return self._numbers[element]

    def _atoms(self, element: str) -> list[str]:
        atoms: list[str] = []
        for part in element.split("|"):
            if part.startswith("<"):
                if part[1:-1] not in self._classes:
                    raise ValueError(f"unknown word class {part}")
                for word in self._classes[part[1:-1]]:
                    atoms += self._atoms(word)
            else:
                atoms.append(part)
        return atoms

    def element(self, name: str) -> int:
        """The number of an element that some pattern of the catalogue uses; -1 when none does."""
        return self._numbers.get(name, -1)

    def words(self, text: str, places: Sequence[tuple[int, int]] = ()) -> tuple[Word, ...]:
        """The tokens of `text`; `places` are the [start, end) of its place mentions."""
        found: list[Word] = []
        kinds, made = self._kinds, tuple.__new__  # a Word's own __new__ is a call in between for each of its words
        inside = sorted(places, reverse=True)
        for match in _TOKEN.finditer(text):
            token = match.group()
            start, end = match.span()
            classes, stop, comma, low = kinds.get(token) or self._kind(token)
            if inside:
                while inside and inside[-1][1] <= start:
                    inside.pop()
                if inside and not stop and inside[-1][0] < end:
                    classes |= _PLACED
            found.append(made(Word, (token, start, end, classes, stop, comma, low)))
        return tuple(self._with_phrases(found))

    def _kind(self, token: str) -> tuple[frozenset[int], bool, bool, str]:
        """The elements that a token satisfies, whether nothing is matched across it, whether it is a comma, and it in
        lower case."""
        if len(self._kinds) > _REMEMBERED:
            self._kinds.clear()
        low = token.lower()
        classes = self._lookup(low.rstrip("-"))
        if "/" in low:  # "våld/hot": what each of the two satisfies
            classes = classes.union(*map(self._lookup, filter(None, low.rstrip("-").split("/"))))
        kind = (classes, token in _STOPS, token == ",", low)
        self._kinds[token] = kind
        return kind

    def _with_phrases(self, words: list[Word]) -> list[Word]:
        """Let the first and the last word of each phrase satisfy what the phrase satisfies."""
        begin = self._begin
        last_but_one = len(words) - 1
        for i, word in enumerate(words):
            beginnings = begin.get(word.classes) or self._of(word.classes)
            if not beginnings.seconds or i == last_but_one:
                continue
            for second in beginnings.seconds & words[i + 1].classes:
                for rest, whole in beginnings.phrases[second]:
                    last = i + len(rest)
                    if last < len(words) and all(n in words[i + k].classes for k, n in enumerate(rest, 1)):
                        words[i] = words[i]._replace(classes=words[i].classes | {whole})
                        words[last] = words[last]._replace(classes=words[last].classes | {whole})
        return words

    def _of(self, classes: frozenset[int]) -> _Beginnings:
        """What may begin at a word that satisfies `classes`; the same words come again and again."""
        known = self._begin.get(classes)
        if known is None:
            if len(self._begin) > _REMEMBERED:
                self._begin.clear()
            patterns = tuple((p.needs, p) for number in classes & self._starts for p in self._by_first[number])
            phrases: dict[int, list[tuple[tuple[int, ...], int]]] = {}
            for number in classes & self._openings:
                for rest, whole in self._vocabulary.phrases[number]:
                    phrases.setdefault(rest[0], []).append((rest, whole))
            known = self._begin[classes] = _Beginnings(frozenset(phrases), phrases, patterns)
        return known

    def _lookup(self, word: str) -> frozenset[int]:
        known = self._memory.get(word)
        if known is None:
            if len(self._memory) > _REMEMBERED:
                self._memory.clear()
            known = self._vocabulary.lookup(word) if len(word) < 60 else frozenset()
            if word[:1].isdigit():
                known |= {NUMBER}
            if word in PERCENT:
                known |= {PERCENTAGE}
            self._memory[word] = known
        return known

    def find(self, words: Sequence[Word]) -> list[Found]:
        """All matches, in order of their first word; they may overlap."""
        found: list[Found] = []
        begin = self._begin
        opening = _opening(words)
        present: frozenset[int] | None = None
        for i, word in enumerate(words):
            beginnings = begin.get(word.classes) or self._of(word.classes)
            if not beginnings.patterns:
                continue
            if present is None:
                present = frozenset().union(*[word.classes for word in words])
            for needs, pattern in beginnings.patterns:
                if not needs <= present or (pattern.at_start and i > opening):
                    continue
                last = _match(pattern.elements, 1, words, i + 1) if pattern.long else i + 1
                if last is not None:
                    found.append(Found(pattern, i, last))
        return found


def _opening(words: Sequence[Word]) -> int:
    """Index of the first word that is a word: bullets and quotation marks before it do not count."""
    for i, word in enumerate(words):
        if word.text[0].isalnum():
            return i
    return 0


def _variants(line: str) -> list[str]:
    if " & " not in line:
        return [line]
    a, b = line.split(" & ")
    return [f"{a} .... {b}", f"{b} .... {a}"]


def _match(elements: tuple[Element, ...], k: int, words: Sequence[Word], i: int) -> int | None:
    """Where the match ends when elements[k:] follow from words[i], else None. Shortest gap first."""
    if k == len(elements):
        return i
    element = elements[k]
    skipped = 0
    j = i
    while j < len(words):
        word = words[j]
        if element.number in word.classes:
            last = _match(elements, k + 1, words, j + 1)
            if last is not None:
                return last
        if word.stop or (not word.comma and skipped == element.gap):
            break
        skipped += not word.comma
        j += 1
    return _match(elements, k + 1, words, i) if element.optional else None
