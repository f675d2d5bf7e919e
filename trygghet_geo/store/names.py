"""What coordinators have decided about places and names: rows of the store, and the files that the gazetteer reads.

The store of the installation (TRYGGHET_STORE, or the default file) is where these decisions have their home. The files
under TRYGGHET_HOME (`places.decisions`) are its working copy: written anew when the store has changed, and taken into
the store, as a change in the audit trail, when somebody has edited them by hand. A note beside them (`.lagret.json`)
says what both held when they last agreed, and while a change is made that one is under way. Where both have changed, or
a change was cut off half-way, the store's word stands and the files as they were are laid aside; in the former case
what only the files have is taken in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from trygghet_geo.errors import TrygghetError
from trygghet_geo.places import decisions, own
from trygghet_geo.places.decisions import Alias, Decisions, Ignored
from trygghet_geo.store.engines import PROGRAM
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import META, NAME_DECISION, OWN_PLACE
from trygghet_geo.store.opening import Access, is_installed

_NOTE = ".lagret.json"
_Given = TypeVar("_Given")


@dataclass(frozen=True)
class Kept:
    """What is decided for one municipality: entries of the gazetteer (GeoJSON features) and words."""

    entries: tuple[Mapping[str, Any], ...] = ()
    words: Decisions = field(default_factory=Decisions)

    @property
    def digest(self) -> str:
        """The same for the same decisions, in whatever order they were made."""
        said = [[*key, content] for key, content in sorted(_by_key(self).items(), key=lambda item: item[0])]
        return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def kept(connection: Connection) -> dict[str, Kept]:
    """By municipality code, in the order they were made."""
    found: dict[str, Kept] = {}
    for row in connection.execute(select(OWN_PLACE).order_by(OWN_PLACE.c.number, OWN_PLACE.c.id)):
        one = found.get(row.municipality_code, Kept())
        found[row.municipality_code] = Kept((*one.entries, json.loads(row.entry)), one.words)
    for row in connection.execute(select(NAME_DECISION).order_by(NAME_DECISION.c.number, NAME_DECISION.c.key)):
        one = found.get(row.municipality_code, Kept())
        found[row.municipality_code] = Kept(one.entries, _with(one.words, row))
    return found


def agreed(access: Access) -> tuple[str, ...]:
    """See to it that the files say what the store says; what was done, in Swedish. What stands in the way is told.

    Nothing is done for a store that is not this installation's own, or not there yet.
    """
    if not access.database.exists() or not is_installed(access.database):
        return ()
    try:
        with access.reading() as connection:
            identity, stored = _identity(connection), kept(connection)
        filed = own.codes()
        apart = [code for code in sorted(stored.keys() | set(filed)) if not _noted(code, identity, stored.get(code))]
        return tuple(line for code in apart for line in _made_agree(access, code))
    except (TrygghetError, OSError) as error:
        return (f"platsbesluten i lagret och i filerna kunde inte jämföras: {error}",)


def acting(access: Access, code: str, act: Callable[[], _Given], *, by: str | None) -> _Given:
    """Do what changes the files of a municipality, and keep the change in the store: both or neither.

    Raises what `act` raises, and StoreError when the change cannot be kept.
    """
    before: dict[str, bytes | None] | None = None
    try:
        with access.writing(by=by) as connection:
            _agree(connection, code)
            before = own.contents(code)
            _mark(connection, code)
            given = act()
            _take_in(connection, code, _read(code))
        _note(access, code)
    except BaseException:
        if before is not None:
            own.put_back(code, before)
        raise
    return given


def faults(connection: Connection) -> list[str]:
    """What is wrong with the places entered here, in words."""
    from trygghet_geo.places import catalogue

    found = []
    for row in connection.execute(select(OWN_PLACE)):
        try:
            properties = json.loads(row.entry)["properties"]
            wrong = catalogue.field_faults(properties)
        except (ValueError, LookupError, TypeError) as error:
            wrong = [str(error)]
        found += [f"{row.municipality_code}/{row.id}: {fault}" for fault in wrong]
    return found


def counts(connection: Connection) -> tuple[int, int]:
    """How many places and how many decisions about words."""
    places, words = (
        connection.execute(select(func.count()).select_from(t)).scalar() for t in (OWN_PLACE, NAME_DECISION)
    )
    return int(places or 0), int(words or 0)


def _made_agree(access: Access, code: str) -> tuple[str, ...]:
    with access.writing(by=PROGRAM) as connection:
        told = _agree(connection, code)
    _note(access, code)
    return told


def _agree(connection: Connection, code: str) -> tuple[str, ...]:
    """Under the write lock: the files as the store has it, or the store as the files have it, or both together."""
    stored, filed = kept(connection).get(code, Kept()), _read(code)
    there = {name for name, content in own.contents(code).items() if content is not None}
    # A file that is gone is no decision: it is written anew.
    filed = filed if own.PLACES_FILE in there else replace(filed, entries=stored.entries)
    filed = filed if decisions.FILE in there else replace(filed, words=stored.words)
    base = _base(code, _identity(connection))
    if base == filed.digest or stored.digest == filed.digest:
        if stored.digest != _read(code).digest:
            _write(code, stored)
        return ()
    if base is not None and _said(code).get("acting"):
        # Cut off between the files and the store: never acknowledged, so not to be taken for an edit by hand.
        aside = own.lay_aside(code, now().replace(":", ""))
        _write(code, stored)
        return (
            f"en ändring av platsbesluten för {code} avbröts innan lagret sparat den och gjordes inte; gör om den. "
            f"Filerna som de var: {', '.join(map(str, aside))}",
        )
    if base == stored.digest or stored == Kept():
        _take_in(connection, code, filed)
        why = "ändrade för hand i" if base else "ur"
        return (f"{_counted(filed)} {why} {own.folder(code)} finns nu i lagret",)
    return _together(connection, code, stored=stored, filed=filed)


def _together(connection: Connection, code: str, *, stored: Kept, filed: Kept) -> tuple[str, ...]:
    aside = own.lay_aside(code, now().replace(":", ""))
    ours, theirs = _by_key(stored), _by_key(filed)
    _take_in(connection, code, _of(theirs | ours))
    _write(code, kept(connection)[code])
    more = len(theirs.keys() - ours.keys())
    other = sum(theirs[key] != ours[key] for key in theirs.keys() & ours.keys())
    return (
        f"platsbesluten för {code} var olika i lagret och i filerna: lagrets gäller ({other} skilde sig), "
        f"{more} som bara fanns i filerna är intagna, filerna som de var: {', '.join(map(str, aside))}",
    )


def _take_in(connection: Connection, code: str, wanted: Kept) -> None:
    """The rows of a municipality as `wanted`, each that differs changed by itself: the triggers tell the audit."""
    have, want = _by_key(kept(connection).get(code, Kept())), _by_key(wanted)
    for kind, key in have.keys() - want.keys():
        connection.execute(delete(_table(kind)).where(*_where(kind, code, key)))
    for (kind, key), content in want.items():
        if (kind, key) in have and have[kind, key] != content:
            connection.execute(update(_table(kind)).where(*_where(kind, code, key)).values(**_row(kind, content)))
    for (kind, key), content in want.items():
        if (kind, key) not in have:
            table = _table(kind)
            last = connection.execute(select(func.max(table.c.number)).where(table.c.municipality_code == code))
            facts = {"municipality_code": code, _key_column(kind): key, "number": (last.scalar() or 0) + 1}
            connection.execute(insert(table), facts | _row(kind, content))


def _read(code: str) -> Kept:
    folder = own.folder(code)
    return Kept(tuple(own.entries(code)), decisions.read(folder))


def _write(code: str, wanted: Kept) -> None:
    folder = own.folder(code)
    with decisions.locked(folder):
        own.write_entries(code, wanted.entries)
        decisions.write(folder, wanted.words)


def _by_key(one: Kept) -> dict[Any, Any]:
    """(`place`, id) or (`words`, key) → all that is said of it."""
    found: dict[Any, Any] = {}
    for entry in one.entries:
        found["place", entry["properties"]["id"]] = dict(entry)
    for each in one.words.aliases:
        found["words", decisions.key(each.words)] = {"decision": "alias"} | asdict(each)
    for each in one.words.ignored:
        found["words", decisions.key(each.words)] = {"decision": "ignore"} | asdict(each)
    return found


def _of(found: Mapping[Any, Any]) -> Kept:
    entries = tuple(content for (kind, _), content in found.items() if kind == "place")
    words = [dict(content) for (kind, _), content in found.items() if kind == "words"]
    aliases = tuple(Alias(**_plain(each)) for each in words if each["decision"] == "alias")
    return Kept(entries, Decisions(aliases, tuple(Ignored(**_plain(e)) for e in words if e["decision"] == "ignore")))


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "decision"}


def _row(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "place":
        return {"name": content["properties"].get("name", ""), "entry": json.dumps(content, ensure_ascii=False)}
    said = {"decision": content["decision"], "words": content["words"], "place_id": content.get("place")}
    said |= {"certain": int(content.get("certain", True))}
    return said | {"decided": content.get("decided"), "decided_by": content.get("by")}


def _with(words: Decisions, row: Any) -> Decisions:
    if row.decision == "ignore":
        one = Ignored(row.words, row.decided, row.decided_by)
        return Decisions(words.aliases, (*words.ignored, one))
    other = Alias(row.words, row.place_id, bool(row.certain), row.decided, row.decided_by)
    return Decisions((*words.aliases, other), words.ignored)


def _table(kind: str) -> Table:
    return OWN_PLACE if kind == "place" else NAME_DECISION


def _key_column(kind: str) -> str:
    return "id" if kind == "place" else "key"


def _where(kind: str, code: str, key: str) -> tuple[Any, ...]:
    columns = _table(kind).c
    return columns.municipality_code == code, columns[_key_column(kind)] == key


def _identity(connection: Connection) -> str:
    return str(connection.execute(select(META.c.value).where(META.c.key == "store")).scalar())


def _stamps(code: str) -> list[list[int] | None]:
    """Of each file its time of change in nanoseconds and its size."""
    folder = own.folder(code)
    found = (folder / name for name in own.FILES)
    return [[path.stat().st_mtime_ns, path.stat().st_size] if path.exists() else None for path in found]


def _noted(code: str, identity: str, stored: Kept | None) -> bool:
    """Whether the note says that the files are still as when they agreed with what the store holds now."""
    said = _said(code)
    if not said:
        return stored is None and _stamps(code) == [None, None]
    one = stored or Kept()
    return said == {"store": identity, "digest": one.digest, "stamps": _stamps(code)}


def _base(code: str, identity: str) -> str | None:
    said = _said(code)
    return said.get("digest") if said.get("store") == identity else None


def _said(code: str) -> dict[str, Any]:
    try:
        found = json.loads((own.folder(code) / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _mark(connection: Connection, code: str) -> None:
    """Note that the files, which agree with the store, are about to be changed ahead of it."""
    stored = kept(connection).get(code, Kept())
    said = {"store": _identity(connection), "digest": stored.digest, "acting": True}
    decisions.replace(own.folder(code) / _NOTE, json.dumps(said).encode())


def _note(access: Access, code: str) -> None:
    """Written after the store has kept the change: a note of something that was not kept would hide it."""
    with access.reading() as connection:
        identity, stored = _identity(connection), kept(connection).get(code, Kept())
    stamps = _stamps(code)
    if stored.digest == _read(code).digest:
        said = {"store": identity, "digest": stored.digest, "stamps": stamps}
        decisions.replace(own.folder(code) / _NOTE, json.dumps(said).encode())


def _counted(one: Kept) -> str:
    words = len(one.words.aliases) + len(one.words.ignored)
    places = len(one.entries)
    return f"{places} {'egen plats' if places == 1 else 'egna platser'} och {words} beslut om namn"
