"""`review`: look through statements, decide on them, see the audit trail, undo."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0; a record that someone else changed first is an error that says so."""
    from trygghet_geo import store

    found = store.open(options.store, create=False)
    return _ACTIONS[options.action](found, options)


def _list(found, options: Namespace) -> int:
    every = [one for document in found.documents() for one in found.statements(document.sha256)]
    chosen = [one for one in every if options.status in (None, one.status) and (not options.flagged or one.flag)]
    if options.json:
        output.answer([asdict(one) for one in chosen])
        return 0
    for one in chosen:
        flag = f"  ({one.flag})" if one.flag else ""
        output.write_text(f"{one.id}  v{one.version}  {one.status}  {' '.join(one.quote.split())}{flag}")
    output.say(output.statements(len(chosen)))
    return 0


def _decide(found, options: Namespace) -> int:
    version = options.version or found.statement(options.statement).version
    done = found.review(options.statement, options.decision, by=options.by, version=version, note=options.note)
    output.say(f"{done.id}: {done.status}, version {done.version}")
    return 0


def _audit(found, options: Namespace) -> int:
    trail = found.audit(statement_id=options.statement, limit=options.limit)
    if options.json:
        output.answer([asdict(one) for one in trail])
        return 0
    for one in trail:
        what = ", ".join(f"{key}: {before} → {after}" for key, (before, after) in one.changed.items())
        output.write_text(
            f"{one.at}  {one.change}  {one.actor}  {one.action} {one.subject} {one.row_id}  {one.detail or what}"
        )
    return 0


def _undo(found, options: Namespace) -> int:
    done = found.undo(options.change, by=options.by)
    output.say(f"ångrat: {len(done)} rader är som förut")
    return 0


_ACTIONS = {"list": _list, "decide": _decide, "audit": _audit, "undo": _undo}
