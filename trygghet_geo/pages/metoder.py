"""Metoder: the paragraph of docs/statistics.md behind a figure; every figure of the interface links to its own."""

import re

import streamlit as st

from trygghet_geo import paths
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import say

_ANCHOR = re.compile(r'<a id="(\w+)"></a>\s*')


@st.cache_resource(show_spinner=False)
def paragraphs() -> dict[str, str]:
    """Markdown by anchor, in the order of the text."""
    parts = _ANCHOR.split((paths.DOCS / "statistics.md").read_text("utf-8"))
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {name: text for name, text in found.items() if name in shared.METHODS}


shared.content()
asked = st.query_params.get("metod", "")
chosen = asked if asked in shared.METHODS else shared.METHODS[0]
st.title(say("methods.title"), anchor=False)
st.markdown(say("methods.lead"))
with st.container(horizontal=True, key="methods"):
    for name in shared.METHODS:
        shared.link("methods", say(f"methods.{name}"), metod=name)
with st.container(width=900, key=f"method-{chosen}"):
    st.markdown(paragraphs()[chosen])
