"""Annotated texts: one JSON object a line, format in docs/evaluation.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trygghet_geo.errors import InvalidData, UnknownMunicipality
from trygghet_geo.evaluation.findings import Finding, period, place_key
from trygghet_geo.places import gazetteer
from trygghet_geo.records import KINDS, LEVELS, TRENDS, Municipality
from trygghet_geo.taxonomy import Taxonomy

_TEXT_KEYS = ("id", "genre", "municipality", "date", "text", "statements", "traps")
_STATEMENT_KEYS = ("quote", "start", "end", "kind", "claims", "places", "date_start", "date_end", "intensity", "trend")
_LISTS = {"statements", "traps", "claims", "places"}
_OPTIONAL = {"municipality", "date", "date_start", "date_end", "intensity", "trend", "places", "traps"}


@dataclass(frozen=True)
class Trap:
    """A span that looks like a concern and is not one."""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class Text:
    id: str
    genre: str
    municipality: Municipality | None
    date: date | None
    text: str
    findings: tuple[Finding, ...]
    traps: tuple[Trap, ...]


def load(paths: Iterable[Path], taxonomy: Taxonomy) -> tuple[Text, ...]:
    """All texts of all files, in order.

    Raises InvalidData with every fault of every file in one line: what cannot be read as JSON, a quote that is not
    `text[start:end]`, an unknown kind, category, type or municipality, an impossible date, an id used twice.
    """
    texts: list[Text] = []
    faults: list[str] = []
    seen: dict[str, str] = {}
    for path in map(Path, paths):
        for number, line in _lines(path, faults):
            where = f"{path.name} rad {number}"
            raw = _object(line, where, faults)
            if raw is None:
                continue
            found = [f"{where}: {fault}" for fault in _faults(raw, taxonomy)]
            if not found and raw["id"] in seen:
                found = [f"{where}: id '{raw['id']}' finns redan ({seen[raw['id']]})"]
            faults += found
            if not found:
                seen[raw["id"]] = where
                texts.append(_text(raw))
    if not faults and not texts:
        faults.append("inga annoterade texter")
    if faults:
        raise InvalidData("; ".join(faults) + " – rätta annoteringen, formatet står i docs/evaluation.md")
    return tuple(texts)


def _lines(path: Path, faults: list[str]) -> list[tuple[int, str]]:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "finns inte eller får inte läsas" if isinstance(error, OSError) else "är inte UTF-8"
        faults.append(f"{path}: {reason}")
        return []
    # Not splitlines(): a form feed or U+2028 may stand unescaped inside a JSON string.
    return [(number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]


def _object(line: str, where: str, faults: list[str]) -> Mapping[str, Any] | None:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        faults.append(f"{where}: inte JSON (tecken {error.colno})")
        return None
    if not isinstance(raw, dict):
        faults.append(f"{where}: inte ett objekt")
        return None
    return raw


def _faults(raw: Mapping[str, Any], taxonomy: Taxonomy) -> list[str]:
    faults = _key_faults(raw, _TEXT_KEYS)
    if faults:
        return faults
    if not isinstance(raw["text"], str) or not raw["text"].strip():
        return ["texten är tom"]
    faults = _date_faults(raw, "date") + _municipality_faults(raw.get("municipality"))
    for number, statement in enumerate(raw["statements"], 1):
        faults += [f"påstående {number}: {fault}" for fault in _statement_faults(statement, raw["text"], taxonomy)]
    for number, trap in enumerate(raw.get("traps") or [], 1):
        faults += [f"fälla {number}: {fault}" for fault in _span_faults(trap, raw["text"])]
    return faults


def _key_faults(raw: Any, keys: tuple[str, ...]) -> list[str]:
    if not isinstance(raw, dict):
        return ["inte ett objekt"]
    faults = [f"'{key}' saknas" for key in keys if key not in raw and key not in _OPTIONAL]
    return faults + [f"'{key}' är ingen lista" for key in keys if key in _LISTS and not _list(raw.get(key))]


def _list(value: Any) -> bool:
    return value is None or isinstance(value, list)


def _municipality_faults(name: str | None) -> list[str]:
    if name is None:
        return []
    try:
        gazetteer.municipality(str(name))
    except UnknownMunicipality:
        return [f"okänd kommun '{name}'"]
    return []


def _statement_faults(statement: Any, text: str, taxonomy: Taxonomy) -> list[str]:
    faults = _key_faults(statement, _STATEMENT_KEYS)
    if faults:
        return faults
    faults = _span_faults(statement, text)
    if statement["kind"] not in KINDS:
        faults.append(f"okänt slag '{statement['kind']}' (finns: {', '.join(KINDS)})")
    if not statement["claims"]:
        faults.append("'claims' är tom")
    for claim in statement["claims"]:
        faults += _claim_faults(claim, taxonomy)
    for key in ("date_start", "date_end"):
        faults += _date_faults(statement, key)
    for key, known in (("intensity", LEVELS), ("trend", TRENDS)):
        if statement.get(key) not in (None, *known):
            faults.append(f"okänt {key} '{statement[key]}' (finns: {', '.join(known)})")
    return faults


def _claim_faults(claim: Any, taxonomy: Taxonomy) -> list[str]:
    if not isinstance(claim, dict) or claim.get("category") not in taxonomy.categories:
        return [f"okänd kategori '{claim.get('category') if isinstance(claim, dict) else claim}'"]
    category = taxonomy.categories[claim["category"]]
    if claim.get("type") not in (None, *category.types):
        return [f"okänd typ '{claim['type']}' av {claim['category']}"]
    return []


def _span_faults(span: Any, text: str) -> list[str]:
    if not isinstance(span, dict) or not all(isinstance(span.get(key), int) for key in ("start", "end")):
        return ["'start' och 'end' ska vara heltal"]
    start, end = span["start"], span["end"]
    if not 0 <= start < end <= len(text):
        return [f"[{start}:{end}] är tomt eller ligger utanför texten ({len(text)} tecken)"]
    if text[start:end] != span.get("quote"):
        return [f"citatet '{_short(span.get('quote'))}' är inte text[{start}:{end}] '{_short(text[start:end])}'"]
    return []


def _short(words: Any) -> str:
    words = " ".join(str(words).split())
    return words if len(words) <= 40 else words[:39] + "…"


def _date_faults(raw: Mapping[str, Any], key: str) -> list[str]:
    try:
        _date(raw.get(key))
    except (TypeError, ValueError):
        return [f"{key} '{raw[key]}' är inget datum (ÅÅÅÅ-MM-DD)"]
    return []


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _text(raw: Mapping[str, Any]) -> Text:
    day = _date(raw.get("date"))
    name = raw.get("municipality")
    return Text(
        id=str(raw["id"]),
        genre=str(raw["genre"]),
        municipality=gazetteer.municipality(name) if name else None,
        date=day,
        text=raw["text"],
        findings=tuple(finding for statement in raw["statements"] for finding in _findings(statement, day)),
        traps=tuple(Trap(trap["start"], trap["end"], trap.get("why", "")) for trap in raw.get("traps") or ()),
    )


def _findings(statement: Mapping[str, Any], day: date | None) -> list[Finding]:
    first, last = _date(statement.get("date_start")), _date(statement.get("date_end"))
    start, end = period(first, last, day)
    places = dict.fromkeys(filter(None, (place_key(words) for words in statement.get("places") or ())))
    types: dict[str, set[str]] = {}
    for claim in statement["claims"]:
        types.setdefault(claim["category"], set()).update(filter(None, [claim.get("type")]))
    return [
        Finding(
            start=statement["start"],
            end=statement["end"],
            kind=statement["kind"],
            category=category,
            types=frozenset(chosen),
            words=(statement["start"], statement["end"]),
            places=tuple(frozenset([name]) for name in places),
            first=start,
            last=end,
            dated=bool(first or last),
            intensity=statement.get("intensity"),
            trend=statement.get("trend"),
        )
        for category, chosen in types.items()
    ]
