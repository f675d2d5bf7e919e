"""The selection in the address, by codes: a copied link shows the same in either language and after a restart.

Streamlit can bind a widget to the address by itself, but only by the labels shown, which change with the language and
with the counts in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from trygghet_geo.pages.options import Options, term
from trygghet_geo.records import KINDS

MANY = ("sort", "kategori", "typ", "plats", "dokument", "slag", "status")
ONE = ("period", "fran", "till", "sok", "sakerhet")
KEYS = (*MANY, *ONE)
NONE = "-"
"""Stands for an empty choice where no choice at all means something else."""
PERIODS = ("all", "last", "two", "since", "own")
CONFIDENCES = (0.0, 0.5, 0.6, 0.7)
_WRITTEN, _PAGE, _UNKNOWN = "address_written", "address_page", "address_unknown"


def defaults() -> dict[str, object]:
    """What every key holds when nothing is restricted."""
    empty: dict[str, object] = {key: [] for key in MANY}
    return empty | {"sort": ["concern"], "period": "all", "fran": None, "till": None, "sok": "", "sakerhet": 0.0}


def load(options: Options, *, page: str, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Take the choice from the address when it is another than the one this session wrote there itself.

    `labels` gives for a key the code of what older addresses and people write: `kategori=Trafik`. What the content does
    not know is left out and kept for `unknown`.
    """
    state, there = st.session_state, _address()
    moved = state.get(_PAGE) not in (None, page)
    state[_PAGE] = page
    if _WRITTEN in state and (there == state[_WRITTEN] or (moved and not there)):
        return
    chosen, unknown = defaults(), []
    for key, values in there.items():
        found = [_value(key, labels.get(key, {}).get(value.casefold(), value), options) for value in values]
        unknown += [(key, value) for value, one in zip(values, found, strict=True) if one is None]
        known = [one for one in found if one not in (None, NONE)]
        if key in MANY:
            chosen[key] = list(dict.fromkeys(known)) if known or NONE in found else chosen[key]
        elif known:
            chosen[key] = known[-1]
    state.update(chosen)
    state[_UNKNOWN] = unknown


def write() -> None:
    """Put what is chosen into the address; what the page itself keeps there stays."""
    found = {key: _text(key, st.session_state.get(key)) for key in KEYS}
    usual = {key: _text(key, value) for key, value in defaults().items()}
    wanted = {key: values for key, values in found.items() if values != usual[key]}
    if st.session_state.get("period") != "own":
        wanted = {key: values for key, values in wanted.items() if key not in ("fran", "till")}
    st.session_state[_WRITTEN] = wanted
    if wanted != _address():
        others = {key: st.query_params.get_all(key) for key in st.query_params if key not in KEYS}
        st.query_params.from_dict(others | wanted)


def unknown() -> list[tuple[str, str]]:
    """Key and value of what stood in the address and means nothing here."""
    return list(st.session_state.get(_UNKNOWN, ()))


def clear() -> None:
    """Lift every restriction."""
    st.session_state.update(defaults())
    st.session_state[_UNKNOWN] = []


def _address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in KEYS if key in st.query_params}


def _text(key: str, value: object) -> list[str]:
    """A value of the session as the address writes it; nothing for none."""
    if key in MANY:
        values = sorted(map(str, value or ()))  # type: ignore[arg-type]
        return values or [NONE]
    return [] if value in (None, "", 0.0) else [f"{value:g}" if isinstance(value, float) else str(value)]


def _value(key: str, text: str, options: Options) -> object | None:
    """What `text` stands for under `key`; None when it stands for nothing."""
    return NONE if text == NONE and key in MANY else _READ[key](text, options)


def _within(text: str, codes: object) -> str | None:
    return text if text in codes else None  # type: ignore[operator]


def _day(text: str, _: Options) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _period(text: str, options: Options) -> str | None:
    year = text.isdecimal() and int(text) in {day.year for day in options.days}
    return text if text in PERIODS or year or term(text) else None


def _confidence(text: str, _: Options) -> float | None:
    return next((value for value in CONFIDENCES if text == f"{value:g}"), None)


def _document(text: str, options: Options) -> str | None:
    by_name = {name: code for code, name in options.documents.items()}
    return by_name.get(text) or next((code for code in options.documents if len(text) >= 8 and code == text[:16]), None)


_READ: Mapping[str, Callable[[str, Options], object | None]] = {
    "sort": lambda text, _: _within(text, KINDS),
    "kategori": lambda text, options: _within(text, options.categories),
    "typ": lambda text, options: _within(text, options.types),
    "plats": lambda text, options: _within(text, options.places),
    "dokument": _document,
    "slag": lambda text, options: _within(text, options.document_kinds),
    "status": lambda text, options: _within(text, options.statuses),
    "period": _period,
    "fran": _day,
    "till": _day,
    "sok": lambda text, _: text[:200],
    "sakerhet": _confidence,
}
