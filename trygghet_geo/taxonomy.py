"""What a statement can be about: the catalogue `data/taxonomy.toml` as frozen values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trygghet_geo.errors import InvalidData
from trygghet_geo.paths import DATA

CODES = (
    "burglary theft vandalism fire violence drugs disorder traffic environment fraud youth wellbeing "
    "domestic_violence unsafety animal_health other"
).split()
"""The top level is fixed: a municipality may relabel and extend, not renumber."""

CROSSWALKS = ("bra", "police_survey", "ntu", "est")
_LABELS = ("label_sv", "label_en")
_LISTS = ("terms", "topics", "guards")
_EXAMPLES = ("examples", "counterexamples")
_TYPE_KEYS = {*_LABELS, *_LISTS, *_EXAMPLES, "context"}
_CATEGORY_KEYS = {*_LABELS, *_LISTS, "colour", "symbol", "crosswalk", *_EXAMPLES, "type"}


@dataclass(frozen=True)
class Terms:
    """Patterns in the language of `understanding.patterns`."""

    terms: tuple[str, ...] = ()
    """Words that are the problem itself."""
    topics: tuple[str, ...] = ()
    """Words that are only about it."""
    guards: tuple[str, ...] = ()
    """Wordings in which the terms of the same level do not count."""
    context: tuple[str, ...] = ()
    """Words that give an untyped claim nearby this type."""


@dataclass(frozen=True)
class Type:
    code: str
    label_sv: str
    label_en: str
    words: Terms = Terms()
    examples: tuple[str, ...] = ()
    """Sentences that must be read as this, and in `counterexamples` sentences that must not: the tests read them."""
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    code: str
    label_sv: str
    label_en: str
    colour: str
    """`#rrggbb`."""
    symbol: str
    """Two letters, so that no map depends on colour alone."""
    crosswalk: Mapping[str, str]
    """`bra` (offence group), `police_survey` (trygghetsmätning), `ntu`, `est`; "" where there is no counterpart."""
    types: Mapping[str, Type]
    words: Terms = Terms()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """`categories` in the catalogue's order; `words` the word classes that patterns may name."""

    version: str
    categories: Mapping[str, Category]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, category: str, type: str | None = None) -> str:
        """The Swedish label of a category, or of one of its types."""
        found = self.categories[category]
        return found.types[type].label_sv if type else found.label_sv


def load(path: Path | None = None) -> Taxonomy:
    """Read the taxonomy, the shipped one unless `path` is given, with the word classes beside it in `lexicon/`.

    Raises
    ------
    InvalidData
        With every fault of the file: unknown or missing keys, duplicates, colours that are not colours.
    """
    path = path or DATA / "taxonomy.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidData(f"{path}: kategorierna kan inte läsas ({error}); rätta filen eller återställ den") from error
    faults = _faults(raw)
    if faults:
        raise InvalidData(f"{path}: " + "; ".join(faults))
    return Taxonomy(
        version=raw["version"],
        categories=MappingProxyType({code: _category(code, entry) for code, entry in raw["category"].items()}),
        words=words(path.parent / "lexicon" / "words.toml"),
    )


def words(path: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Word classes by name: the file beside the taxonomy if there is one, else the shipped one."""
    path = path if path and path.exists() else DATA / "lexicon" / "words.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({name: tuple(entries) for name, entries in raw["words"].items()})


def _terms(entry: Mapping[str, Any]) -> Terms:
    return Terms(*(tuple(entry.get(key, ())) for key in (*_LISTS, "context")))


def _category(code: str, entry: Mapping[str, Any]) -> Category:
    types = {name: _type(name, t) for name, t in entry.get("type", {}).items()}
    return Category(
        code=code,
        label_sv=entry["label_sv"],
        label_en=entry["label_en"],
        colour=entry["colour"],
        symbol=entry["symbol"],
        crosswalk=MappingProxyType(dict(entry["crosswalk"])),
        types=MappingProxyType(types),
        words=_terms(entry),
        **_examples(entry),
    )


def _type(code: str, entry: Mapping[str, Any]) -> Type:
    return Type(code, entry["label_sv"], entry["label_en"], _terms(entry), **_examples(entry))


def _examples(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(entry.get(key, ())) for key in _EXAMPLES}


def _faults(raw: Mapping[str, Any]) -> list[str]:
    """Everything wrong with the file, in its order, in words for the person who edited it."""
    faults = [f"okänd nyckel '{key}'" for key in raw if key not in ("version", "category")]
    if not isinstance(raw.get("version"), str):
        faults.append("'version' saknas")
    categories = raw.get("category", {})
    faults += [f"kategorin '{code}' saknas" for code in CODES if code not in categories]
    faults += [f"okänd kategori '{code}' (koderna är fasta)" for code in categories if code not in CODES]
    for code, entry in categories.items():
        faults += _entry_faults(code, entry, _CATEGORY_KEYS, ("colour", "symbol", "crosswalk"))
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(entry.get("colour", "#000000"))):
            faults.append(f"{code}: färgen '{entry['colour']}' är inte av formen #rrggbb")
        faults += [f"{code}: okänd korsväg '{key}'" for key in entry.get("crosswalk", {}) if key not in CROSSWALKS]
        for name, type_entry in entry.get("type", {}).items():
            faults += _entry_faults(f"{code}/{name}", type_entry, _TYPE_KEYS, ())
    for key in ("colour", "symbol", "label_sv"):
        faults += _shared(categories, key)
    return faults


def _entry_faults(name: str, entry: Mapping[str, Any], known: set[str], wanted: tuple[str, ...]) -> list[str]:
    faults = [f"{name}: okänd nyckel '{key}'" for key in entry if key not in known]
    faults += [f"{name}: '{key}' saknas" for key in (*_LABELS, *wanted) if not entry.get(key)]
    for key in (*_LISTS, "context"):
        listed = entry.get(key, [])
        faults += [
            f"{name}: '{term}' står två gånger i {key}" for term in sorted({t for t in listed if listed.count(t) > 1})
        ]
    return faults


def _shared(categories: Mapping[str, Any], key: str) -> list[str]:
    seen: dict[str, str] = {}
    faults = []
    for code, entry in categories.items():
        value = str(entry.get(key, "")).lower()
        if value and value in seen:
            faults.append(f"{code} och {seen[value]} har samma {key} '{value}'")
        seen.setdefault(value, code)
    return faults
