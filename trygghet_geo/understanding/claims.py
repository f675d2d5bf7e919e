"""From term matches to claims: guards, types, and which category gives way when two share their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from trygghet_geo.understanding.lexicon import Sense
from trygghet_geo.understanding.patterns import Found

ABSORBS: tuple[tuple[str, str], ...] = (
    # The event decides: what is on the left makes what is on the right a part of it, within one clause.
    ("burglary", "theft"),
    ("burglary", "vandalism/property_damage"),
    ("burglary", "disorder/trespassing"),
    ("violence/robbery", "theft"),
    ("violence/robbery", "violence/threats"),
    ("violence/robbery", "violence/assault"),
    ("violence/robbery", "violence/weapons"),
    ("violence/robbery", "violence"),
    ("violence/shooting", "violence/weapons"),
    ("violence/assault", "violence/weapons"),
    ("violence/threats", "violence/weapons"),
    ("violence/fight", "violence/assault"),
    ("violence/sexual_offence", "violence/harassment"),
    ("violence", "disorder/noise"),
    ("violence/robbery", "youth"),
    ("violence/fight", "youth"),
    ("fraud", "violence/threats"),
    ("violence/sexual_offence", "violence"),
    ("domestic_violence/partner", "disorder"),
    ("traffic/impaired_driving", "traffic"),
    ("unsafety", "environment/maintenance"),
    ("violence/assault", "violence"),
    ("fraud", "theft"),
    ("fraud", "burglary"),
    ("fire", "vandalism"),
    ("fire/vehicle_fire", "traffic"),
    ("domestic_violence", "violence"),
    ("animal_health", "violence"),
    ("animal_health", "wellbeing"),
    ("vandalism/graffiti", "vandalism/property_damage"),
    ("vandalism/graffiti", "violence/harassment"),
    ("vandalism", "environment/maintenance"),
    ("theft", "traffic"),
    ("traffic/impaired_driving", "disorder/alcohol"),
    ("traffic/impaired_driving", "drugs"),
    ("traffic/impaired_driving", "traffic/reckless_driving"),
    ("traffic/accident", "traffic"),
    ("traffic/accident", "environment"),
    ("traffic/accident", "vandalism"),
    ("traffic/moped_a_tractor", "traffic/speeding"),
    ("traffic/moped_a_tractor", "traffic/reckless_driving"),
    ("traffic/e_scooter", "traffic/moped_a_tractor"),
    ("traffic/e_scooter", "traffic/parking"),
    ("traffic/e_scooter", "traffic/speeding"),
    ("traffic/e_scooter", "environment/litter"),
    ("environment/lighting", "environment/maintenance"),
    ("environment/lighting", "vandalism/property_damage"),
    ("environment/vegetation", "traffic/crossing"),
    ("environment/snow_ice", "environment/maintenance"),
    ("environment/litter", "environment/maintenance"),
    ("drugs/dealing", "drugs/use"),
    ("youth/recruitment", "youth/unrest"),
    ("youth/recruitment", "other"),
    ("youth/bullying", "violence/harassment"),
    ("disorder/gathering", "youth/unrest"),
    ("disorder/fireworks", "disorder/noise"),
    ("disorder/alcohol", "drugs/use"),
)


class Trigger(NamedTuple):
    """A category with its words: words[first:last] of the sentence."""

    category: str
    type: str | None
    first: int
    last: int
    rule: str

    @property
    def code(self) -> str:
        return f"{self.category}/{self.type}" if self.type else self.category


def triggers(found: Iterable[Found], role: str = "terms") -> list[Trigger]:
    """The categories that a clause's words of `role` speak of, in order of their words, each (category, type) once."""
    found = list(found)
    guards = [f for f in found if f.pattern.payload.role == "guards"]
    kept = [f for f in found if f.pattern.payload.role == role and not _guarded(f, guards)]
    if not kept:
        return []
    made = _typed([_trigger(f) for f in kept], [f for f in found if f.pattern.payload.role == "context"])
    if len(made) == 1:
        return made
    return sorted(_apart(_once(_absorbed(made))), key=lambda t: (t.first, t.last))


def _trigger(found: Found) -> Trigger:
    sense: Sense = found.pattern.payload
    return Trigger(sense.category, sense.type, found.first, found.last, found.pattern.rule)


def _guarded(found: Found, guards: Iterable[Found]) -> bool:
    sense = found.pattern.payload
    return any(
        g.first < found.last
        and found.first < g.last
        and g.pattern.payload.category == sense.category
        and g.pattern.payload.type in (None, sense.type)
        for g in guards
    )


def _typed(made: Sequence[Trigger], context: Sequence[Found]) -> list[Trigger]:
    """Untyped triggers get the type of a typed one that shares their words, else of the nearest context word."""
    typed = [t for t in made if t.type]
    out = list(typed)
    for trigger in made:
        if trigger.type:
            continue
        if any(t.category == trigger.category for t in typed):
            continue
        near = [
            (_distance(trigger, f), f.first, f.pattern.payload.type)
            for f in context
            if f.pattern.payload.category == trigger.category
        ]
        out.append(
            trigger if not near else Trigger(trigger.category, min(near)[2], trigger.first, trigger.last, trigger.rule)
        )
    return out


def _distance(trigger: Trigger, found: Found) -> int:
    return max(0, found.first - trigger.last + 1, trigger.first - found.last + 1)


def _absorbed(made: list[Trigger]) -> list[Trigger]:
    if len(made) == 1:
        return made
    codes = {t.code for t in made} | {t.category for t in made}
    gone = {(winner, loser) for winner, loser in ABSORBS if winner in codes}
    kept = [
        t
        for t in made
        if not any(
            loser in (t.code, t.category) and winner not in (t.code, t.category if "/" not in loser else "")
            for winner, loser in gone
        )
    ]
    return kept or made


def _once(made: list[Trigger]) -> list[Trigger]:
    """Each (category, type) with its longest words; of two types of one category on the same words, the longer's."""
    best: dict[tuple[str, str | None], Trigger] = {}
    for trigger in made:
        key = (trigger.category, trigger.type)
        if key not in best or trigger.last - trigger.first > best[key].last - best[key].first:
            best[key] = trigger
    return [
        t
        for t in best.values()
        if not any(
            o is not t
            and o.category == t.category
            and o.first < t.last
            and t.first < o.last
            and (o.last - o.first, o.rule) > (t.last - t.first, t.rule)
            for o in best.values()
        )
    ]


def _apart(made: list[Trigger]) -> list[Trigger]:
    """Of two categories where one's words lie inside the other's, the one with more words."""
    return [
        t
        for t in made
        if not any(
            o.category != t.category and o.first <= t.first and t.last <= o.last and o.last - o.first > t.last - t.first
            for o in made
        )
    ]
