"""Who reviews: asked once, kept in the session, written beside every decision."""

from __future__ import annotations

import streamlit as st

from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import say

_KEY = "reviewer"
"""Where the session keeps the name: not a widget's key, or it would be forgotten with the widget."""


def name() -> str | None:
    """The reviewer's name, None until one is given; what needs one is shown first then."""
    return st.session_state.get(_KEY)


def ask() -> str | None:
    """Ask for the name where none is given yet, else say whose decisions these are."""
    known = name()
    if known:
        with st.container(horizontal=True, vertical_alignment="center", key="reviewer-known"):
            st.markdown(f":gray[{say('review.by')}] **{shared.markdown(known)}**", width="content")
            if st.button(say("review.other"), type="tertiary", key="reviewer-other"):
                st.session_state.pop(_KEY)
                st.rerun()
        return known
    with st.form("reviewer-form", border=True):
        given = st.text_input(say("review.name"), max_chars=80, help=say("review.name.why"), key="reviewer-name")
        if st.form_submit_button(say("review.start"), type="primary") and given.strip():
            st.session_state[_KEY] = " ".join(given.split())
            st.rerun()
    return None
