"""The taxonomy's terms and the cues of the kinds, compiled into one matcher."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trygghet_geo.paths import DATA
from trygghet_geo.taxonomy import Taxonomy, Terms
from trygghet_geo.understanding.patterns import Matcher

ROLES = ("terms", "topics", "guards", "context", "cue")


@dataclass(frozen=True)
class Sense:
    """What a pattern means: `role` is one of ROLES; a cue has a `name`, the others a category and perhaps a type."""

    role: str
    category: str = ""
    type: str | None = None
    name: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    matcher: Matcher


@lru_cache(maxsize=4)
def compiled(taxonomy: Taxonomy) -> Lexicon:
    """The lexicon of a taxonomy; built once for each (0.1 s)."""
    lines: list[tuple[str, str, Sense]] = []
    for code, category in taxonomy.categories.items():
        lines += _lines(code, None, category.words)
        for name, type_ in category.types.items():
            lines += _lines(code, name, type_.words)
    for name, patterns in cues().items():
        lines += [(name, pattern, Sense("cue", name=name)) for pattern in patterns]
    for table, role in (("wordings", "terms"), ("topics", "topics")):
        for name, patterns in wordings(table).items():
            code, _, type_ = name.partition("/")
            lines += [(f"{name}:{table}", pattern, Sense(role, code, type_ or None)) for pattern in patterns]
    return Lexicon(Matcher(lines, taxonomy.words))


def _lines(code: str, type_: str | None, words: Terms) -> list[tuple[str, str, Sense]]:
    name = f"{code}/{type_}" if type_ else code
    return [
        (f"{name}:{role}" if role != "terms" else name, pattern, Sense(role, code, type_))
        for role in ROLES[:4]
        for pattern in getattr(words, role)
    ]


def cues(path: Path | None = None) -> dict[str, list[str]]:
    """The wordings of each pass, by its name."""
    raw = tomllib.loads((path or DATA / "lexicon" / "cues.toml").read_text(encoding="utf-8"))
    return raw["cues"]


def wordings(table: str) -> dict[str, list[str]]:
    """Patterns of `table` ("wordings": terms, "topics") by "category" or "category/type"; one file a category."""
    found: dict[str, list[str]] = {}
    for path in sorted((DATA / "lexicon" / "wordings").glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8")).get(table, {})
    return found
