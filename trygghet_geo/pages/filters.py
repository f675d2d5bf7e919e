"""The selection in the sidebar, the same on every page; `address` keeps it in the address."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from trygghet_geo.errors import InvalidSelection
from trygghet_geo.pages import address, cards, options, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.records import KINDS
from trygghet_geo.selection import Selection

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

_ASCII = str.maketrans("åäöéü", "aaoeu")
_COUNT = re.compile(r" \(\d+\)$")
_LIFTED = {"kinds": ("kinds",), "categories": ("categories", "types"), "types": ("types",)}
"""Which restrictions the counts beside the choices of a field do without: its own, and what depends on it."""


def load(content: Content, page: str) -> None:
    """Settle what is chosen: by the widgets, or by the address where that is a new one. Call before all that asks.

    Afterwards `selection` gives the same before `sidebar` is drawn and after.
    """
    known = shared.catalogue().categories
    labels = {category.label_sv.casefold(): code for code, category in known.items()}
    labels |= {category.label_en.casefold(): code for code, category in known.items()}
    kinds = {say(f"kinds.{kind}").casefold(): kind for kind in KINDS}
    periods = {say(f"period.{code}").casefold(): code for code in address.PERIODS}
    found = {"kategori": labels, "sort": kinds, "period": periods, "plats": content.options.places_by_name}
    _restated("sort", {kind: say(f"kinds.{kind}") for kind in KINDS})
    _restated("kategori", _categories(content))
    _restated("typ", _types(content.options.types))
    address.load(content.options, page=page, labels=found)
    _settle(content)
    address.write()


def sidebar(content: Content) -> str:
    """Draw the filters, and give in words how much of what they let through has a place.

    Called by `dashboard.py` on every page, or they would forget their values.
    """
    known = content.options
    st.subheader(say("filter.title"), anchor=False)
    summary = st.container()
    for key, value in address.unknown():
        st.warning(say("filter.unknown", value=shared.markdown(f"{key}={value}")))
    masks = _masks(content)
    counts = _counts(content, masks)
    with summary:
        st.caption(told := cards.placed(content, _together(masks, content)))
    _kinds(counts["kinds"])
    _period(content)
    _counted("kategori", _categories(content), counts=counts["categories"])
    _counted("typ", _types(known.types), counts=counts["types"])
    _many("plats", known.places)
    st.text_input(say("filter.sok"), key="sok", placeholder=say("filter.sok.hint"))
    with st.expander(say("filter.more"), key="more_filters", expanded=_narrowed()):
        _many("dokument", known.documents)
        _many("slag", {kind: say(f"document.{kind}") for kind in known.document_kinds})
        _many("status", {status: say(f"status.{status}") for status in known.statuses})
        sure = {value: _confidence(value) for value in address.CONFIDENCES}
        st.selectbox(say("filter.sakerhet"), list(sure), key="sakerhet", format_func=sure.__getitem__)
    st.button(say("filter.clear"), on_click=address.clear, icon=":material/restart_alt:", width="stretch")
    return told


def selection(content: Content) -> Selection:
    """What is chosen, as a Selection. Raises InvalidSelection for a period that ends before it begins."""
    state = st.session_state
    first, last = _days(content)
    return Selection(
        kinds=tuple(kind for kind in KINDS if kind in state.get("sort", ())),
        categories=_chosen("kategori"),
        types=_chosen("typ"),
        places=_chosen("plats"),
        documents=_documents(content),
        statuses=_chosen("status"),
        date_from=first,
        date_to=last,
        meetings=_meetings(content),
        text=state.get("sok") or None,
        confidence=state.get("sakerhet") or None,
    )


def settled(content: Content) -> bool:
    """Whether there is a selection to speak of: no empty store, no period that ends before it begins."""
    try:
        selection(content)
    except InvalidSelection:
        return False
    return bool(content.documents)


def chosen(content: Content) -> tuple[Selection, GeoDataFrame]:
    """The Selection and the selected part of the table; stops the page with a sentence when nothing is left."""
    wanted, mask = found_in(content)
    if not mask.any():
        st.stop()
    return wanted, content.table[mask]


def found_in(content: Content) -> tuple[Selection, NDArray[np.bool_]]:
    """The Selection and which rows of the table it lets through, with a sentence on the page when there are none.

    Stops the page where there is no selection to speak of: an empty store, a period that ends before it begins.
    """
    if not content.documents:
        st.info(say("empty.store"))
        st.stop()
    try:
        wanted = selection(content)
    except InvalidSelection:
        st.warning(say("period.wrong"))
        st.stop()
    mask = _together(wanted.masks(content.table, inside=content.inside, codes=content.codes), content)
    if not mask.any():
        st.info(say("empty.selection" if wanted.kinds else "empty.kinds"))
    return wanted, mask


def described(selection: Selection, content: Content) -> str:
    """The selection in words, with names in place of ids and hashes."""
    found = selection.describe(shared.catalogue())
    for sha256, name in content.names.items():
        found = found.replace(sha256, name)
    for place_id, name in sorted(content.options.places.items(), key=lambda item: -len(item[0])):
        found = found.replace(place_id, name)
    return found


def file_stem(selection: Selection, content: Content) -> str:
    """A name for a file with the selection: letters of a-z, digits and hyphens, so that every system takes it."""
    words = described(selection, content).removeprefix("Urval: ").lower().translate(_ASCII)
    return "trygghetskartan-" + re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:80].rstrip("-")


def _masks(content: Content) -> dict[str, NDArray[np.bool_]]:
    """What each restriction alone lets through; nothing is restricted by a period that ends before it begins."""
    try:
        return selection(content).masks(content.table, inside=content.inside, codes=content.codes)
    except InvalidSelection:
        return {}


def _together(masks: Mapping[str, NDArray[np.bool_]], content: Content) -> NDArray[np.bool_]:
    return np.logical_and.reduce(list(masks.values())) if masks else np.ones(len(content.table), dtype=bool)


def _counts(content: Content, masks: Mapping[str, NDArray[np.bool_]]) -> dict[str, dict[str, int]]:
    """How many statements each choice would give with all other restrictions in force."""
    found = {}
    for field, lifted in _LIFTED.items():
        others = {name: mask for name, mask in masks.items() if name not in lifted}
        found[field] = content.tallies[field].counts(_together(others, content))
    return found


def _kinds(counts: Mapping[str, int]) -> None:
    labels = {kind: f"{say(f'kinds.{kind}')} ({counts.get(kind, 0)})" for kind in KINDS}
    st.pills(say("filter.kind"), KINDS, selection_mode="multi", key="sort", format_func=labels.__getitem__)


def _counted(key: str, labels: Mapping[str, str], *, counts: Mapping[str, int]) -> None:
    order = sorted(labels, key=lambda code: labels[code].casefold())
    _many(key, {code: f"{labels[code]} ({counts.get(code, 0)})" for code in order})


def _many(key: str, labels: Mapping[str, str]) -> None:
    """A list to choose several from; `labels` by code."""
    placeholder = say("filter.all") if labels else say("filter.none")
    st.multiselect(say(f"filter.{key}"), list(labels), key=key, format_func=labels.__getitem__, placeholder=placeholder)


def _settle(content: Content) -> None:
    """Let go what is chosen and no longer offered; a day of a period of one's own stays within what can be chosen."""
    known, state = content.options, st.session_state
    offered = {"kategori": known.categories, "plats": known.places, "dokument": known.documents}
    offered |= {"slag": known.document_kinds, "status": known.statuses}
    for key, codes in offered.items():
        _keep(key, codes)
    # Depends on the categories, so these come first.
    _keep("typ", _types(known.types))
    if state.get("period") not in content.options.periods:
        state["period"] = "all"
    if state["period"] == "own" and known.days:
        first, last = _bounds(content)
        for key, day in (("fran", known.days[0]), ("till", known.days[-1])):
            state[key] = min(max(state.get(key) or day, first), last)


def _keep(key: str, offered: Container[str]) -> None:
    chosen = st.session_state.get(key) or ()
    if any(code not in offered for code in chosen):
        st.session_state[key] = [code for code in chosen if code in offered]


def _restated(key: str, labels: Mapping[str, str]) -> None:
    """Let a widget keep what is chosen though its labels, which Streamlit tells choices by, change with the counts.

    The browser names a choice by the label it was shown last. When it does so while a newer count is on its way,
    Streamlit knows no such label and hands it on as it stands: "Inbrott (3)".
    """
    codes = {label: code for code, label in labels.items()}
    chosen = st.session_state.get(key) or ()
    st.session_state[key] = [codes.get(_COUNT.sub("", one), one) for one in chosen]


def _categories(content: Content) -> dict[str, str]:
    return {code: shared.category_label(code) for code in content.options.categories}


def _period(content: Content) -> None:
    offered = content.options.periods
    labels = {code: _period_label(code) for code in offered}
    st.selectbox(say("filter.period"), offered, key="period", format_func=labels.__getitem__, filter_mode=None)
    if st.session_state["period"] == "own" and content.options.days:
        first, last = _bounds(content)
        for key in ("fran", "till"):
            st.date_input(say(f"filter.{key}"), key=key, format="YYYY-MM-DD", min_value=first, max_value=last)


def _bounds(content: Content) -> tuple[date, date]:
    """First and last day that a period of one's own may have."""
    days = content.options.days
    return date(days[0].year - 1, 1, 1), date(days[-1].year + 1, 12, 31)


def _period_label(code: str) -> str:
    if code in address.PERIODS:
        return say(f"period.{code}")
    year, _, half = code.partition("-")
    return say(f"period.{half}", year=year) if half else year


def _meetings(content: Content) -> tuple[date, ...] | None:
    """Dates of the documents that a choice by meetings lets through."""
    meetings, days = content.options.meetings, content.options.days
    match st.session_state.get("period"):
        case "last":
            return meetings[-1:]
        case "two":
            return meetings[-2:]
        case "since":
            return tuple(day for day in days if len(meetings) < 2 or day > meetings[-2])
    return None


def _days(content: Content) -> tuple[date | None, date | None]:
    period = st.session_state.get("period") or ""
    if content.options.days and period == "own":
        return st.session_state.get("fran"), st.session_state.get("till")
    if period.isdecimal():
        return date(int(period), 1, 1), date(int(period), 12, 31)
    return options.term(period) or (None, None)


def _documents(content: Content) -> tuple[str, ...] | None:
    """SHA-256 of the documents chosen by name and by kind."""
    named, kinds = st.session_state.get("dokument"), st.session_state.get("slag")
    if not named and not kinds:
        return None
    return tuple(
        document.sha256
        for document in content.documents
        if (not named or document.sha256[: options.HASH] in named) and (not kinds or document.kind in kinds)
    )


def _types(codes: Sequence[str]) -> dict[str, str]:
    """Labels of the types to choose from, "Skadegörelse: klotter": of the chosen categories, or of all."""
    wanted = set(st.session_state.get("kategori") or ())
    kept = set(st.session_state.get("typ") or ())
    parts = {code: code.split("/") for code in codes}
    return {
        code: f"{shared.category_label(category)}: {shared.type_label(category, kind).lower()}"
        for code, (category, kind) in parts.items()
        if not wanted or category in wanted or code in kept
    }


def _confidence(value: float) -> str:
    return say("filter.sakerhet.least", value=shared.number(value)) if value else say("filter.all")


def _narrowed() -> bool:
    """Whether something of what is folded away is chosen."""
    return any(st.session_state.get(key) for key in ("dokument", "slag", "status", "sakerhet"))


def _chosen(key: str) -> tuple[str, ...] | None:
    """Codes of what is chosen in a list; None, no restriction, when nothing is."""
    return tuple(st.session_state.get(key) or ()) or None
