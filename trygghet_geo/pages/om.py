"""Om kartan: what it shows and what it does not, where its data comes from, what it does with personal data."""

import streamlit as st

import trygghet_geo
from trygghet_geo import summaries
from trygghet_geo.pages import mapview, shared, words
from trygghet_geo.pages.shared import say

content = shared.content()
table, days = content.table, summaries.days(content.table)

with st.container(width=760):
    st.title(say("page.about"), anchor=False)
    for section in ("shows", "not", "places"):
        st.subheader(say(f"about.{section}"), anchor=False)
        st.markdown(say(f"about.{section}.text"))

    st.subheader(say("about.methods"), anchor="metoder")
    st.markdown(say("about.methods.text"))

    st.subheader(say("about.content"), anchor=False)
    counts = {"documents": len(content.documents), "count": summaries.said(table)}
    counts["placed"] = counts["count"] - summaries.said(summaries.unplaced(table))
    period = words.span(days[0], days[-1], shared.language()) if days else "–"
    st.markdown(say("about.content.text", period=period, **counts))
    if invented := sum(document.invented for document in content.documents):
        st.markdown(say("about.invented", count=invented))

    st.subheader(say("about.sources"), anchor=False)
    st.markdown(f"{say('about.base')}: {shared.markdown(mapview.credit(content))}")
    st.markdown(say("about.code"))
    st.markdown(say("about.pictures"))

    st.subheader(say("about.privacy"), anchor=False)
    st.markdown(say("about.privacy.text"))

    st.subheader(say("about.access"), anchor="tillganglighet")
    st.markdown(say("about.access.text"))

    st.subheader(say("about.version"), anchor=False)
    st.markdown(say("about.version.text", version=trygghet_geo.__version__, store=content.version))
