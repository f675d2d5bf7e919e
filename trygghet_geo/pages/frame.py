"""What surrounds every page: its style, its language."""

from __future__ import annotations

from html import escape

import streamlit as st

from trygghet_geo import drawing, maps
from trygghet_geo.pages import filters, saying, shared, words
from trygghet_geo.pages.shared import Content, say

ICON = str(maps.STATIC / "icon.svg")
"""A file of our own: a Material icon here would be fetched from Google."""
LANGUAGE = "<script>document.documentElement.lang = '{}'</script>"
"""Streamlit writes lang="en" into every page; a screen reader would read Swedish with English sounds."""


def dress() -> None:
    """Our sign, and the language that the page is in. Its style is there before the page is (`shell`)."""
    st.logo(ICON, size="large")
    st.html(LANGUAGE.format(shared.language()), unsafe_allow_javascript=True)


def pages() -> None:
    """Links to the pages where Streamlit folds its own away, behind a button without a name: on a phone (page.css)."""
    with st.container(key="pages", horizontal=True):
        for name, path in shared.PAGES.items():
            st.page_link(path, label=say(f"page.{name}"))


def printed(content: Content) -> None:
    """The selection in words, for paper: there the sidebar is not (page.css)."""
    if filters.settled(content):
        with st.container(key="printed"):
            said = saying.described(filters.selection(content), content)
            st.html(f"<p>{escape(drawing.plain(said))}</p>")


def settle_language() -> None:
    """Take the language from the address where none is chosen. First of all, because all else is said in it."""
    asked = st.query_params.get("lang", "")
    by_name = {name: code for code, name in words.LANGUAGES.items()}
    if st.session_state.get("lang") not in words.LANGUAGES:
        st.session_state["lang"] = by_name.get(asked, asked if asked in words.LANGUAGES else words.DEFAULT)
    shared.speak(st.session_state["lang"])


def language() -> None:
    """Let the reader choose the language, and keep it in the address."""
    st.selectbox(
        say("lang"), list(words.LANGUAGES), key="lang", format_func=words.LANGUAGES.__getitem__, filter_mode=None
    )
    if st.session_state["lang"] != words.DEFAULT:
        st.query_params["lang"] = st.session_state["lang"]
    else:
        st.query_params.pop("lang", None)
