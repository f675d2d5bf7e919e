"""`store`: the store's own upkeep: copy, backup, restore, health, read anew, remove, retire, search, settings."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """The action's exit code: 0, or 1 when the health check finds a fault."""
    return _ACTIONS[options.action](options)


def _opened(options: Namespace):
    from trygghet_geo import store

    found = store.open(options.store, create=False)
    for line in found.news:
        output.say(line)
    return found


def _copy(options: Namespace) -> int:
    from trygghet_geo import store

    source, target = store.open(options.source, create=False), store.open(options.target)
    done = source.copy_to(target)
    output.say(f"{done.rows} rader i {len(done.digests)} tabeller kopierade från {source} till {target}; lika på båda")
    _answer(
        options, {"from": str(source), "to": str(target), "tables": {k: asdict(v) for k, v in done.digests.items()}}
    )
    return 0


def _backup(options: Namespace) -> int:
    done = _opened(options).backup(options.output)
    output.say(f"säkerhetskopia: {done.path}, {done.rows} rader, återställd på prov och lika")
    _answer(options, {"backup": str(done.path), "tables": {k: asdict(v) for k, v in done.digests.items()}})
    return 0


def _restore(options: Namespace) -> int:
    from trygghet_geo import store

    target = store.open(options.store)
    done = target.restore(options.backup)
    output.say(f"{options.backup} är återställd till {target}: {done.rows} rader")
    _answer(options, {"store": str(target), "tables": {k: asdict(v) for k, v in done.digests.items()}})
    return 0


def _health(options: Namespace) -> int:
    from trygghet_geo import __version__, taxonomy

    checks = _opened(options).health(rules={"program": __version__, "taxonomy": taxonomy.load().version})
    marks = {"ok": "bra", "warning": "obs", "fault": "FEL"}
    for one in checks:
        output.say(f"{marks[one.level]} {one.name}: {one.message}")
    _answer(options, [asdict(one) for one in checks])
    return 1 if any(one.level == "fault" for one in checks) else 0


def _reindex(options: Namespace) -> int:
    _opened(options).reindex()
    output.say("kartindexet är gjort om")
    return 0


def _reread(options: Namespace) -> int:
    def progress(one, number: int, total: int) -> None:
        output.progress(Path(one.name), number, total)

    done = _opened(options).reread(by=options.by, progress=progress)
    for one in done:
        for line in one.lines:
            output.say(f"{one.name}: {line}")
    total = {name: sum(getattr(one, name) for one in done) for name in ("added", "gone", "changed", "kept", "flagged")}
    output.say(
        f"{len(done)} dokument lästa igen: {total['added']} nya, {total['gone']} borta, {total['changed']} ändrade; "
        f"{total['kept']} granskade står kvar, {total['flagged']} behöver granskas igen"
    )
    _answer(options, [asdict(one) for one in done])
    return 0


def _remove(options: Namespace) -> int:
    found = _opened(options)
    for named in options.documents:
        done = found.remove(_sha256(found, named), by=options.by, reason=options.reason)
        output.say(done.message)
    return 0


def _retain(options: Namespace) -> int:
    found, today = _opened(options), options.today or date.today()
    due = found.due(today)
    words = {"remove": "tas bort", "pseudonymise": "avidentifieras"}
    for one in due:
        output.say(f"{one.name}: gallringstiden gick ut {one.until}, {words[one.action]}")
        if options.apply:
            found.retire(one, by=options.by, today=today)
    ending = "klart" if options.apply else "inget är gjort än; kör igen med --apply"
    output.say(f"{len(due)} dokument att gallra; {ending}" if due else "inget dokument är gammalt nog att gallra")
    _answer(options, [asdict(one) for one in due])
    return 0


def _search(options: Namespace) -> int:
    hits = _opened(options).search(" ".join(options.words), limit=options.limit)
    if options.json:
        output.answer([asdict(one) for one in hits])
        return 0
    for one in hits:
        output.write_text(f"{one.statement_id}  {' '.join(one.quote.split())}")
    if not hits:
        output.say("inget hittades")
    return 0


def _settings(options: Namespace) -> int:
    import json

    found = _opened(options)
    if options.value is not None:
        try:
            value = json.loads(options.value)
        except ValueError:
            value = options.value
        found.settings.set(options.key, value, by=options.by)
    chosen = found.settings.all()
    for key, value in chosen.items():
        if options.key in (None, key):
            output.write_text(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return 0


def _sha256(found, named: str) -> str:
    """A document by the start of its SHA-256 (eight digits or more) or by a name that only one has."""
    from trygghet_geo.errors import InvalidSelection

    every = found.documents()
    same = [one for one in every if one.name == named or (len(named) >= 8 and one.sha256.startswith(named))]
    current = [one for one in same if one.replaced_by is None] or same
    if len(current) != 1:
        what = "finns inte i lagret" if not current else "heter flera dokument; ange början av SHA-256"
        raise InvalidSelection(f"{named}: {what}")
    return current[0].sha256


def _answer(options: Namespace, value: object) -> None:
    if getattr(options, "json", False):
        output.answer(value)


_ACTIONS = {
    "copy": _copy,
    "backup": _backup,
    "restore": _restore,
    "health": _health,
    "reindex": _reindex,
    "reread": _reread,
    "remove": _remove,
    "retain": _retain,
    "search": _search,
    "settings": _settings,
}
