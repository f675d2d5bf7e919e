"""Platser: words that name a place nobody knows, or one of several, settled by the coordinator with a click."""

import streamlit as st

from trygghet_geo.pages import names, reviewer, shared
from trygghet_geo.pages.shared import say

content = shared.content()
st.title(say("places.title"), anchor=False)
if not content.documents:
    st.info(say("empty.store"))
    st.stop()
st.markdown(say("places.lead"))
if reviewer.ask() is None:
    st.stop()
names.told()
names.rereading()
names.listing(content)
names.decided(content)
