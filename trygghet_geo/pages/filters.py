"""The selection in the sidebar, the same on every page, kept in the address by its labels."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from trygghet_geo import summaries
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.records import KINDS
from trygghet_geo.selection import Selection

_ASCII = str.maketrans("åäöéü", "aaoeu")


def sidebar(content: Content) -> None:
    """Draw the filters. Called by `dashboard.py` on every page, or they would forget their values."""
    table = content.table
    st.subheader(say("filter.title"), anchor=False)
    _kinds()
    _period(table)
    categories = sorted(table["category"].unique(), key=lambda c: shared.category_label(c).casefold())
    _many("kategori", "filter.category", [shared.category_label(code) for code in categories])
    _many("typ", "filter.type", sorted(_types(content), key=str.casefold))
    _many("plats", "filter.place", sorted(_places(content), key=str.casefold))
    _many("dokument", "filter.document", [content.names[d.sha256] for d in content.documents])
    st.button(say("filter.clear"), on_click=clear, icon=":material/restart_alt:", width="stretch")


def selection(content: Content) -> Selection:
    """What is chosen, as a Selection. Raises InvalidSelection for a period that ends before it begins."""
    state = st.session_state
    kinds = {say(f"kinds.{kind}"): kind for kind in KINDS}
    labels = {shared.category_label(code): code for code in content.table["category"].unique()}
    types, places = _types(content), _places(content)
    first, last = _chosen_period(content)
    return Selection(
        kinds=tuple(kinds[label] for label in state.get("sort", [say("kinds.concern")]) if label in kinds),
        categories=_chosen("kategori", labels),
        types=_chosen("typ", types),
        places=_chosen("plats", places),
        documents=_chosen_documents(content),
        date_from=first,
        date_to=last,
    )


def chosen(content: Content):
    """The selected part of the table; stops the page with a sentence when nothing is left.

    Returns the Selection and the table.
    """
    if not content.documents:
        st.info(say("empty.store"))
        st.stop()
    try:
        wanted = selection(content)
    except InvalidSelection:
        st.warning(say("period.wrong"))
        st.stop()
    found = wanted.apply(content.table, inside=content.inside)
    if found.empty:
        st.info(say("empty.selection" if wanted.kinds else "empty.kinds"))
        st.stop()
    return wanted, found


def clear() -> None:
    """Lift every restriction."""
    for key in ("kategori", "typ", "plats", "dokument"):
        st.session_state[key] = []
    st.session_state["sort"] = [say("kinds.concern")]
    st.session_state["period"] = say("period.all")
    for key in ("fran", "till"):
        st.session_state.pop(key, None)


def _kinds() -> None:
    options = [say(f"kinds.{kind}") for kind in KINDS]
    st.pills(say("filter.kind"), options, default=options[:1], selection_mode="multi", key="sort", bind="query-params")


def _many(key: str, label: str, options: list[str]) -> None:
    placeholder = say("filter.all") if options else say("filter.none")
    st.multiselect(say(label), options, key=key, placeholder=placeholder, bind="query-params")


def _period(table) -> None:
    days = summaries.days(table)
    years = [str(year) for year in sorted({day.year for day in days}, reverse=True)]
    options = [say("period.all"), say("period.last"), say("period.two"), *years, say("period.own")]
    st.selectbox(say("filter.period"), options, key="period", bind="query-params", filter_mode=None)
    if st.session_state.get("period") == say("period.own") and days:
        limits = {"min_value": date(days[0].year - 1, 1, 1), "max_value": date(days[-1].year + 1, 12, 31)}
        st.date_input(say("filter.from"), days[0], key="fran", format="YYYY-MM-DD", bind="query-params", **limits)
        st.date_input(say("filter.to"), days[-1], key="till", format="YYYY-MM-DD", bind="query-params", **limits)


def _chosen_documents(content: Content) -> tuple[str, ...] | None:
    """SHA-256 of the documents chosen by name and by meeting. A meeting is its documents, not a period: what is told
    at a meeting has mostly happened before it."""
    named = _chosen("dokument", {name: sha256 for sha256, name in content.names.items()})
    meetings = {say("period.last"): 1, say("period.two"): 2}.get(st.session_state.get("period", ""))
    if meetings is None:
        return named
    days = summaries.days(content.table)[-meetings:]
    held = (d.sha256 for d in content.documents if d.meeting_date in days)
    return tuple(sha256 for sha256 in held if named is None or sha256 in named)


def _chosen_period(content: Content) -> tuple[date | None, date | None]:
    days = summaries.days(content.table)
    period = st.session_state.get("period")
    if days and period == say("period.own"):
        return st.session_state.get("fran"), st.session_state.get("till")
    if period and period.isdigit():
        return date(int(period), 1, 1), date(int(period), 12, 31)
    return None, None


def _types(content: Content) -> dict[str, str]:
    """Types in the table by label: `Skadegörelse: klotter` → `vandalism/graffiti`."""
    pairs = content.table[["category", "type"]].dropna().drop_duplicates().itertuples(index=False)
    chosen_categories = set(st.session_state.get("kategori") or [])
    found = {}
    for category, code in pairs:
        above = shared.category_label(category)
        if not chosen_categories or above in chosen_categories:
            found[f"{above}: {shared.type_label(category, code).lower()}"] = f"{category}/{code}"
    return found


def _places(content: Content) -> dict[str, str]:
    """Places of the table and those around them, by name; two of one name get what they lie in behind it."""
    known = {row.place_id: row.place for row in content.table[["place_id", "place"]].dropna().itertuples()}
    known |= {place_id: entry.name for place_id, entry in content.inside.items()}
    names = list(known.values())
    found = {}
    for place_id, name in sorted(known.items()):
        entry = content.inside.get(place_id)
        above = content.inside.get(entry.parent) if entry and entry.parent else None
        label = name if names.count(name) == 1 else f"{name} ({above.name if above else place_id})"
        found[label if label not in found else f"{label} {place_id}"] = place_id
    return found


def _chosen(key: str, codes: dict[str, str]) -> tuple[str, ...] | None:
    """Codes of what is chosen in a list; None, no restriction, when nothing is."""
    return tuple(codes[label] for label in st.session_state.get(key) or [] if label in codes) or None


def described(selection: Selection, content: Content) -> str:
    """The selection in words, with names in place of ids and hashes."""
    found = selection.describe(shared.catalogue())
    for sha256, name in content.names.items():
        found = found.replace(sha256, name)
    for name, place_id in sorted(_places(content).items(), key=lambda item: -len(item[1])):
        found = found.replace(place_id, name)
    return found


def file_stem(selection: Selection, content: Content) -> str:
    """A name for a file with the selection: letters of a-z, digits and hyphens, so that every system takes it."""
    words = described(selection, content).removeprefix("Urval: ").lower().translate(_ASCII)
    return "trygghetskartan-" + re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:80].rstrip("-")
