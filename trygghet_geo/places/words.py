"""The word lists that tell places from other names: `data/not_places.toml`, as one frozen value."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData


@dataclass(frozen=True)
class Words:
    """Each field is a set of lower-case words; what they mean stands beside them in the file."""

    weak: frozenset[str]
    never: frozenset[str]
    common_compounds: frozenset[str]
    organisation_heads: frozenset[str]
    bodies: frozenset[str]
    bodies_before: frozenset[str]
    bodies_after: frozenset[str]
    companies: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    first_names: frozenset[str]
    headings: frozenset[str]

    @cached_property
    def no_places(self) -> frozenset[str]:
        """What no name of a place begins with; one set, for it is asked of every capital."""
        bodies = self.bodies | self.bodies_before | self.organisation_heads
        return self.never | self.titles | bodies | self.common_compounds | self.first_names

    @cached_property
    def no_names(self) -> frozenset[str]:
        """What stands before a name without being part of it: "Skolan Bokgatan" is no name of two words."""
        return self.never | self.common_compounds | self.titles | self.bodies | self.headings


@cache
def vocabulary() -> frozenset[str]:
    """Ordinary words in lower case, of four letters or more (`tools/build_vocabulary.py`)."""
    return frozenset((paths.DATA / "lexicon" / "vocabulary.txt").read_text(encoding="utf-8").split())


def is_ordinary(word: str) -> bool:
    """Whether a word in lower case is one of the vocabulary, or a compound whose last part (five letters) is."""
    known = vocabulary()
    return word in known or any(word[at:] in known for at in range(3, len(word) - 4))


@cache
def load(path: Path | None = None) -> Words:
    """The lists in `path`, by default the shipped ones.

    Raises
    ------
    InvalidData
        If a list is missing, unknown or not a string of words.
    """
    path = path or paths.DATA / "not_places.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Words)}
    wrong = sorted((names ^ set(table)) - {"version"}) + sorted(
        n for n in names & set(table) if type(table[n]) is not str
    )
    if wrong:
        raise InvalidData(f"{path.name}: listor som saknas, är okända eller inte är text: {', '.join(wrong)}")
    return Words(**{name: frozenset(table[name].lower().split()) for name in names})
