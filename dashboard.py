"""The dashboard: `streamlit run dashboard.py`. Page settings, the list of pages and the selection they share."""

import os

import streamlit as st
from starlette.middleware import Middleware
from streamlit.delta_generator import DeltaGenerator

from trygghet_geo.errors import TrygghetError
from trygghet_geo.pages import filters, frame, shared, shell, warming
from trygghet_geo.pages.shared import say


def show() -> None:
    """One run of the script: what surrounds every page, and the page."""
    frame.settle_language()
    st.set_page_config(page_title=say("app"), page_icon=frame.ICON, layout="wide")
    around = st.container()
    upper, lower = st.sidebar.container(), st.sidebar.container()
    page = st.navigation(
        [
            st.Page(shared.PAGES["map"], title=say("page.map"), icon=":material/map:", default=True),
            st.Page(shared.PAGES["meeting"], title=say("page.meeting"), icon=":material/slideshow:"),
            st.Page(shared.PAGES["trends"], title=say("page.trends"), icon=":material/trending_up:"),
            st.Page(shared.PAGES["compare"], title=say("page.compare"), icon=":material/compare:"),
            st.Page(shared.PAGES["documents"], title=say("page.documents"), icon=":material/description:"),
            st.Page(shared.PAGES["review"], title=say("page.review"), icon=":material/rate_review:"),
            st.Page(shared.PAGES["measures"], title=say("page.measures"), icon=":material/task_alt:"),
            st.Page(shared.PAGES["places"], title=say("page.places"), icon=":material/wrong_location:"),
            st.Page(shared.PAGES["export"], title=say("page.export"), icon=":material/download:"),
            st.Page(shared.PAGES["about"], title=say("page.about"), icon=":material/info:"),
            st.Page(shared.PAGES["methods"], title=say("page.methods"), icon=":material/function:"),
        ],
        position="top",
    )
    content, late = None, True
    try:
        content = shared.content(st.spinner(say("shell.opening")))
        filters.load(content, page.url_path)
        # The map is what one changes a filter for: what surrounds it comes after. Other pages may end early.
        late = page.url_path == "" and filters.settled(content)
        if not late:
            _surround(content, around, upper, lower)
        with shared.holding(content):
            page.run()
    except TrygghetError as error:
        st.error(shared.markdown(str(error)))
    if late:
        _surround(content, around, upper, lower)


def _surround(content: shared.Content | None, around: DeltaGenerator, *sidebar: DeltaGenerator) -> None:
    with around:
        frame.dress()
        frame.pages()
    if content is not None:
        with sidebar[0]:
            told = filters.sidebar(content)
        with around, st.container(key="placed"):
            st.markdown(told)
        with around:
            frame.printed(content)
    with sidebar[1]:
        frame.language()


if __name__ == "__main__":
    show()
else:
    # `streamlit run` finds this server in the source; it runs the script above for every reader.
    around = [Middleware(shell.Shell, tiles=os.environ.get("TRYGGHET_TILES", ""))]
    app = st.App(__file__, middleware=around, lifespan=warming.lifespan)
