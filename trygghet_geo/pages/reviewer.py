"""Who reviews, and whether they may: asked once or told by the server in front, written beside every decision."""

from __future__ import annotations

import os

import streamlit as st

from trygghet_geo import store
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import say

_KEY = "reviewer"
"""Where the session keeps the name: not a widget's key, or it would be forgotten with the widget."""
_MAY_CHANGE = ("reviewer", "administrator")


def name() -> str | None:
    """The name of whoever may change things; None until one is given, and for who may only read."""
    known = _known()
    return known if known and may_change(known) else None


def may_change(person: str) -> bool:
    """Whether the store's roles let the person change anything: those named there; everyone where it names nobody."""
    roles = store.open().roles.all()
    return not roles or roles.get(person) in _MAY_CHANGE


def ask() -> str | None:
    """Ask for the name where none is given yet, else say whose decisions these are. None for who may not change."""
    known = _known()
    if known is None and not _header():
        return _form()
    if known is None or not may_change(known):
        st.info(say("review.readonly", who=shared.markdown(known or "–")), icon=":material/lock:")
        if not _header():
            _other()
        return None
    with st.container(horizontal=True, vertical_alignment="center", key="reviewer-known"):
        st.markdown(f":gray[{say('review.by')}] **{shared.markdown(known)}**", width="content")
        if not _header():
            _other()
    return known


def _header() -> str:
    """The header in which a server in front that has people sign in tells who they are; empty when there is none."""
    return os.environ.get("TRYGGHET_USER_HEADER", "").strip()


def _known() -> str | None:
    if header := _header():
        return " ".join((st.context.headers.get(header) or "").split()) or None
    return st.session_state.get(_KEY)


def _form() -> None:
    with st.form("reviewer-form", border=True):
        st.markdown(say("review.name.lead"))
        given = st.text_input(say("review.name"), max_chars=80, help=say("review.name.why"), key="reviewer-name")
        if st.form_submit_button(say("review.start"), type="primary") and given.strip():
            st.session_state[_KEY] = " ".join(given.split())
            st.rerun()


def _other() -> None:
    if st.button(say("review.other"), type="tertiary", key="reviewer-other"):
        st.session_state.pop(_KEY, None)
        st.rerun()
