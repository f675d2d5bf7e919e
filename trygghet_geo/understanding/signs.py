"""What the rules saw in a clause, as features of the model: the pass that settled it, its cues, what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from trygghet_geo.understanding.claims import Trigger

MARK = "#"
"""Opens the name of a sign; no word of a text begins so."""


def signs(
    verdict: tuple[str, str], cues: Iterable[str], *, terms: Iterable[Trigger], topics: Iterable[Trigger], placed: bool
) -> tuple[str, ...]:
    """Names of everything the rules saw; `verdict` is kind and pass. Sorted, each once."""
    kind, rule = verdict
    seen = {f"{MARK}kind:{kind}", f"{MARK}rule:{rule}"}
    seen |= {f"{MARK}cue:{name}" for name in cues}
    spoken = {t.category for t in terms} | {t.code for t in terms}
    seen |= {f"{MARK}term:{name}" for name in spoken}
    seen |= {f"{MARK}topic:{t.category}" for t in topics}
    if not spoken:
        seen.add(f"{MARK}no_term")
    if placed:
        seen.add(f"{MARK}placed")
    return tuple(sorted(seen))
