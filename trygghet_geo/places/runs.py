"""Mentions that belong together: "Storgatan, Kyrkvägen och Haga", "Haga i Almtuna"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Mention

_COORDINATED = re.compile(r"\s*(?:,|/|och|samt|eller|, och)\s*(?:(?:på|i|vid|kring)\s+)?(?:\w+\s+)?", re.IGNORECASE)
_NESTED = re.compile(r"\s*(?:,|\(|i|i centrala|i norra|i södra)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Inherited:
    """The mentions a statement takes over and the pass that found them; no mentions: the words say the municipality."""

    mentions: tuple[Mention, ...]
    why: str


def at_end(scope: Scope, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The last mention with those it is coordinated with or nested in."""
    first = len(found) - 1
    while first > 0 and _joined(scope, found[first - 1], found[first]):
        first -= 1
    return tuple(found[first:])


def at_start(scope: Scope, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The first mention with those it is coordinated with or nested in."""
    last = 1
    while last < len(found) and _joined(scope, found[last - 1], found[last]):
        last += 1
    return tuple(found[:last])


def _joined(scope: Scope, one: Mention, other: Mention) -> bool:
    gap = scope.document.text[one.end : other.start]
    return bool(_COORDINATED.fullmatch(gap) or _NESTED.fullmatch(gap))
