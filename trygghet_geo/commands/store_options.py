"""What can be asked of `store` and `review` on the command line."""

from __future__ import annotations

import argparse
import getpass
from datetime import date
from pathlib import Path


def add(commands, parser_class: type[argparse.ArgumentParser]) -> None:
    """Put `store` and `review` among the commands."""
    _store(
        _actions(commands, parser_class, "store", "sköt om lagret", "Kopiera, säkerhetskopiera, kontrollera, gallra.")
    )
    _review(_actions(commands, parser_class, "review", "granska uttalanden", "Lista, besluta, se ändringar, ångra."))


def _actions(commands, parser_class: type[argparse.ArgumentParser], name: str, short: str, description: str):
    parser = commands.add_parser(name, help=short, description=description)
    return parser.add_subparsers(dest="action", metavar="VAD", required=True, title="vad", parser_class=parser_class)


def _store(actions) -> None:
    copy = actions.add_parser("copy", help="hela lagret till en annan adress", description="Flytta allt, och jämför.")
    copy.add_argument("source", metavar="FRÅN", help="fil eller postgresql://…")
    copy.add_argument("target", metavar="TILL", help="fil eller postgresql://…; får inte innehålla något")
    backup = _on_store(actions, "backup", "säkerhetskopia medan lagret används, återställd på prov")
    backup.add_argument("--output", "-o", metavar="FIL.gpkg", type=Path, help="förval: en daterad fil i backups/")
    restore = _on_store(actions, "restore", "lägg tillbaka en säkerhetskopia")
    restore.add_argument("backup", metavar="FIL.gpkg", type=Path, help="säkerhetskopian")
    health = _on_store(actions, "health", "kontrollera att lagret är helt; slutkod 1 vid fel")
    _on_store(actions, "reindex", "gör om kartindexet, om kontrollen säger att det inte stämmer")
    reread = _on_store(actions, "reread", "läs alla dokument igen med dagens regler; beslut står kvar")
    remove = _on_store(actions, "remove", "ta bort dokument med allt som kommer ur dem", by=True)
    remove.add_argument("documents", metavar="DOKUMENT", nargs="+", help="namn eller början av SHA-256")
    remove.add_argument("--reason", metavar="TEXT", help="skäl, till ändringsloggen")
    retain = _on_store(actions, "retain", "gallra det vars tid är ute; visar bara, utan --apply", by=True)
    retain.add_argument("--apply", action="store_true", help="gör det som är dags")
    retain.add_argument("--today", metavar="DATUM", type=_day, help="räkna som om det vore denna dag")
    search = _on_store(actions, "search", "sök i det som sagts")
    search.add_argument("words", metavar="ORD", nargs="+", help="alla orden ska finnas")
    search.add_argument("--limit", type=int, default=50, metavar="N", help="högst så många (50)")
    settings = _on_store(actions, "settings", "visa eller ändra inställningar", by=True)
    settings.add_argument("key", metavar="NAMN", nargs="?", help="inställning")
    settings.add_argument("value", metavar="VÄRDE", nargs="?", help="nytt värde, som JSON")
    by_whom(reread)
    for parser in (copy, backup, restore, health, reread, retain, search):
        _json(parser)


def _review(actions) -> None:
    listing = _on_store(actions, "list", "lista uttalanden")
    listing.add_argument("--status", choices=("read", "confirmed", "corrected", "rejected"), help="bara de med status")
    listing.add_argument("--flagged", action="store_true", help="bara de som behöver granskas igen")
    decide = _on_store(actions, "decide", "besluta om ett uttalande", by=True)
    decide.add_argument("statement", metavar="ID", help="uttalandets id")
    decide.add_argument("decision", choices=("confirmed", "rejected", "read"), help="beslutet")
    decide.add_argument("--version", type=int, metavar="N", help="versionen du såg; någon annans ändring stoppar då")
    decide.add_argument("--note", metavar="TEXT", help="anteckning")
    audit = _on_store(actions, "audit", "visa ändringsloggen, senast först")
    audit.add_argument("--statement", metavar="ID", help="bara det som rör uttalandet")
    audit.add_argument("--limit", type=int, default=200, metavar="N", help="högst så många rader (200)")
    undo = _on_store(actions, "undo", "ångra en ändring", by=True)
    undo.add_argument("change", metavar="ÄNDRING", help="id ur ändringsloggen")
    for parser in (listing, audit):
        _json(parser)


def _on_store(actions, name: str, short: str, *, by: bool = False) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=short, description=f"{short[0].upper()}{short[1:]}.")
    parser.add_argument("--store", metavar="ADRESS", help="lagrets fil eller postgresql://… (förval: som för ingest)")
    if by:
        by_whom(parser)
    return parser


def by_whom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="NAMN", default=_me(), help="vem som gör det (förval: inloggad användare)")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="skriv svaret som JSON på standard ut")


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "okänd"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} är inget datum; skriv ÅÅÅÅ-MM-DD") from None
