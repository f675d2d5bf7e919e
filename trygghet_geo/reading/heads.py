"""The heads of a table of reports → what each column holds: what happened, where, when, of which category, by whom."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData

ROLES = ("what", "place", "when", "category", "measure", "person")
_SWEDISH = {
    "vad": "what",
    "plats": "place",
    "när": "when",
    "kategori": "category",
    "åtgärd": "measure",
    "person": "person",
}
_COMPOUND = 5
"""Letters that a listed word must have for a longer word that ends in it to count as it."""
_BARE = re.compile(r"^[ \t]*([^\W\d]+)([ \t]*=)", re.MULTILINE)
"""A key with å, ä or ö must be quoted in TOML, which nobody who writes `när = "Datum"` knows."""
Mapped = Mapping[str, tuple[str, ...]]
"""Role → heads of the columns that a mapping file gives it."""


@dataclass(frozen=True)
class Words:
    """The catalogue data/table_columns.toml: for each role its words and its Swedish label; words that name none."""

    roles: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    not_these: frozenset[str]


def words() -> Words:
    """The catalogue as shipped. Raises InvalidData when the file has been damaged."""
    path = paths.DATA / "table_columns.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        roles = {role: tuple(map(plain, raw[role]["words"])) for role in ROLES}
        return Words(roles, {role: raw[role]["label"] for role in ROLES}, frozenset(map(plain, raw["not"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidData(f"{path}: kan inte läsas ({error}); återställ filen") from error


def mapping(path: Path) -> Mapped:
    """A mapping file: `vad = "Fritext"`, `plats = ["Gata", "Ort"]`; keys in Swedish or as in ROLES.

    Raises InvalidData for a file that is missing, no TOML, or names a role that there is none of.
    """
    try:
        raw = tomllib.loads(_BARE.sub(r'"\1"\2', Path(path).read_text(encoding="utf-8-sig")))
    except (OSError, ValueError) as error:
        raise InvalidData(
            f'{path}: mappningsfilen kan inte läsas ({error}); skriv till exempel vad = "Fritext"'
        ) from error
    found: dict[str, tuple[str, ...]] = {}
    for key, value in raw.items():
        role = _SWEDISH.get(plain(key), key)
        columns = [value] if isinstance(value, str) else value
        if role not in ROLES or not isinstance(columns, list) or not all(isinstance(c, str) for c in columns):
            raise InvalidData(
                f"{path}: {key} går inte att tolka; skriv kolumnrubriker för {', '.join(_SWEDISH)}, "
                'till exempel plats = ["Gata", "Ort"]'
            )
        found[role] = tuple(columns)
    return found


def plain(head: str) -> str:
    """A head as it is compared: NFC, small letters, without signs at its edges and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", head).casefold().replace("_", " ").split()).strip(" :?*.()[]#")


def role(head: str, catalogue: Words) -> str | None:
    """What the column under `head` holds; None when its words do not say."""
    whole = plain(head)
    for name, listed in catalogue.roles.items():
        if whole in listed:
            return name
    for phrase in (word for word in catalogue.roles["person"] if " " in word):
        if whole.startswith(phrase):
            return "person"
    tokens = re.findall(r"[\w-]+", whole)
    if any(token in catalogue.not_these for token in tokens):
        return None
    for token in tokens:
        for name, listed in catalogue.roles.items():
            if token in listed:
                return name
        # The last part of a compound says what it is: "brottsplats" is a place, "platsbeskrivning" a description.
        fits = [(len(w), n) for n, listed in catalogue.roles.items() for w in listed if _ends(token, w)]
        if fits:
            return max(fits)[1]
    return None


def _ends(token: str, word: str) -> bool:
    return len(word) >= _COMPOUND and len(token) > len(word) + 1 and token.endswith(word)


def roles(heads: Sequence[str], catalogue: Words, mapped: Mapped) -> dict[str, tuple[int, ...]]:
    """Role → its columns, from 0, in order; `when` has one at most. Raises InvalidData for a mapped head not there."""
    found: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    by_head = {plain(head): number for number, head in reversed(list(enumerate(heads))) if plain(head)}
    for name, columns in mapped.items():
        missing = [column for column in columns if plain(column) not in by_head]
        if missing:
            there = ", ".join(" ".join(head.split()) for head in heads if head.strip())
            raise InvalidData(f"mappningsfilen: kolumnen {missing[0]} finns inte; tabellen har {there}")
        found[name] = tuple(by_head[plain(column)] for column in columns)
        taken |= set(found[name])
    guessed: dict[str, list[int]] = {}
    for number, head in enumerate(heads):
        if number not in taken and (name := role(head, catalogue)) and name not in mapped:
            guessed.setdefault(name, []).append(number)
    if times := guessed.get("when"):
        guessed["when"] = [min(times, key=lambda number: (_rank(heads[number], catalogue), number))]
    return found | {name: tuple(columns) for name, columns in guessed.items()}


def _rank(head: str, catalogue: Words) -> int:
    listed = catalogue.roles["when"]
    tokens = [plain(head), *re.findall(r"[\w-]+", plain(head))]
    return min((listed.index(token) for token in tokens if token in listed), default=len(listed))
