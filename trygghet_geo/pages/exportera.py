"""Exportera: the selection as a file in every format there is, as a picture, as a lägesbild, and as an address."""

from functools import partial

import streamlit as st

from trygghet_geo import captions, export, privacy, summaries
from trygghet_geo.pages import cards, filters, handing, saying, shared, words
from trygghet_geo.pages.shared import say

content = shared.content()
selection, table = filters.chosen(content)

st.title(say("export.title"), anchor=False)
placed = summaries.said(table) - summaries.said(summaries.unplaced(table))
st.markdown(say("export.lead", count=cards.count_of(table), placed=placed, rows=len(table)))
st.markdown(f"**{say('export.filter')}**")
st.text(saying.described(selection, content))

masked = st.toggle(say("export.mask"), value=True, key="mask", help=say("export.mask_help"))


def written(suffix: str) -> bytes:
    """The selection as a file, made on the click and not for every format on every visit."""
    rows = privacy.public(table, content.people) if masked else table
    places = {place_id: entry.name for place_id, entry in content.inside.items()}
    documents = {one.sha256: one.name for one in content.documents}
    told = captions.selected(selection, shared.catalogue(), places=places, documents=documents)
    told = privacy.masked(told, content.people) if masked else told
    about = captions.about(rows, told, masked=masked)
    return about.encode() if suffix == ".txt" else export.to_bytes(rows, suffix, about=about)


def button(label: str, suffix: str) -> None:
    st.download_button(
        label,
        partial(written, suffix),
        file_name=f"{stem}{suffix}",
        mime="application/octet-stream",
        key=f"download{suffix}",
        icon=":material/download:",
        on_click="ignore",
    )


stem = filters.file_stem(selection, content)
files, more = st.columns(2, gap="large")
with files:
    st.subheader(say("export.files"), anchor=False)
    if masked:
        st.caption(say("export.masked"))
    else:
        st.warning(say("export.personal"))
    for suffix in export.EXPORTS:
        key = f"export.{suffix}"
        button(say("export.button", name=say(key) if words.has(key) else say("export.other", suffix=suffix)), suffix)
    button(say("export.describe"), ".txt")
    st.caption(say("export.inside"))
with more:
    handing.picture_buttons(content, privacy.public(table, content.people), selection, stem=stem)
    handing.report_buttons(content, selection)
    handing.addresses(content, table)
    st.caption(say("export.link"))
