"""How often a place was raised at the last meetings: in words, and as bars as small as a line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo.histories import Histories, History
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.statistics import occasions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from trygghet_geo.selection import Selection

HIGHEST_EM = 1.1
"""Of a bar, in heights of the text."""


def of(
    content: Content, selection: Selection, mask: NDArray[np.bool_], *, places: Iterable[str]
) -> tuple[Mapping[str, History], tuple[date, ...]]:
    """The histories of `places` under the selection, and the days of the meetings they stand for."""
    prepared = _prepared(content.version, content)
    held = prepared.held(selection)
    return prepared.of(places, mask, held=held), prepared.days(held)


def prepare(content: Content) -> None:
    """Make ready what `of` keeps of `content`."""
    _prepared(content.version, content)


def line(history: History, days: Sequence[date]) -> str:
    """Bars and words as HTML; empty where there are fewer than two meetings to speak of, or none raised it."""
    if len(days) < 2 or history.state is None:
        return ""
    return f'<p class="tk-past">{_bars(history, days)}<span>{escape(words(history))}</span></p>'


def words(history: History) -> str:
    """Such as: i 3 av de 8 senaste mötena · 5 vid det senaste, 2 vid det före."""
    often = say("past.often", k=history.raised, m=len(history.counts))
    now, before = history.counts[-1], history.counts[-2]
    return f"{often} · {say(f'past.{history.state}', now=now, before=before)}"


def _bars(history: History, days: Sequence[date]) -> str:
    """A bar for each meeting; a meeting that did not raise it has a stroke at the foot, so that it is no gap."""
    most = max(history.counts) or 1
    bars = "".join(f'<i style="height:{max(HIGHEST_EM * n / most, 0.12):.2f}em"></i>' for n in history.counts)
    told = ", ".join(f"{shared.day(day)}: {n}" for day, n in zip(days, history.counts, strict=True))
    return f'<span class="tk-bars" role="img" aria-label="{escape(told)}" title="{escape(told)}">{bars}</span>'


@st.cache_resource(max_entries=2, show_spinner=False)
def _prepared(version: str, _content: Content) -> Histories:
    return Histories(_content.table, occasions.sources(_content.documents))
