"""What every page needs: the words, the store's content, the taxonomy, links between pages."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from trygghet_geo import drawing, store, summaries, taxonomy
from trygghet_geo.codes import Codes
from trygghet_geo.pages import options, words
from trygghet_geo.pages.versions import Versions
from trygghet_geo.selection import Inside
from trygghet_geo.store import opening
from trygghet_geo.tallies import Tally, tally

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.store import Store, Stored
    from trygghet_geo.store.engines import Database
    from trygghet_geo.taxonomy import Taxonomy

HERE = Path(__file__).resolve().parent
PAGES = {"map": HERE / "karta.py", "meeting": HERE / "mote.py"}
PAGES |= {"trends": HERE / "trender.py", "compare": HERE / "jamfor.py", "documents": HERE / "dokument.py"}
PAGES |= {"review": HERE / "granska.py", "measures": HERE / "atgarder.py", "places": HERE / "platser.py"}
PAGES |= {"export": HERE / "exportera.py", "about": HERE / "om.py"}
PAGES |= {"methods": HERE / "metoder.py"}
METHODS = ("recurrence", "change", "trends", "sides", "threads", "measures", "supports", "density", "hotspots")
"""Anchors of docs/statistics.md, in the order in which the page lists them."""
KIND_BADGES = {"concern": "red", "calm": "green", "measure": "blue", "proposal": "violet", "statistic": "gray"}
OPENED_S = 3.0
"""How long a store that was opened is taken to be usable without looking closer."""

_HELD: ContextVar[Content | None] = ContextVar("content", default=None)
_SPOKEN: ContextVar[str | None] = ContextVar("language", default=None)
_SEEN = "content-seen"
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Content:
    """Everything in the store at one version."""

    table: GeoDataFrame
    documents: tuple[Stored, ...]
    inside: Mapping[str, Inside]
    people: tuple[str, ...]
    """Names from the heads of the documents: never shown, only used to mask them."""
    version: str

    @cached_property
    def options(self) -> options.Options:
        """What can be chosen."""
        return options.options(self.table, self.documents, inside=self.inside, names=self.names)

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """What the choices are counted with, by the Selection's field."""
        table = self.table
        kinds = (table["category"] + "/" + table["type"]).where(table["type"].notna(), None)
        columns = {"kinds": table["kind"], "categories": table["category"], "types": kinds}
        return {name: tally(table["statement_id"], values) for name, values in columns.items()}

    @cached_property
    def codes(self) -> Codes:
        """What selections are held against."""
        return Codes(self.table)

    @cached_property
    def home(self) -> str | None:
        """The name of the municipality that most of the content is about."""
        return next(iter(summaries.counts(self.table, "municipality")), None)

    @cached_property
    def code(self) -> str | None:
        """Its SCB code."""
        return summaries.home(self.table)

    @cached_property
    def extent(self) -> tuple[float, float, float, float] | None:
        """Where the content lies; see `summaries.extent`."""
        return summaries.extent(self.table)

    @cached_property
    def index(self) -> summaries.Index:
        """The table ready to be told by place under any selection."""
        return summaries.Index(self.table)

    def prepare(self) -> None:
        """Make everything above now, and not when it is first asked for."""
        for name in ("options", "tallies", "codes", "home", "code", "extent", "index", "names"):
            getattr(self, name)
        self.codes.where(["kind"], bool)
        # Searching is quick once the words are at hand: a second for 100,000 concerns.
        _ = self.codes.quotes

    @cached_property
    def names(self) -> dict[str, str]:
        """What each document is called in lists, by SHA-256: its name, and the start of the hash when two share it."""
        found = [document.name for document in self.documents]
        return {d.sha256: d.name if found.count(d.name) == 1 else f"{d.name} ({d.sha256[:6]})" for d in self.documents}


def content(waiting: AbstractContextManager[object] | None = None) -> Content:
    """The store's content: as it is now, or within `holding` as it was then. Raises StoreError.

    It is read anew only when the store has changed. `waiting` is entered while the disk may be asked: for a reader's
    first page, and where the file is not as it was.
    """
    if (held := _HELD.get()) is not None:
        return held
    place = opening.database(None, timeout_s=0.0)
    # A sign that one waits is a thread and two messages, too much for what is at hand.
    known = _SEEN in st.session_state and _versions().at_hand(place.address, place.path)
    with nullcontext() if waiting is None or known else waiting:
        found = _current(place)
    if waiting is not None:
        st.session_state[_SEEN] = True
    return found


@contextmanager
def holding(found: Content) -> Iterator[None]:
    """Let the page of this run see the content that its surroundings saw, without asking the store again."""
    token = _HELD.set(found)
    try:
        yield
    finally:
        _HELD.reset(token)


def _current(place: Database) -> Content:
    opened, versions = _opened(place.address, _identity(place.path)), _versions()
    version = versions.of(opened, place.path)
    found = _load(opened.address, version)
    versions.loaded = version
    return found


@st.cache_resource(ttl=OPENED_S, max_entries=4, show_spinner=False)
def _opened(address: str, identity: tuple[int, ...]) -> Store:
    # With all that opening looks after, every few seconds and whenever another file lies there; in between, as when
    # filters are changed, only the version is asked.
    return store.open()


@st.cache_resource(show_spinner=False)
def _versions() -> Versions:
    return Versions()


def _identity(path: Path | None) -> tuple[int, ...]:
    try:
        found = path.stat() if path else None
    except OSError:
        found = None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns) if found else ()


@st.cache_resource(max_entries=2, show_spinner=False)
def _load(path: str, version: str) -> Content:
    opened = store.open(path)
    found = Content(opened.table("inside"), opened.documents(), opened.places(), opened.attendees(), version)
    # Streamlit collects garbage after every run; what is loaded once need not be looked through each time (measured:
    # a tenth of the latency of a rerun).
    gc.collect()
    gc.freeze()
    return found


@cache
def catalogue() -> Taxonomy:
    """The taxonomy; it does not change while the server runs."""
    return taxonomy.load()


def language() -> str:
    """The reader's language."""
    return _SPOKEN.get() or st.session_state.get("lang") or words.DEFAULT


def speak(code: str) -> None:
    """Say the rest of this run in `code`: asking the session for each of hundreds of words takes time."""
    _SPOKEN.set(code)


def say(key: str, **values: object) -> str:
    """The words of `key` in the reader's language."""
    return words.text(key, language(), **values)


def day(value: Any) -> str:
    """A date of the table, or None, as it is said."""
    found = value if isinstance(value, date) and value == value else None
    return words.day(found, language())


def number(value: float) -> str:
    """A number as the reader's language writes it."""
    return words.number(value, language())


def category_label(code: str) -> str:
    category = catalogue().categories.get(code)
    return code if category is None else category.label_en if language() == "en" else category.label_sv


def type_label(category: str, code: str) -> str:
    known = catalogue().categories.get(category)
    found = known.types.get(code) if known else None
    return code if found is None else found.label_en if language() == "en" else found.label_sv


def style() -> drawing.Style:
    """Colours and labels of the categories for the map."""
    codes = catalogue().categories
    return drawing.Style({c: codes[c].colour for c in codes}, {c: category_label(c) for c in codes})


def markdown(text: str) -> str:
    """`text` as Markdown that shows it as it stands: every sign escaped, no emoji codes, no icons, one line.

    Streamlit replaces `:name:` after the escapes are gone, hence the invisible word joiner behind each colon.
    """
    return _MARKDOWN.sub(r"\\\1", drawing.plain(text)).replace(":", ":\u2060")


def badge(text: str, colour: str) -> str:
    """A coloured label in Markdown."""
    return f":{colour}-badge[{markdown(text)}]"


def bring_into_view(key: str) -> None:
    """Scroll to the container `key`, one of ours, where the page is as narrow as a phone: there it lies below."""
    if not re.fullmatch(r"[a-z-]+", key):
        raise ValueError(key)
    found = f"document.querySelector('.st-key-{key}')"
    # A little later, when what stands above it has its height.
    script = f"if (innerWidth <= 640) setTimeout(() => {found}?.scrollIntoView({{block: 'start'}}), 300)"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def method(name: str) -> None:
    """A link from a figure to how it is counted, one of METHODS."""
    link("methods", say("methods.link", name=say(f"methods.{name}").lower()), icon=":material/function:", metod=name)


def link(page: str, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """A link to a page; the selection goes along by itself. `label` is Markdown: the caller escapes what it quotes."""
    st.page_link(PAGES[page], label=label, icon=icon, query_params=parameters)
