"""What is made ready before the server takes its first reader: the libraries, the store's content, the map."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime import get_instance

from trygghet_geo.errors import TrygghetError
from trygghet_geo.pages import leftovers
from trygghet_geo.pages.shared import content

_OUTSIDE = "streamlit.runtime.scriptrunner_utils.script_run_context"
"""What warns, once for each thing that is kept, that it is asked for outside a page."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """For `st.App`: the server listens when `prepare` is done."""
    await asyncio.to_thread(prepare)
    await asyncio.to_thread(leftovers.sweep)
    yield


def prepare() -> None:
    """Read the store and all that the first page needs of it; a store that cannot be read says so on the page."""
    logging.getLogger(_OUTSIDE).addFilter(_unmeant)
    try:
        _prepare()
    finally:
        # What the server keeps for good need not be looked through each time garbage is collected (config.toml).
        gc.collect()
        gc.freeze()


def _unmeant(record: logging.LogRecord) -> bool:
    """Not what the server's own threads ask for: what is made ready here, and a file when somebody fetches it."""
    return not (record.threadName or "").startswith("asyncio_")


def _prepare() -> None:
    # The page's own modules, and through them the libraries of the statistics: loading them takes seconds.
    from trygghet_geo.pages import answers, cards, filters, layers, mapview, past  # noqa: F401

    for component in mapview.COMPONENTS:
        get_instance().component_registry.register_component(component)
    try:
        found = content()
        found.prepare()
        mapview.prepare(found)
        past.prepare(found)
    except (TrygghetError, OSError):
        return
