"""Names that are not settled: the list, what may be done about each, and what has been decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo import store, unresolved
from trygghet_geo.errors import TrygghetError
from trygghet_geo.pages import cards, entries, fields, reviewer, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import gazetteer
from trygghet_geo.store import naming

if TYPE_CHECKING:
    from collections.abc import Callable

    from trygghet_geo.records import Municipality
    from trygghet_geo.unresolved import Occurrence, Unresolved

PAGE, SENTENCES = 15, 3
_TOLD, _STALE, _NEW = "names-told", "names-stale", "names-new"


def listing(content: Content) -> None:
    """Everything that is not settled, what concerns most statements first."""
    codes = tuple(sorted({one.municipality_code for one in content.documents if one.municipality_code}))
    versions = tuple(gazetteer.load(gazetteer.municipality(code)).version for code in codes)
    with st.spinner(say("places.looking")):
        found = _unresolved(store.open().address, content.version, versions)
    st.subheader(say("places.count", count=len(found)), anchor=False)
    if not found:
        st.caption(say("places.none"))
        return
    reasons = sorted({one.reason for one in found})
    reason = st.segmented_control(
        say("places.reason"), reasons, format_func=lambda one: say(f"places.{one}"), key="names-reason"
    )
    wanted = [one for one in found if reason in (None, one.reason)]
    shown = max(st.session_state.get("names-shown", PAGE), PAGE)
    for number, one in enumerate(wanted[:shown]):
        with st.container(border=True, key=f"name-{number}"):
            _one(content, one)
    if len(wanted) > shown and st.button(say("places.more", count=len(wanted) - shown), key="names-more"):
        st.session_state["names-shown"] = shown + PAGE
        st.rerun()


@st.cache_resource(max_entries=2, show_spinner=False)
def _unresolved(address: str, version: str, gazetteers: tuple[str, ...]) -> tuple[Unresolved, ...]:
    opened = store.open(address)
    current = [one for one in opened.documents() if not one.duplicate_of and not one.replaced_by]
    homes = {code: gazetteer.municipality(code) for one in current if (code := one.municipality_code)}
    return unresolved.unresolved((opened.document(one.sha256), homes.get(one.municipality_code)) for one in current)


def _one(content: Content, one: Unresolved) -> None:
    badge = shared.badge(say(f"places.{one.reason}"), "orange" if one.reason == "ambiguous" else "gray")
    count = say("places.times", count=len(one.occurrences))
    st.markdown(f"**{shared.markdown(one.words)}** {badge} :gray[{shared.markdown(count)}]")
    key = f"{one.municipality_code}-{one.reason}-{one.words}"
    for number, where in enumerate(one.occurrences[:SENTENCES]):
        _sentence(where, f"{key}-{number}")
    home = gazetteer.municipality(str(one.municipality_code))
    by = reviewer.name()
    with st.container(horizontal=True):
        for hint in one.suggestions:
            label = say("places.is", name=shared.markdown(_told_apart(hint.place_id, home)), kind=_kind(hint.kind))
            if st.button(label, key=f"is-{hint.place_id}-{key}"):
                _decide(lambda hint=hint: naming.alias(home, one.words, place=hint.place_id, on=date.today(), by=by))
        if st.button(say("places.ignore"), key=f"ignore-{key}", icon=":material/block:"):
            _decide(lambda: naming.ignore(home, one.words, on=date.today(), by=by))
        if st.button(say("places.new"), key=f"new-{key}", icon=":material/add_location_alt:"):
            st.session_state[_NEW] = key
    _other(one, home, key)
    if st.session_state.get(_NEW) == key:
        entries.entry(content, home, one.words, key, save=lambda add: _decide(add))


def _kind(kind: str) -> str:
    return say(f"placekind.{kind}")


def _told_apart(place_id: str, home: Municipality) -> str:
    """A place's name with what it lies in: the municipality where that is another one, else its parent."""
    places = gazetteer.load(home).places
    place = places[place_id]
    code = place.municipality_code
    if code and code != home.code:
        return f"{place.name}, {gazetteer.municipality(code).name}"
    parent = places.get(place.parent or "")
    return f"{place.name}, {parent.name}" if parent and parent.kind != "municipality" else place.name


def _sentence(where: Occurrence, key: str) -> None:
    st.text(cards.one_line(where.sentence))
    label = f"{shared.markdown(where.document)} · " + shared.markdown(
        say("quote.page", page=where.page, start=where.start, end=where.end)
        if where.page
        else say("quote.characters", start=where.start, end=where.end)
    )
    shared.link("documents", label, icon=":material/description:", handling=where.sha256[:16])


def _other(one: Unresolved, home: Municipality, key: str) -> None:
    """Any place of the municipality as what the words mean."""
    places = fields.known_places(home.code)
    with st.expander(say("places.other"), key=f"other-{key}"):
        chosen = st.selectbox(
            say("places.choose"), list(places), index=None, key=f"other-place-{key}",
            format_func=lambda id_: f"{places[id_].name} ({say(f'placekind.{places[id_].kind}')})",
        )  # fmt: skip
        everywhere = st.checkbox(
            say("places.certain"), value=True, key=f"certain-{key}", help=say("places.certain.help")
        )
        if st.button(say("places.alias"), key=f"alias-{key}", disabled=chosen is None):
            given = {"certain": everywhere, "on": date.today(), "by": reviewer.name()}
            _decide(lambda: naming.alias(home, one.words, place=str(chosen), **given))


def _decide(act: Callable[[], object]) -> None:
    """Carry out a decision; what stands in the way is told, and nothing typed is lost."""
    try:
        act()
    except TrygghetError as error:
        st.error(shared.markdown(str(error)))
        return
    st.session_state[_TOLD] = say("places.told")
    st.session_state[_STALE] = True
    st.session_state.pop(_NEW, None)
    st.rerun()


def told() -> None:
    """Say what became of the last click."""
    if text := st.session_state.pop(_TOLD, None):
        st.success(text, icon=":material/check:")


def rereading() -> None:
    """Let what was decided hold for the documents that were read before."""
    if st.session_state.get(_STALE):
        st.info(say("places.stale"))
    if not st.button(say("places.reread"), key="reread", icon=":material/refresh:"):
        return
    bar = st.progress(0.0)
    done = store.open().reread(
        by=reviewer.name(),
        progress=lambda one, number, total: bar.progress(number / total, text=shared.markdown(one.name)),
    )
    st.session_state.pop(_STALE, None)
    moved = [one for one in done if not one.same]
    st.session_state[_TOLD] = say("places.reread.done", count=len(done), moved=len(moved))
    st.rerun()


def decided(content: Content) -> None:
    """What has been decided, each with the way back."""
    codes = sorted({one.municipality_code for one in content.documents if one.municipality_code})
    with st.expander(say("places.decided"), key="names-decided"):
        for code in codes:
            home = gazetteer.municipality(code)
            known, places = naming.decided(home), gazetteer.load(home).places
            rows = [
                (each.words, places[each.place].name if each.place in places else each.place, each.by)
                for each in known.aliases
            ] + [(each.words, say("places.ignored"), each.by) for each in known.ignored]
            for words, meaning, by in rows:
                with st.container(horizontal=True, vertical_alignment="center"):
                    who = f" :gray[{shared.markdown(by)}]" if by else ""
                    st.markdown(f"**{shared.markdown(words)}** → {shared.markdown(meaning)}{who}")
                    if st.button(say("places.undo"), key=f"undo-{code}-{words}", type="tertiary"):
                        _decide(lambda home=home, words=words: naming.undo(home, words, by=reviewer.name()))
            if not rows:
                st.caption(say("places.decided.none"))
