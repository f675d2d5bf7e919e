"""What surrounds every page: its style, its language."""

from __future__ import annotations

import streamlit as st

from trygghet_geo import maps
from trygghet_geo.pages import filters, shared, words
from trygghet_geo.pages.shared import say

ICON = str(maps.STATIC / "icon.svg")
"""A file of our own: a Material icon here would be fetched from Google."""
LANGUAGE = "<script>document.documentElement.lang = '{}'</script>"
"""Streamlit writes lang="en" into every page; a screen reader would read Swedish with English sounds."""


def dress() -> None:
    """Put our style on the page and say which language it is in."""
    st.logo(ICON, size="large")
    st.html(maps.STATIC / "page.css")
    st.html(LANGUAGE.format(shared.language()), unsafe_allow_javascript=True)


def language() -> None:
    """Let the reader choose the language. Drawn first, because all the rest is said in it."""
    st.selectbox(
        say("lang"),
        list(words.LANGUAGES.values()),
        key="lang",
        bind="query-params",
        filter_mode=None,
        persist_state="session",
        # The selection is kept by its labels, which are another language's from here on.
        on_change=filters.clear,
    )
