"""Metoder: how a figure is counted, and when not to believe it; every figure of the interface links to its paragraph.

Swedish readers get it in plain words, with the analysts' paragraph of docs/statistics.md (English) below it.
"""

import re

import streamlit as st

from trygghet_geo import paths
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import say

_ANCHOR = re.compile(r'<a id="(\w+)"></a>\s*')
_HEADING = re.compile(r"\A## .*\n")


@st.cache_resource(show_spinner=False)
def paragraphs(language: str) -> dict[str, str]:
    """Markdown without its heading, by anchor, in the order of the text: `sv` for residents, `en` for analysts."""
    file = shared.HERE.parent / "locale" / "sv" / "methods.md" if language == "sv" else paths.DOCS / "statistics.md"
    parts = _ANCHOR.split(file.read_text("utf-8"))
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {name: _HEADING.sub("", text) for name, text in found.items() if name in shared.METHODS}


shared.content()
asked = st.query_params.get("metod", "")
chosen = asked if asked in shared.METHODS else shared.METHODS[0]
st.title(say("methods.title"), anchor=False)
st.markdown(say("methods.lead"))
with st.container(horizontal=True, key="methods"):
    for name in shared.METHODS:
        shared.link("methods", say(f"methods.{name}"), metod=name)
with st.container(width=900, key=f"method-{chosen}"):
    st.header(say(f"methods.{chosen}"), anchor=False)
    st.markdown(paragraphs(shared.language())[chosen])
    if shared.language() == "sv":
        with st.expander(say("methods.whole")):
            st.markdown(paragraphs("en")[chosen])
