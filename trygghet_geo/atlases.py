"""All that a map of one table can draw, made ready, so that what a selection shows of it is said in milliseconds.

What it looks like is `drawing`'s; here thousands of things are put together as arrays and not one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from trygghet_geo import drawing
from trygghet_geo.summaries import Counted, Drawn
from trygghet_geo.tallies import factorized

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trygghet_geo.drawing import Style, Wording


class Atlas:
    """`things` by their numbers (`summaries.Index.things`); `parts` are their geometries, to be sent once.

    `names` are what the places of the parts are called, by `drawing.key`: labels tell those of the foremost only.
    """

    def __init__(self, things: Sequence[Drawn]) -> None:
        self._things = tuple(things)
        kept = drawing.bank(self._things)
        self.parts = kept.parts
        self.names = {drawing.key(thing.place_id): drawing.plain(thing.name) for thing in self._things}
        rows = [
            (number, part, layer)
            for number, thing in enumerate(self._things)
            for layer, parts in enumerate(kept.layers(thing))
            for part in parts
        ]
        whose, self._part, self._layer = np.array(rows, dtype=np.intp).reshape(-1, 3).T
        self._rows = np.bincount(whose, minlength=len(self._things))
        self._first = np.cumsum(self._rows) - self._rows
        self._place, self._places = factorized(np.array([thing.place_id for thing in self._things], dtype=object))
        alike: dict[tuple, int] = {}
        forms = ((kept.form(thing), thing.kind) for thing in self._things)
        self._alike = np.array([alike.setdefault(form, len(alike)) for form in forms], dtype=np.intp)
        self._number = {place: number for number, place in enumerate(self._places)}
        self._looks: dict[tuple, tuple[tuple[str, dict[str, Any]], ...]] = {}
        self._labels: dict[tuple, dict[str, Any]] = {}

    def brief(self, found: Counted, *, style: Style, wording: Wording, chosen: str | None = None) -> dict[str, Any]:
        """`drawing.layer` with the geometries of `parts` by number and every look once: 5,000 places in some 50 KB.

        `shapes` is the number of a geometry, that of its look, the next geometry's, and so on.

        Only the LABELS places with most statements are labelled; the list beside the map holds them all.
        """
        at = self._place[found.numbers]
        is_chosen = at == self._number.get(chosen, -1)
        looks, shapes = self._shapes(found, is_chosen, style)
        shown = self._drawn(found, self._one_each(found))
        forms = {drawing.form(thing) for thing in shown}
        opened = self._drawn(found, np.flatnonzero(is_chosen)[:1])
        return {
            "looks": looks,
            "shapes": shapes,
            "labels": drawing.labels(self._drawn(found, self._labelled(found, at)), wording, fixed=self._label),
            "legend": {"title": wording.title, "rows": drawing.legend(shown, style, wording, forms=forms)},
            "chosen": next((drawing.anchor(thing.geometry) for thing in opened), None),
        }

    def _shapes(
        self, found: Counted, chosen: NDArray[np.bool_], style: Style
    ) -> tuple[list[dict[str, Any]], list[int]]:
        # A sign grows no more beyond that count, so that those above it look alike.
        counts = np.minimum(found.counts, drawing.LARGEST_COUNT)
        same = (self._alike[found.numbers] * (len(found.names) + 1) + found.categories + 1) * 1000 + counts
        _, first, which = np.unique(same * 2 + chosen, return_index=True, return_inverse=True)
        looks: dict[str, int] = {}
        said: list[dict[str, Any]] = []
        layers = np.zeros((len(first), 2), dtype=np.intp)
        # In the order in which they are drawn, so that the same selection always says the same.
        for number in np.argsort(first).tolist():
            told = self._look(found, int(first[number]), bool(chosen[first[number]]), style)
            for layer, (name, look) in enumerate(told):
                if name not in looks:
                    looks[name] = len(said)
                    said.append(look)
                layers[number, layer] = looks[name]
        rows = self._rows[found.numbers]
        at = np.arange(rows.sum()) + np.repeat(self._first[found.numbers] - (np.cumsum(rows) - rows), rows)
        pairs = np.column_stack((self._part[at], layers[np.repeat(which, rows), self._layer[at]]))
        return said, pairs.ravel().tolist()

    def _look(self, found: Counted, at: int, chosen: bool, style: Style) -> tuple[tuple[str, dict[str, Any]], ...]:
        """How the thing at that position looks, each with a name that is the same for what looks alike."""
        category = found.categories[at]
        colour = style.colour(found.names[category] if category >= 0 else None)
        count = min(int(found.counts[at]), drawing.LARGEST_COUNT)
        same = (int(self._alike[found.numbers[at]]), colour, count, chosen)
        if same not in self._looks:
            (thing,) = self._drawn(found, [at])
            self._looks[same] = tuple((json.dumps(look), look) for look in drawing.looks(thing, style, chosen=chosen))
        return self._looks[same]

    def _label(self, thing: Drawn) -> dict[str, Any]:
        # The geometries are those of the things that are kept here: none is forgotten and another put in its place.
        same = (thing.place_id, id(thing.geometry), thing.precision, thing.uncertainty_m)
        if same not in self._labels:
            self._labels[same] = drawing.label(thing)
        return self._labels[same]

    def _drawn(self, found: Counted, where: Iterable[int]) -> list[Drawn]:
        """The things at those positions of `found`, as the selection counts them."""
        drawn = []
        for at in where:
            thing, category = self._things[found.numbers[at]], found.categories[at]
            told = found.names[category] if category >= 0 else None
            # Not dataclasses.replace, which takes four times as long.
            drawn.append(Drawn(**{**vars(thing), "count": int(found.counts[at]), "category": told}))
        return drawn

    def _one_each(self, found: Counted) -> NDArray[np.intp]:
        """One thing of each form and category: all that the legend has to speak of."""
        same = self._alike[found.numbers] * (len(found.names) + 1) + found.categories
        return np.sort(np.unique(same, return_index=True)[1])

    def _labelled(self, found: Counted, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """The things of the LABELS places with most statements, ties by their ids."""
        counts = np.bincount(at, weights=found.counts, minlength=len(self._places))
        most = np.lexsort((np.arange(len(counts)), -counts))[: drawing.LABELS]
        return np.flatnonzero(np.isin(at, most))


def counted(things: Sequence[Drawn]) -> Counted:
    """`things` as they stand, as what is counted of the Atlas that is made of them."""
    numbers, names = factorized(np.array([thing.category for thing in things], dtype=object))
    counts = np.array([thing.count for thing in things], dtype=np.intp)
    return Counted(np.arange(len(things)), counts, numbers, tuple(names))
