"""How likely a real hotspot would have been found: measured once, and shown with every result.

The figures are those of `python -m benchmarks.statistics_simulation` (docs/statistics.md); for its municipality.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Share of simulated maps on which a real hotspot was found, by number of concerns, 40 % of them vague."""

    statements: int
    times: int
    """How many times as often as expected things were raised there."""
    locality: float
    place: float
    """Of about 750 m in the largest town."""


def measured(statements: int) -> Found | None:
    """What was measured for the nearest smaller number of concerns; None below the smallest."""
    return next((found for found in reversed(FOUND) if found.statements <= statements), None)


def words(statements: int) -> str | None:
    """One Swedish sentence for a result on so many concerns."""
    found = measured(statements)
    if found is None:
        return None
    return (
        f"med {found.statements} uppgifter hittas en ort där {found.times} gånger mer än väntat tas upp i "
        f"{round(100 * found.locality)} % av fallen, en plats inom en ort i {round(100 * found.place)} % (simulerat)"
    )


FOUND: tuple[Found, ...] = (
    Found(20, 8, locality=0.02, place=0.00),
    Found(50, 8, locality=0.97, place=0.80),
    Found(300, 4, locality=1.00, place=0.95),
    Found(2000, 2, locality=1.00, place=1.00),
)
