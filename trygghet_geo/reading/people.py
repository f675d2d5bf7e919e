"""Lines that say who met and who signed, wherever they stand: personal data, marked so that nobody searches them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trygghet_geo.dates import absolute
from trygghet_geo.reading.fields import SIGNATURE, is_name, is_people
from trygghet_geo.reading.lines import ends_sentence, is_known_heading, is_numbered_heading
from trygghet_geo.reading.paragraphs import Group

_SURE = (
    r"närvarande|närvarade|deltagare|mötesdeltagare|(?:vilka|vi som) var med|"
    r"deltagande|deltog|medverkande|medverkade|beslutande|(?:\w+ )*ersättare|"
    r"frånvarande|kallade|adjungerade?|inbjudna|anmält förhinder|förhinder|förhindrade|tjänstepersoner|tjänstemän|"
    r"förtroendevalda|gäst(?:er)?|(?:\w+ )?ledamöter|justerare|utses att justera|sekreterare|"
    r"mötessekreterare|mötesordförande|protokollförare|antecknare|närvaro|närvarolista|deltagarlista|sändlista"
)
_PERHAPS = r"övriga|politiker|(?:vice )?ordförande|föredragande|samordnare|ordf|sekr"
"""Labels that may as well open what somebody said: people only where names follow."""
_COPIES = re.compile(
    r"(?:protokollsutdrag|kopia|kopior|expedieras|expediering|delges)(?:\s+(?:skickas|sänds|expedieras))?(?:\s+till)?"
    r"\s*(?::\s*|$|(?<=till\s))",
    re.IGNORECASE,
)
"""Who gets a copy: names too, but nobody who met."""
_COPIED = frozenset("pkedPKED\u212a")
"""The letters that all of `_COPIES` begin with, the sign for kelvin too: without case it is a k."""
_QUALIFIED = (
    r"(?:\s+(?:på|vid|i)\s+(?:dagens\s+)?(?:mötet?|sammanträdet|rådet|träffen|vandringen)|\s+(?:var|är)|"
    r"\s+via länk|\s+på plats|\s+digitalt|\s+ledamöter|\s+deltagare|\s+tjänstepersoner|\s+tjänstemän|\s+politiker|"
    r"\s+ersättare|\s+gäster)*"
    r"(?:\s*\([^)]{1,30}\))?"
)
_NUMBER = r"(?:(?:§\s*)?\d{1,2}[.)]?\s+)?"
ABSENT = "(frånvarande)"
"""What stands after the name of who was not there."""
_ABSENT = re.compile(rf"{_NUMBER}(?:frånvarande|ej närvarande|anmält förhinder|förhinder|förhindrade)", re.IGNORECASE)
_LABEL = re.compile(
    rf"{_NUMBER}(?:(?:(?:övriga|inbjudna|ej)\s+)?(?:(?P<sure>{_SURE})|(?P<perhaps>{_PERHAPS})))"
    rf"{_QUALIFIED}(?:\s*[:\t]\s*|\s{{3,}}|\s+[–-]\s+|\s*$|(?<=\bvar)\s+|(?<=\bär)\s+)",
    re.IGNORECASE,
)
_OPENINGS = frozenset("del vil med bes ers kal adj inb anm led jus uts sek pro ant pol vic ord sam".split())
"""How all that `_LABEL` matches begins that begins with three letters of ASCII, but for words before these two:"""
_PRECEDED = ("ersättare", "ledamöter")
_PROSE = re.compile(
    r"(?<!för )\b(?:närvarande|närvarade|deltog|deltar|medverkade|medverkar|mötte upp)\b", re.IGNORECASE
)
_PERSON = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöé]+(?:-[A-ZÅÄÖÉ][a-zåäöé]+)? (?:(?:von|af|de) )?[A-ZÅÄÖÉ][a-zåäöé]+\b")
_NO_PERSON = re.compile(
    r"(?:På|Vid|I|Från|Till|Efter|Under|Hos|Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Övre|Nedre) "
    r"|.*(?:skolan|gården|torget|torg|vägen|gatan|parken|centrum|området|kommun|stad)s?$"
)
"""What has two capitals and is nobody: "På Almgården", "Södra Ekskolan"."""
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s+[A-ZÅÄÖ])[^.!?]*)*[.!?]?")
_TITLED = re.compile(rf"(?:[a-zåäö-]+ ){{1,3}}{_PERSON.pattern[2:]}")
"""A person after the title: "kommunpolis Linn Björk"."""
_AND_ANOTHER = re.compile(rf" (?:och|samt) (?=(?:[a-zåäö-]+ ){{0,3}}{_PERSON.pattern[2:]})")
_LINE = re.compile(r"[_.…\s]{5,}$")
"""Where a name is to be written by hand."""
_SIGNED = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?: kommun)?,? (?:den )?\d")
_ROLE = re.compile(
    r"ordförande|enligt uppdrag|sekreterare|direktör|\w*chef\b|revisor|samordnare|justerare", re.IGNORECASE
)
_FOOT = 25
"""Groups from the end among which any signature's label counts, names or not."""


def mark(gathered: Sequence[Group], *, head: int) -> tuple[list[str], list[str]]:
    """Mark in place every group that lists people or signs; their words without labels, one text a group: of those who
    were there, and of those who were not.

    Whether a heading, a line or a table's cell opens the list, it goes on as long as people follow. `head`: how many
    groups the head of the document has; there a sentence that names those who came counts too.
    """
    groups = [group for group in gathered if group.kind != "furniture"]
    shown = set(map(id, gathered[:head]))
    found: list[str] = []
    missed: list[str] = []
    listing: list[str] | None = None
    opener: Group | None = None
    bare = False
    for number, group in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else None
        words = group.words
        if group.header:
            opener = None
        elif words[:1] in _COPIED and _COPIES.match(words) and len(words) <= 160:
            group.mark()
            opener, bare, listing = group, True, None
        elif (value := _opened(group, following)) is not None:
            listing = missed if _ABSENT.match(words) else found
            listing.append(value)
            group.mark()
            opener, bare = group, not value
        elif opener is not None and _goes_on(group, following, opener=opener, bare=bare):
            if listing is not None:
                listing.append(words)
            group.mark()
        else:
            opener = None
            if id(group) in shown:
                names, alone = _told(group)
                found += names
                if alone:
                    group.mark()
    return found + _signed(groups), missed


def _opened(group: Group, following: Group | None) -> str | None:
    """What stands after the label when the group opens a list of people: "" for a label alone; else None."""
    words = group.words
    match = _label(words)
    if match is None:
        return None
    value = words[match.end() :].strip()
    if not value:
        return "" if following is not None and _follows(following, sure=bool(match["sure"])) else None
    named = is_people(value) or len(_PERSON.findall(value)) >= 2
    if match["sure"]:
        return value if named or _PERSON.match(value) or not ends_sentence(value) or len(value.split()) <= 4 else None
    return value if named and not ends_sentence(value) else None


def _label(words: str) -> re.Match[str] | None:
    """What `_LABEL` matches. Most groups begin like none of it, and the pattern goes far into them to find that out."""
    begun = words[:3].lower()
    if begun.isascii() and begun.isalpha() and begun not in _OPENINGS:
        small = words.lower()
        if not any(word in small for word in _PRECEDED):
            return None
    return _LABEL.match(words)


def _follows(group: Group, *, sure: bool) -> bool:
    """Whether what stands below a label alone can be people."""
    if is_people(group.words) or _label(group.words):
        return True
    return sure and (group.kind in ("bullet", "cell") or _is_role(group.words))


def _goes_on(group: Group, following: Group | None, *, opener: Group, bare: bool) -> bool:
    """Whether the list that `opener` began goes on; `bare`: its label stood alone, so that it needs no names."""
    words = group.words
    if is_known_heading(words) or group.lines[0].heading or heads_text(group, following):
        return False
    if is_people(words) or _LINE.match(words):
        return True
    if bare and group.kind == "bullet":
        return len(words.split()) <= 12 and not ends_sentence(words)
    spot, first = group.lines[0].cell, opener.lines[0].cell
    if bare and spot and first:
        return spot[:2] == first[:2]
    if bare and _is_role(words):
        return True
    # "Kommunen" between two lists of people.
    return len(words.split()) <= 3 and not ends_sentence(words) and following is not None and is_people(following.words)


def heads_text(group: Group, following: Group | None) -> bool:
    """Whether a line in capitals, which may look like a name, is the heading of the text that follows."""
    shouted = group.kind == "heading" and group.words.isupper()
    return shouted and following is not None and ends_sentence(following.words) and not is_people(following.words)


def _is_role(words: str) -> bool:
    """Whether a line without names may tell who came: "kommunpolisen, rektor"."""
    return words[0].islower() and not ends_sentence(words) and len(words.split()) <= 12


def _told(group: Group) -> tuple[list[str], bool]:
    """The people that a sentence of the head says were there, and whether the group tells of nothing else."""
    if not _PROSE.search(group.words):
        return [], False
    sentences = _SENTENCE.findall(group.words)
    told = [_people(sentence) if _PROSE.search(sentence) else [] for sentence in sentences]
    listing = [names for names in told if len(names) >= 2]
    return [name for names in listing for name in names], bool(listing) and len(sentences) <= len(listing) + 1


def _people(sentence: str) -> list[str]:
    return [name for name in _PERSON.findall(sentence) if not _NO_PERSON.match(name)]


def _signed(groups: Sequence[Group]) -> list[str]:
    """Mark the signatures, and the names that stand below a label of one."""
    found: list[str] = []
    signing = letter = False
    for number, group in enumerate(groups):
        words = group.words
        foot = number >= len(groups) - _FOOT
        if SIGNATURE.match(words) and _signs(group, groups[number + 1 : number + 2], foot=foot):
            signing = True
        elif _is_dated_place(words) and _are_signers(groups[number + 1 : number + 5]):
            signing = letter = True
        elif signing and not _below(group, foot=foot or letter):
            signing = letter = False
        if signing:
            found += [words] if is_name(words) else _PERSON.findall(words)
            group.mark()
    return found


def _is_dated_place(words: str) -> bool:
    """Whether the line is where a letter or a report was signed: "Göteborg den 17 december 2024"."""
    return bool(_SIGNED.match(words)) and any(match[0] > 0 for match in absolute(words)) and len(words.split()) <= 6


def _are_signers(following: Sequence[Group]) -> bool:
    said = [group.words for group in following if len(group.words) <= 80 and not ends_sentence(group.words)]
    return any(is_name(words) for words in said) and any(_ROLE.search(words) for words in said)


def _signs(group: Group, following: Sequence[Group], *, foot: bool) -> bool:
    words = group.words
    if ends_sentence(words) and len(words.split()) > 5 and not is_people(words):
        return False  # "Ordförande: Vi måste ..."
    if foot:
        return len(words) <= 120 or is_people(words)
    return len(words) <= 120 and (bool(_PERSON.search(words)) or any(is_name(g.words) for g in following))


def _below(group: Group, *, foot: bool) -> bool:
    words = group.words
    if is_known_heading(words) or is_numbered_heading(words):
        return False
    if is_name(words) or _LINE.match(words):
        return len(words.split()) <= 8 and not ends_sentence(words)
    return foot and len(words.split()) <= 6 and not ends_sentence(words) and group.kind != "bullet"


def absent(values: Sequence[str]) -> tuple[str, ...]:
    """As `listed`, each marked by `ABSENT`: who was not there is still a person, and no name of a place."""
    return tuple(f"{name} {ABSENT}" for name in listed(values))


def listed(values: Sequence[str]) -> tuple[str, ...]:
    """One entry per person, with title: "Lina Ek, samordnare". Words before a colon name the group and are left out."""
    found: list[str] = []
    for value in values:
        for part in re.split(r"[;•]|(?<=\w)\s+(?=[A-ZÅÄÖ]\w+(?: \w+)?:\s)", value):
            chunks = [chunk.strip(" .") for chunk in re.sub(r"^(?:[^:,]{2,40}:\s*)+", "", part.strip()).split(",")]
            fresh = True
            for chunk in filter(None, chunks):
                if "__" in chunk:
                    continue  # where a name is to be written by hand
                if fresh or is_name(chunk) or _TITLED.match(chunk):
                    found += re.split(_AND_ANOTHER, chunk)
                else:
                    found[-1] += f", {chunk}"
                fresh = False
    return _once(found)


def _once(entries: Sequence[str]) -> tuple[str, ...]:
    """The entries without those that name a person a second time: who signs was there."""
    kept: list[str] = []
    names: set[str] = set()
    for entry in entries:
        name = " ".join(re.split(r"[,(]", entry)[0].split()[:3]).strip().casefold()
        if name not in names:
            names.add(name)
            kept.append(entry)
    return tuple(kept)
