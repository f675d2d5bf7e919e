"""Whom to name beside a map, from the sources its places and its background state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

_PRINTED = MappingProxyType(
    {
        "OpenStreetMap": "© OpenStreetMap contributors (ODbL 1.0)",
        "GeoNames": "GeoNames (CC BY 4.0)",
        "GSHHG": "GSHHG (LGPL 3)",
    }
)
"""How those who ask for a certain wording are printed; the others by their name as it stands."""


def line(sources: Iterable[str]) -> str:
    """One line with each maker once, in alphabetical order.

    A source reads "maker, data set" or "maker (remark)", with "via maker" for whoever passed it on:
    "SCB, tätorter 2023", "GeoNames via Who's On First". Several sources of one place stand with `;` between them.
    """
    makers = {_maker(part) for source in sources for part in re.split(r"; | via ", source)}
    return " · ".join(sorted((_PRINTED.get(maker, maker) for maker in makers if maker), key=_alphabetical))


def _maker(part: str) -> str:
    return re.split(r"[,(]|\s\d", part, maxsplit=1)[0].strip()


def _alphabetical(text: str) -> str:
    return text.lstrip("© ").casefold()
