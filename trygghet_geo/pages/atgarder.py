"""Åtgärder: what is done about what was raised, by whom and until when; what is late, and what nobody has answered."""

import streamlit as st

from trygghet_geo.pages import followup, measureform, reviewer, shared
from trygghet_geo.pages.shared import say

content = shared.content()
st.title(say("measures.title"), anchor=False)
if not content.documents:
    st.info(say("empty.store"))
    st.stop()
st.markdown(say("measures.lead"))
found = followup.found(content)
measureform.told()
followup.summary(found)
shared.method("measures")
view = measureform.view()
if view == "late":
    followup.late(content, found)
elif view == "open":
    followup.unanswered(content, found)
elif view == "told":
    followup.told(content, found)
elif reviewer.ask():
    measureform.new(content)
    measureform.every(content)
