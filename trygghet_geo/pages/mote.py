"""Möte: the last meeting on the projector, one item at a time, with what came of it."""

from datetime import date

import streamlit as st

from trygghet_geo import agenda, followups, maps, store
from trygghet_geo.pages import filters, shared, slides
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import basemap
from trygghet_geo.selection import Selection
from trygghet_geo.statistics import occasions

STEPPER = f"<script>{(maps.STATIC / 'meeting.js').read_text('utf-8')}</script>"


@st.cache_resource(max_entries=16, show_spinner=False)
def written(version: str, language: str, selection: Selection, *, day: date, _content: Content) -> str:
    """The slides; the same for everyone who asks for the same, so that the second one waits for nothing."""
    table = selection.apply(_content.table, inside=_content.inside)
    sources = occasions.sources(_content.documents)
    entered = followups.measures(store.open(), _content.table)
    found = agenda.agenda(table, sources, _content.inside, day=day, entered=entered)
    return slides.slides(_content, found, table, basemap.layers(_content.code) if _content.code else {})


content = shared.content()
# What came of a concern is told by other kinds and at other times than those chosen.
wanted, _ = filters.found_in(content)
for field in ("kinds", "meetings", "date_from", "date_to", "statuses", "documents"):
    wanted = wanted.without(field)

days = [one.day for one in agenda.meetings(occasions.sources(content.documents))]
if not days:
    st.info(say("meeting.none"))
    st.stop()
asked = st.query_params.get("mote", "")
day = next((one for one in days if one.isoformat() == asked), days[-1])

st.html(maps.STATIC / "meeting.css")
with st.container(key="leave"):
    shared.link("map", say("meeting.do.leave"))
with st.spinner(say("meeting.loading")):
    made = written(content.version, shared.language(), wanted, day=day, _content=content)
st.html(made)
st.html(STEPPER, unsafe_allow_javascript=True)
with st.container(key="meetings", horizontal=True):
    for one in reversed(days):
        shared.link("meeting", shared.markdown(shared.day(one)), mote=one.isoformat())
