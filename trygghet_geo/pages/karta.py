"""Karta: the places of the selection on a map, the list beside it, and what was said at the place one points at."""

import streamlit as st

from trygghet_geo.pages import answers, cards, filters, layers, mapview, shared
from trygghet_geo.pages.shared import say

content = shared.content()
st.title(shared.markdown(mapview.heading(content)), anchor=False)
# What stands above the map has one place of its own, whatever it is: the map's frame stays and keeps its view.
lead = st.container()
with lead:
    selection, mask = filters.found_in(content)
left, right = st.columns([2.3, 1], gap="medium")
with left:
    layer, under = layers.choose()
    overlay = layers.made(content, selection, layer=layer, under=under)
    mapview.show(content, selection, mask, overlay=overlay, bare=layer == "density" and bool(overlay.shapes))
# Above the map, but after it: the map is what one waits for.
if mask.any():
    extent = shared.markdown(mapview.extent(content, mask))
    lead.markdown(f"{cards.placed(content, mask)} :gray[· {extent}] · {say('map.honest')}")
with right, st.container(key="side"):
    chosen = st.query_params.get("visa")
    if chosen:
        rows = cards.place_card(content, selection, mask, place_id=chosen, close=say("card.back"))
        answers.show(content, chosen, set(rows["category"]), quoted=set(rows["statement_id"]))
        shared.bring_into_view("side")
    elif mask.any():
        cards.place_list(content, selection, mask)
        cards.unplaced_list(content, mask)
