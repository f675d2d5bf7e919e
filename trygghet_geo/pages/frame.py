"""What surrounds every page: its style, its language."""

from __future__ import annotations

import streamlit as st

from trygghet_geo import maps
from trygghet_geo.pages import shared, words
from trygghet_geo.pages.shared import say

ICON = str(maps.STATIC / "icon.svg")
"""A file of our own: a Material icon here would be fetched from Google."""
LANGUAGE = "<script>document.documentElement.lang = '{}'</script>"
"""Streamlit writes lang="en" into every page; a screen reader would read Swedish with English sounds."""
POLICY = """<script>
if (!document.querySelector('meta[http-equiv="Content-Security-Policy"]')) {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; base-uri 'self'; "
    + `form-action 'self'; connect-src 'self' data: blob: ws://${location.host} wss://${location.host}`;
  document.head.append(policy);
}
</script>"""
"""Content security policy: from here on the browser itself refuses every request to another host. A plain script that
`streamlit run` starts can send no headers of its own, and Streamlit's scripts need 'unsafe-eval'."""


def dress() -> None:
    """Put our style on the page and say which language it is in."""
    st.logo(ICON, size="large")
    st.html(maps.STATIC / "page.css")
    st.html(LANGUAGE.format(shared.language()) + POLICY, unsafe_allow_javascript=True)


def pages() -> None:
    """Links to the pages where Streamlit folds its own away, behind a button without a name: on a phone (page.css)."""
    with st.container(key="pages", horizontal=True):
        for name, path in shared.PAGES.items():
            st.page_link(path, label=say(f"page.{name}"))


def language() -> None:
    """Let the reader choose the language, and keep it in the address. Drawn first, because all else is said in it."""
    asked = st.query_params.get("lang", "")
    by_name = {name: code for code, name in words.LANGUAGES.items()}
    if "lang" not in st.session_state:
        st.session_state["lang"] = by_name.get(asked, asked if asked in words.LANGUAGES else words.DEFAULT)
    st.selectbox(
        say("lang"), list(words.LANGUAGES), key="lang", format_func=words.LANGUAGES.__getitem__, filter_mode=None
    )
    if st.session_state["lang"] != words.DEFAULT:
        st.query_params["lang"] = st.session_state["lang"]
    else:
        st.query_params.pop("lang", None)
