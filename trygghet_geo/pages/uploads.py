"""Files dropped on the page: read in the reading process, shown, and stored only when someone says so."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo import pipeline, reading, store
from trygghet_geo.errors import TrygghetError, UnreadableDocument
from trygghet_geo.pages import cards, marked, reviewer, shared
from trygghet_geo.pages.shared import say
from trygghet_geo.places import gazetteer
from trygghet_geo.records import KINDS

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from trygghet_geo.pipeline import Examined
    from trygghet_geo.records import Feature

_ROUND, _TOLD, _READ, _AGAIN = "upload-round", "upload-told", "upload-read", "upload-again"
_LONGEST = 120
"""Characters of a file's name that are kept: longer ones no file system takes."""


def box(home: str | None) -> None:
    """The field to drop files on, what they hold, and the button that stores them.

    `home` is the code of the municipality that the map is about: proposed for a file that names none.
    """
    _told()
    number = st.session_state.get(_ROUND, 0)
    suffixes = [suffix.removeprefix(".") for suffix in reading.READERS]
    files = st.file_uploader(
        say("upload.title"), type=suffixes, accept_multiple_files=True, key=f"upload-{number}", help=say("upload.help")
    )
    if not files:
        return
    st.info(say("upload.nothing"), icon=":material/preview:")
    read = _all_read(files)
    homes = {key: _shown(file, found, home) for key, (file, found) in read.items() if not isinstance(found, str)}
    for _, found in read.values():
        if isinstance(found, str):
            st.error(shared.markdown(found))
    if not homes or reviewer.ask() is None:
        return
    if st.button(say("upload.save", count=len(homes)), type="primary", key="upload-save"):
        _save({key: (read[key][0], code) for key, code in homes.items()})


def _all_read(files: list[UploadedFile]) -> dict[str, tuple[UploadedFile, Examined | str]]:
    """Each file once, with what was found in it, or a line that says why it cannot be read."""
    kept: dict[str, Examined | str] = st.session_state.setdefault(_READ, {})
    by_hash = {sha256(file.getvalue()).hexdigest() + Path(file.name).suffix.lower(): file for file in files}
    for gone in kept.keys() - by_hash.keys():
        del kept[gone]
    new = [key for key in by_hash if key not in kept]
    if new:
        bar = st.progress(0.0)
        for number, key in enumerate(new):
            bar.progress(number / len(new), text=say("upload.reading", name=shared.markdown(by_hash[key].name)))
            kept[key] = _examined(by_hash[key])
        bar.empty()
    return {key: (file, kept[key]) for key, file in by_hash.items()}


def _examined(file: UploadedFile) -> Examined | str:
    try:
        with _on_disk(file) as path:
            return pipeline.examined(path)
    except UnreadableDocument as error:
        return str(error)


@contextmanager
def _on_disk(file: UploadedFile) -> Iterator[Path]:
    """The file under its own name in a folder of its own; a name is never a way out of that folder."""
    name = Path(file.name.replace("\\", "/").replace("\0", "")).name
    stem, suffix = Path(name).stem[:_LONGEST] or "dokument", Path(name).suffix
    with tempfile.TemporaryDirectory(prefix="trygghet-upload-") as folder:
        path = Path(folder) / f"{stem}{suffix}"
        path.write_bytes(file.getvalue())
        yield path


def _shown(file: UploadedFile, read: Examined, home: str | None) -> str:
    """What was read of one file; the code of the municipality it is from, "" when nobody has said."""
    document = read.document
    with st.container(border=True, key=f"preview-{document.sha256[:12]}"):
        st.markdown(f"**{shared.markdown(file.name)}**")
        facts = st.container()
        code = _municipality(read, home)
        found = _of(read, code)
        features = [*found.features, *(row for part in found.attached for row in part.examined.features)]
        facts.markdown(_facts(document.header.date, document.pages, features))
        for line in found.unread:
            st.warning(shared.markdown(line))
        if not document.header.date:
            own = bool(features) and all(row.date_start for row in features)
            st.caption(say("upload.undated.rows" if own else "upload.undated"))
        marks = {f.statement_id: marked.Mark(f.statement_id, f.kind, f.start, f.end) for f in found.features}
        with st.expander(say("upload.text"), expanded=True, key=f"text-{document.sha256[:12]}"):
            with st.container(height=380, border=False):
                st.html(marked.text(document, list(marks.values())))
            for part in found.attached:
                st.caption(say("upload.attached", name=shared.markdown(part.examined.document.name)))
        with st.expander(say("upload.found", count=len(features)), key=f"found-{document.sha256[:12]}"):
            st.dataframe(_rows(features), hide_index=True, width="stretch")
    return code


def _municipality(read: Examined, home: str | None) -> str:
    """The municipality that the file names, else that of the map, for a person to change."""
    known = {one.code: one.name for one in gazetteer.municipalities()}
    codes = ["", *sorted(known, key=known.get)]  # type: ignore[arg-type]
    now = read.municipality.code if read.municipality else home if home in known else ""
    chosen = st.selectbox(
        say("upload.municipality"), codes, index=codes.index(now), key=f"kommun-{read.document.sha256[:12]}",
        format_func=lambda code: known.get(code) or say("upload.municipality.none"),
    )  # fmt: skip
    if not read.municipality and chosen:
        st.caption(say("upload.municipality.ours"))
    return chosen


def _of(read: Examined, code: str) -> Examined:
    """What is found in the file when it is from the municipality `code`: what storing it will give."""
    if not code or (read.municipality and read.municipality.code == code):
        return read
    kept: dict[tuple[str, str], Examined] = st.session_state.setdefault(_AGAIN, {})
    key = (read.document.sha256, code)
    if key not in kept:
        home = gazetteer.municipality(code)
        parts = tuple(
            replace(part, examined=pipeline.reexamined(part.examined.document, home)) for part in read.attached
        )
        kept[key] = replace(pipeline.reexamined(read.document, home), attached=parts, unread=read.unread)
    return kept[key]


def _facts(day: date | None, pages: int | None, features: list[Feature]) -> str:
    kinds = Counter({f.statement_id: f.kind for f in features}.values())
    counts = [shared.badge(cards.kind_count(k, kinds[k]), shared.KIND_BADGES[k]) for k in KINDS if kinds[k]]
    facts = [shared.day(day) or say("documents.undated"), *([say("upload.pages", count=pages)] if pages else [])]
    return f":gray[{shared.markdown(' · '.join(facts))}] " + (" ".join(counts) or say("documents.nothing"))


def _rows(features: list[Feature]) -> list[dict[str, str]]:
    heads = ("review.kind", "review.category", "review.place", "upload.quote")
    return [
        dict(
            zip(
                map(say, heads),
                (say(f"kind.{f.kind}"), f.type_label or f.category_label, f.place or "–", cards.one_line(f.quote)),
                strict=True,
            )
        )
        for f in features
    ]


def _save(files: dict[str, tuple[UploadedFile, str]]) -> None:
    opened, told = store.open(), []
    bar = st.progress(0.0)
    for number, (file, code) in enumerate(files.values()):
        bar.progress(number / len(files), text=say("upload.saving", name=shared.markdown(file.name)))
        try:
            with _on_disk(file) as path:
                home = gazetteer.municipality(code) if code else None
                done = opened.ingest(path, home, by=reviewer.name())
            told.append(("success" if done.status in ("new", "replaced") else "info", done.message, done.sha256))
            told += [("info", line, "") for line in done.moved]
        except TrygghetError as error:
            told.append(("error", str(error), ""))
    st.session_state[_TOLD] = told
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_READ, None)
    st.session_state.pop(_AGAIN, None)
    st.rerun()


def _told() -> None:
    """What became of the files that were stored, with the way to their review."""
    for kind, line, sha in st.session_state.pop(_TOLD, ()):
        {"success": st.success, "info": st.info, "error": st.error}[kind](shared.markdown(line))
        if kind == "success":
            shared.link("review", say("upload.review"), icon=":material/rate_review:", handling=sha[:16])
