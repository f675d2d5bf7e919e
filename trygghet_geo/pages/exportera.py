"""Exportera: the selection as a file in every format there is, and the selection said in words."""

from functools import partial

import streamlit as st

from trygghet_geo import export, privacy, summaries
from trygghet_geo.pages import cards, filters, shared, words
from trygghet_geo.pages.shared import say

content = shared.content()
selection, table = filters.chosen(content)

st.title(say("export.title"), anchor=False)
placed = summaries.said(table) - summaries.said(summaries.unplaced(table))
st.markdown(say("export.lead", count=cards.count_of(table), placed=placed, rows=len(table)))
st.markdown(f"**{say('export.filter')}**")
st.text(filters.described(selection, content))
st.caption(say("export.link"))

masked = st.toggle(say("export.mask"), value=True, key="mask", help=say("export.mask_help"))


def written(suffix: str) -> bytes:
    """The selection as a file, made on the click and not for every format on every visit."""
    return export.to_bytes(privacy.public(table, content.people) if masked else table, suffix)


stem = filters.file_stem(selection, content)
for suffix in export.EXPORTS:
    key = f"export.{suffix}"
    name = say(key) if words.has(key) else say("export.other", suffix=suffix)
    st.download_button(
        say("export.button", name=name),
        partial(written, suffix),
        file_name=f"{stem}{suffix}",
        mime="application/octet-stream",
        key=f"download{suffix}",
        icon=":material/download:",
        on_click="ignore",
    )
if masked:
    st.caption(say("export.masked"))
else:
    st.warning(say("export.personal"))
