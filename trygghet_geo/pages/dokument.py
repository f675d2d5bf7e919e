"""Dokument: add documents, the list of those that were read, and the text of one with what was found in it."""

import streamlit as st

from trygghet_geo.pages import reader, shared, uploads
from trygghet_geo.pages.shared import say

content = shared.content()
wanted = st.query_params.get("handling")
if wanted is None or not content.documents:
    st.title(say("documents.list", count=len(content.documents)), anchor=False)
    if not content.documents:
        st.info(say("empty.store"))
    with st.expander(say("upload.open"), icon=":material/upload_file:", expanded=not content.documents, key="upload"):
        uploads.box(content.code)
    if content.documents:
        reader.listing(content)
    st.stop()

# A link from this page to itself brings the parameter along without showing it in the address.
st.query_params["handling"] = wanted
if st.button(say("documents.back"), icon=":material/arrow_back:", type="tertiary", key="documents-back"):
    reader.close()
    st.rerun()
document = next((d for d in content.documents if d.sha256.startswith(wanted)), None) if len(wanted) >= 8 else None
if document is None:
    st.info(say("documents.gone"))
    st.stop()
reader.document(content, document, st.query_params.get("yttrande"))
