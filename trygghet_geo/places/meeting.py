"""Two or three places that the words put together: a crossing's streets must meet, a stretch's ends lie on its road.

Every town has a Storgatan, and a large one has two; of all that answer to the names, only those that meet are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from trygghet_geo.places import shapes
from trygghet_geo.places.choice import Choice
from trygghet_geo.records import Place

MEET_M = 150.0
"""Streets nearer than this meet, as far as outlines and joined lines can tell; sites count as on the road they face."""


def settled(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The same choices, a tie settled where exactly one combination of candidates lies together.

    The last one is what the others must touch: the other street of a crossing, the road of a stretch.
    """
    pools = [(each.place,) if each.place else each.tied for each in choices]
    if all(len(pool) == 1 for pool in pools) or not all(pools):
        return tuple(choices)
    fitting = [found for found in product(*pools) if _together(found)]
    if len(fitting) != 1:
        return tuple(choices)
    return tuple(
        each if each.place else replace(each, place=place, why=(*each.why[:-1], f"meets the others: {place.id}"))
        for each, place in zip(choices, fitting[0], strict=True)
    )


def _together(places: Sequence[Place]) -> bool:
    *others, road = places
    if any(one.id == road.id for one in others):
        return False
    return all(
        shapes.distance_m(one.geometry, road.geometry) <= MEET_M + min(one.uncertainty_m + road.uncertainty_m, MEET_M)
        for one in others
    )
