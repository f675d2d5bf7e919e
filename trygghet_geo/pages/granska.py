"""Granska: one statement at a time beside its document, the doubtful first: confirm, correct, reject, split, add."""

import streamlit as st

from trygghet_geo.pages import decisions, judging, reviewer, shared, sheets, waiting
from trygghet_geo.pages.shared import say

content = shared.content()
st.title(say("review.title"), anchor=False)
if not content.documents:
    st.info(say("empty.store"))
    st.stop()
if reviewer.ask() is None:
    st.stop()

code = st.query_params.get("handling")
stored = next((one for one in content.documents if code and len(code) >= 8 and one.sha256.startswith(code)), None)
work = waiting.work(content, stored.sha256 if stored else None)
judging.progress(content, work, stored)
if not work.order and stored is None:
    st.info(say("empty.selection"))
    st.stop()

current = decisions.current(work)
sha256 = judging.document_of(work, current) or (stored.sha256 if stored else None)
left, right = st.columns([1.35, 1], gap="medium")
with left:
    sheets.show(content, work, sha256, current)
with right:
    judging.panel(content, work, sha256, current)
