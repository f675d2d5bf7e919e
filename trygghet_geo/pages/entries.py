"""A new entry of the gazetteer: its name, what it is, where it lies, and how exactly that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo.pages import reviewer, sketch
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.store import naming

if TYPE_CHECKING:
    from collections.abc import Callable

    from trygghet_geo.records import Municipality, Place

KINDS = ("landmark", "neighbourhood", "road", "locality")
FORM_KINDS = {"Point": "landmark", "LineString": "road", "Polygon": "neighbourhood"}
UNCERTAIN_M = 50


def entry(
    content: Content, home: Municipality, words: str, key: str, *, save: Callable[[Callable[[], Place]], None]
) -> None:
    """Fields for a new place that `words` name; `save` is given what adds it."""
    with st.container(border=True, key=f"entry-{abs(hash(key))}"):
        st.markdown(f"**{say('entry.title')}**")
        name = st.text_input(say("entry.name"), words, key=f"entry-name-{key}", max_chars=120)
        geometry = sketch.sketch(content, key)
        usual = FORM_KINDS.get(geometry.geom_type, KINDS[0]) if geometry is not None else KINDS[0]
        kind = st.selectbox(
            say("entry.kind"), KINDS, index=KINDS.index(usual), format_func=lambda one: say(f"placekind.{one}"),
            key=f"entry-kind-{key}-{usual}",
        )  # fmt: skip
        reach = st.number_input(
            say("entry.uncertainty"),
            1,
            20_000,
            UNCERTAIN_M,
            key=f"entry-reach-{key}",
            help=say("entry.uncertainty.help"),
        )
        if st.button(say("entry.save"), type="primary", key=f"entry-save-{key}", disabled=geometry is None):
            other = [words] if words.casefold() != name.strip().casefold() else []
            given = {"name": name.strip(), "kind": kind, "aliases": other, "uncertainty_m": reach}
            given |= {"municipality_code": home.code}

            def add() -> Place:
                made = naming.add(home, given, geometry, by=reviewer.name())
                sketch.forget(key)
                return made

            save(add)
