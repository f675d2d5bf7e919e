"""An optional language model on the municipality's own machine, asked what the rules may have missed.

Off unless `TRYGGHET_LLM_URL` names an OpenAI-compatible server ("http://127.0.0.1:8080/v1"). Only addresses of this
machine or a private network are called unless `TRYGGHET_LLM_ALLOW_REMOTE=1`. What it answers is believed only where
it quotes the text word for word and no pass of the rules says that the words are no such thing; what is left becomes
a suggestion for a person, never a statement.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trygghet_geo.errors import InvalidData
from trygghet_geo.records import KINDS, Document, Statement
from trygghet_geo.sentences import Sentence, sentences
from trygghet_geo.suggestions import ASSISTANT, Suggestion, doubt, endpoint, kind_label
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.views import View

CHUNK = 3_000
"""Characters of text in one question."""
MOST_ANSWERS = 50
"""Findings of one answer that are looked at."""
_SHORTEST = 8
"""Letters of the shortest quote: less is no statement and stands anywhere."""
_TASK = (
    "Du läser svenska kommunala trygghetsdokument. Hitta uppgifter om trygghetsproblem på orten (concern), att det är "
    "lugnt (calm), åtgärder (measure), förslag (proposal) och statistik om landet eller regionen (statistic). Svara "
    'bara med JSON: {"findings": [{"quote": "…", "kind": "…", "category": "…"}]}. quote ska vara ordagrant ur texten. '
    "category är en av: "
)


@dataclass(frozen=True)
class Settings:
    """Where the server is and how long it may take, in seconds, for one question."""

    url: str
    model: str = "local"
    timeout_s: float = 60.0
    remote: bool = False
    """Addresses outside this machine and private networks may be called."""


@dataclass(frozen=True)
class Answered:
    """What came of asking: suggestions, how many findings were thrown away and why not all questions were answered."""

    suggestions: tuple[Suggestion, ...] = ()
    rejected: int = 0
    fault: str | None = None
    """In Swedish; the questions after it were not asked."""


def settings(environment: Mapping[str, str] = os.environ) -> Settings | None:
    """From the environment; None, the default, is off. Raises InvalidData for a timeout that is no number."""
    url = environment.get("TRYGGHET_LLM_URL", "").strip()
    if not url:
        return None
    given = environment.get("TRYGGHET_LLM_TIMEOUT", "60")
    try:
        timeout = float(given)
    except ValueError:
        timeout = math.nan
    if not 0 < timeout <= 3600:
        raise InvalidData(f"TRYGGHET_LLM_TIMEOUT={given}: ska vara sekunder, mer än 0 och högst 3600")
    remote = environment.get("TRYGGHET_LLM_ALLOW_REMOTE", "") == "1"
    return Settings(url, environment.get("TRYGGHET_LLM_MODEL", "local"), timeout, remote)


def ask(
    document: Document,
    taxonomy: Taxonomy,
    *,
    statements: Sequence[Statement],
    settings: Settings,
) -> Answered:
    """Ask about the whole document, a piece at a time; `statements` are what the program found itself.

    The first question that fails ends it: what was answered before stays. Raises InvalidData for an address that may
    not be called, before anything is sent.
    """
    target = endpoint.target(settings.url, remote=settings.remote)
    known = {(s.start, s.end): s for s in statements}
    made: list[Suggestion] = []
    rejected = 0
    for chunk in _chunks(sentences(document)):
        try:
            found = _findings(endpoint.post(target, _question(chunk, taxonomy, settings), timeout_s=settings.timeout_s))
        except endpoint.NoAnswer as error:
            return Answered(_settled(made, statements), rejected, str(error))
        for finding in found:
            one = _accepted(finding, chunk, taxonomy, known)
            rejected += one is None
            made += [one] if one else []
    return Answered(_settled(made, statements), rejected)


def _chunks(parts: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    chunk: list[Sentence] = []
    length = 0
    for part in parts:
        if chunk and length + len(part.text) > CHUNK:
            yield chunk
            chunk, length = [], 0
        chunk.append(part)
        length += len(part.text)
    if chunk:
        yield chunk


def _question(chunk: Sequence[Sentence], taxonomy: Taxonomy, settings: Settings) -> dict[str, Any]:
    text = "\n".join(part.text for part in chunk)
    return {
        "model": settings.model,
        "temperature": 0,
        "stream": False,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": _TASK + ", ".join(taxonomy.categories)},
            {"role": "user", "content": text},
        ],
    }


def _findings(answer: Any) -> list[Any]:
    """The findings in a chat completion. Raises NoAnswer for anything that is not one."""
    try:
        content = answer["choices"][0]["message"]["content"]
        found = json.loads(content)["findings"]
    except (KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise endpoint.NoAnswer("språkmodellens svar är inte den JSON som begärdes") from error
    if not isinstance(found, list):
        raise endpoint.NoAnswer("språkmodellens svar är inte den JSON som begärdes")
    return found[:MOST_ANSWERS]


def _accepted(
    finding: Any, chunk: Sequence[Sentence], taxonomy: Taxonomy, known: Mapping[tuple[int, int], Statement]
) -> Suggestion | None:
    """The finding as a suggestion when its words stand in one sentence of the text and the passes do not object."""
    if not isinstance(finding, dict):
        return None
    quote, kind, category = (finding.get(name) for name in ("quote", "kind", "category"))
    if not isinstance(quote, str) or kind not in KINDS or not isinstance(category, str):
        return None
    where = _verbatim(quote.strip(), chunk)
    if where is None or category not in taxonomy.categories:
        return None
    reading = doubt.reading(where.text, taxonomy)
    if reading.kind != kind and not reading.doubtful:
        return None  # a pass has settled that these words are something else
    start, end = where.start, where.end
    reason = f"Språkmodellen läser det som {kind_label(kind)} om {taxonomy.label(category).lower()}."
    own = known.get((start, end))
    return Suggestion(start, end, kind, category, ASSISTANT, reason, own.id if own else None)


def _verbatim(quote: str, chunk: Sequence[Sentence]) -> View | None:
    """Where the quote stands, word for word, inside one sentence; None when nowhere or cut in mid-word."""
    if len(quote) < _SHORTEST:
        return None
    for part in chunk:
        at = part.text.find(quote)
        if at < 0:
            continue
        last = at + len(quote)
        open_before = at and part.text[at - 1].isalnum() and quote[0].isalnum()
        open_after = last < len(part.text) and part.text[last].isalnum() and quote[-1].isalnum()
        if not (open_before or open_after):
            return part.view.slice(at, last)
    return None


def _settled(made: Sequence[Suggestion], statements: Sequence[Statement]) -> tuple[Suggestion, ...]:
    """Each once, in order of the text, without what the program already says of the same words."""
    said = [(s.start, s.end, s.kind, {c.category for c in s.claims}) for s in statements]
    fresh = {
        (one.start, one.end, one.kind, one.category): one
        for one in made
        if not any(
            a < one.end and one.start < b and kind == one.kind and one.category in codes for a, b, kind, codes in said
        )
    }
    return tuple(sorted(fresh.values(), key=lambda one: (one.start, one.end, one.kind, one.category or "")))
