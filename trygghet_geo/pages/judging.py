"""The panel beside the document: what was read, why, and what the reviewer says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from trygghet_geo import store
from trygghet_geo.errors import TrygghetError
from trygghet_geo.pages import because, cards, decisions, entries, fields, reviewer, shared, sheets, waiting
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import gazetteer
from trygghet_geo.store import Reviewable, Stored
from trygghet_geo.understanding import reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from geopandas import GeoDataFrame

    from trygghet_geo.pages.waiting import Work
    from trygghet_geo.records import Place

KEYS = {"confirmed": "B", "corrected": "S", "rejected": "A", "next": "N", "previous": "F", "undo": "U"}
"""Single letters on the buttons; C and R are Streamlit's own."""


def progress(content: Content, work: Work, stored: Stored | None) -> None:
    """How much is left, and of what."""
    done = len(work.order) - len(work.waiting)
    scope = shared.markdown(content.names[stored.sha256]) if stored else say("review.scope")
    st.progress(
        done / len(work.order) if work.order else 1.0,
        text=say("review.left", done=done, all=len(work.order), scope=scope),
    )
    if stored is not None:
        shared.link("review", say("review.all"), icon=":material/arrow_back:", handling="")


def document_of(work: Work, statement_id: str | None) -> str | None:
    """SHA-256 of the document that a statement stands in."""
    found = work.rows.loc[work.rows["statement_id"] == statement_id, "document_sha256"]
    return found.iloc[0] if len(found) else None


def panel(content: Content, work: Work, sha256: str, current: str | None) -> None:
    """Everything about the open statement, and about words just marked."""
    decisions.told()
    marked_words(content, sha256, current, work)
    if current is None:
        st.info(say("review.none"))
    else:
        statement(content, work, current)
    missed(sha256)


def statement(content: Content, work: Work, current: str) -> None:
    one = store.open().statement(current)
    rows = work.rows[work.rows["statement_id"] == current]
    with st.container(border=True, key="review-now"):
        st.text(cards.one_line(one.quote))
        st.markdown(cards.badges(rows))
        _standing(one)
        _why(content, one, rows)
    with st.container(key="review-form"):
        corrections, note = _form(content, one, rows)
    _new_place(content, one, rows)
    _buttons(work, one, corrections, note)
    _split(work, one, rows)


def _standing(one: Reviewable) -> None:
    """What has been decided, by whom, and why it should be looked at again."""
    words = say(f"status.{one.status}")
    if one.reviewed_by:
        words = say(
            "review.decided", status=words, who=one.reviewed_by, at=(one.reviewed_at or "")[:16].replace("T", " ")
        )
    st.caption(shared.markdown(words + (f" · {one.note}" if one.note else "")))
    if one.flag:
        st.warning(shared.markdown(one.flag), icon=":material/flag:")


def _why(content: Content, one: Reviewable, rows: GeoDataFrame) -> None:
    """The rules that fired, why it lies where it lies, and second opinions, marked as such."""
    sure = shared.number(round(100 * float(rows["confidence"].min())))
    with st.expander(say("review.why", sure=sure), key=f"why-{one.id}"):
        code = rows["municipality_code"].dropna()
        try:
            read = waiting.explained(store.open().address, one.document_sha256, code.iloc[0] if len(code) else None)
        except TrygghetError as error:
            st.caption(shared.markdown(str(error)))
            return
        found = next((each for each in read.statements if each.id == one.id), None)
        if found is None:
            st.caption(say("review.why.none"))
        for reason in reasons.reasons(found, read.document, read.taxonomy) if found else ():
            st.markdown(f"- {shared.markdown(because.sentence(reason, read.document))}")
        second = [each for each in read.suggestions if each.statement_id == one.id]
        for each in second:
            label = say("review.second", kind=because.kind(each.kind))
            st.markdown(f"{shared.badge(label, 'orange')} {shared.markdown(because.second(each, read.document))}")


def _form(content: Content, one: Reviewable, rows: GeoDataFrame) -> tuple[dict[str, Any], str]:
    """The fields; feature id → what was changed, None for a row that is taken away, and the note."""
    version = decisions.seen(one)
    kind_now = rows.iloc[0].kind
    kind = fields.kind(kind_now, f"{one.id}-{version}")
    code = rows["municipality_code"].dropna()
    places = fields.known_places(code.iloc[0] if len(code) else content.code)
    found: dict[str, Any] = {}
    many = len(rows) > 1
    for number, feature in enumerate(rows.itertuples()):
        before, key = fields.row(feature), f"{feature.id}-{version}"
        label = f"{shared.category_label(before.category)} · {before.place or say('review.place.none')}"
        with st.expander(shared.markdown(label), expanded=number == 0, key=f"row-{key}"):
            changed = fields.changes(before, places, key=key)
            gone = many and st.checkbox(say("review.drop"), value=before.status == "rejected", key=f"bort-{key}")
        if gone:
            found[feature.id] = None
        elif changed or kind != kind_now:
            found[feature.id] = changed | ({"kind": kind} if kind != kind_now else {})
    note = st.text_input(say("review.note"), one.note or "", key=f"not-{one.id}-{version}", max_chars=500)
    return found, note if note != (one.note or "") else ""


def _new_place(content: Content, one: Reviewable, rows: GeoDataFrame) -> None:
    """Draw a place that is in no list: it becomes an entry of the gazetteer, and the first row's place."""
    code = rows["municipality_code"].dropna()
    home = code.iloc[0] if len(code) else content.code
    if home is None:
        return
    with st.expander(say("review.place.new"), key=f"draw-{one.id}"):
        # The map is costly: it is drawn only for whoever asks.
        if not st.toggle(say("review.place.start"), key=f"draw-on-{one.id}"):
            return
        mention = rows["mention"].dropna()
        words = mention.iloc[0] if len(mention) else ""

        def save(add: Callable[[], Place]) -> None:
            try:
                made = add()
            except TrygghetError as error:
                st.error(shared.markdown(str(error)))
                return
            st.session_state[f"plats-vald-{rows.iloc[0].id}-{decisions.seen(one)}"] = made.id
            st.rerun()

        entries.entry(content, gazetteer.municipality(home), words, f"draw-{one.id}", save=save)


def _buttons(work: Work, one: Reviewable, corrections: dict[str, Any], note: str) -> None:
    then = work.after(one.id)
    changed = bool(corrections)
    with st.container(horizontal=True, key="review-buttons"):
        if _button("confirmed", one, primary=not changed, disabled=changed):
            decisions.decide(one, "confirmed", then=then, note=note)
        if _button("corrected", one, primary=changed, disabled=not changed):
            decisions.decide(one, "corrected", then=then, corrections=corrections, note=note)
        if _button("rejected", one):
            decisions.decide(one, "rejected", then=then, note=note)
    with st.container(horizontal=True, key="review-steps"):
        if _button("previous", one):
            decisions.open_(work.beside(one.id, -1))
            st.rerun()
        if _button("next", one):
            decisions.open_(work.beside(one.id, 1))
            st.rerun()
        if _button("undo", one, disabled=not decisions.can_undo()):
            decisions.undo()
    if changed:
        st.caption(say("review.changed"))


def _button(name: str, one: Reviewable, *, primary: bool = False, disabled: bool = False) -> bool:
    # A key of its own for each statement: a key pressed twice never decides on one that has not been seen.
    kind = "primary" if primary else "secondary"
    return st.button(
        say(f"review.do.{name}"), key=f"do-{name}-{one.id}", type=kind, shortcut=KEYS[name], disabled=disabled
    )


def _split(work: Work, one: Reviewable, rows: GeoDataFrame) -> None:
    """Cut the statement in two between words; each part keeps the rows chosen for it."""
    cuts = [one.start + found.start() for found in re.finditer(r"(?<=\s)\S", one.quote) if found.start()]
    if not cuts:
        return
    picked = st.session_state.get(sheets.PICKED)
    inside = [at for at in (picked or ())[1:] if at in cuts]
    with st.expander(say("review.split"), key=f"split-{one.id}"):
        at = st.selectbox(
            say("review.split.at"), cuts, index=cuts.index(inside[0]) if inside else 0, key=f"cut-{one.id}-{inside}",
            format_func=lambda at: _around(one, at),
        )  # fmt: skip
        labels = {
            row.id: f"{shared.category_label(row.category)} · {row.place or say('review.place.none')}"
            for row in rows.itertuples()
        }
        kept = []
        for number in (1, 2):
            label = say(f"review.split.part{number}")
            kept.append(
                st.multiselect(
                    label, list(labels), list(labels), format_func=labels.__getitem__, key=f"del{number}-{one.id}"
                )
            )
        if st.button(say("review.split.do"), key=f"split-do-{one.id}", disabled=not any(kept)):
            opened = store.open()

            def save() -> str:
                given = {"version": decisions.against(one), "by": reviewer.name() or ""}
                opened.split(one.id, at=at, rows=(kept[0], kept[1]), **given)
                return one.id

            decisions.stored(save, say("review.told.split"), work.after(one.id))


def _around(one: Reviewable, at: int) -> str:
    cut = at - one.start
    before, after = " ".join(one.quote[:cut].split())[-40:], " ".join(one.quote[cut:].split())[:40]
    return f"{before} ▏ {after}"


def marked_words(content: Content, sha256: str, current: str | None, work: Work) -> None:
    """What to make of words that the reviewer has marked in the document."""
    picked = st.session_state.get(sheets.PICKED)
    if not picked or picked[0] != sha256:
        return
    _, start, end = picked
    text = store.open().document(sha256).text
    with st.container(border=True, key="review-picked"):
        st.markdown(f"**{say('review.add')}**")
        st.text(cards.one_line(text[start:end]))
        key = f"add-{start}-{end}"
        kind = fields.kind("concern", key)
        stored = next(one for one in content.documents if one.sha256 == sha256)
        blank = fields.Row(key, date_start=stored.meeting_date, date_end=stored.meeting_date)
        values = fields.changes(blank, fields.known_places(stored.municipality_code or content.code), key=key)
        with st.container(horizontal=True):
            add = st.button(say("review.add.do"), type="primary", key="add-do", shortcut="L")
            if st.button(say("review.add.not"), key="add-not"):
                st.session_state.pop(sheets.PICKED)
                st.rerun()
        if add:
            opened = store.open()

            def save() -> str:
                made = opened.mark(
                    sha256, start=start, end=end, values=values | {"kind": kind}, by=reviewer.name() or ""
                )
                st.session_state.pop(sheets.PICKED, None)
                return made.id

            decisions.stored(save, say("review.told.added"), current)


def missed(sha256: str) -> None:
    """Words to add found by writing them, for whoever cannot mark with a mouse."""
    with st.expander(say("review.missed"), key="review-missed"), st.form("review-missed-form", border=False):
        words = st.text_input(say("review.missed.words"), key="missed-words").split()
        if st.form_submit_button(say("review.missed.find")) and words:
            pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
            found = pattern.search(store.open().document(sha256).text)
            if found is None:
                st.warning(say("review.missed.none"))
            else:
                st.session_state[sheets.PICKED] = (sha256, *found.span())
                st.rerun()
