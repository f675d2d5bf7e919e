"""Karta: the places of the selection on a map, the list beside it, and what was said at the place one points at."""

import streamlit as st

from trygghet_geo import summaries
from trygghet_geo.pages import cards, filters, mapview, shared
from trygghet_geo.pages.shared import say

content = shared.content()
st.title(shared.markdown(mapview.heading(content)), anchor=False)
selection, table = filters.found_in(content)
unplaced = summaries.unplaced(table)
if not table.empty:
    count = summaries.said(table)
    placed = say("map.placed", placed=count - summaries.said(unplaced), count=count, what=cards.what(table, count))
    st.markdown(f"{placed} :gray[· {shared.markdown(mapview.extent(table))}] · {say('map.honest')}")

left, right = st.columns([2.3, 1], gap="medium")
with left:
    mapview.show(content, table)
with right, st.container(key="side"):
    chosen = st.query_params.get("visa")
    if chosen:
        cards.place_card(content, table, chosen, close=say("card.back"))
        shared.bring_into_view("side")
    elif not table.empty:
        cards.place_list(summaries.ranked(table), home=shared.home(content))
        cards.unplaced_list(content, unplaced)
