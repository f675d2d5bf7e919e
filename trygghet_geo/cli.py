"""The command line: what can be asked for, and how errors are told. Each command's work is in `commands/`.

Exit codes: 0 done; 1 something outside the command line failed (the store, the shipped data, the disk); 2 wrong usage
or input that makes no sense; 3 done, but some file could not be read. docs/commands.md says it for users.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from trygghet_geo import __version__
from trygghet_geo.commands import places_arguments, store_options
from trygghet_geo.errors import (
    InvalidSelection,
    TrygghetError,
    UnknownMunicipality,
    UnreadableDocument,
    UnwritableOutput,
    one_line,
)

PROGRAM = "trygghet-geo"
FAILED, USAGE, SKIPPED, INTERRUPTED = 1, 2, 3, 130
_SWEDISH = (
    (r"^argument (.+?): (.*)", r"\1: \2"),
    (r"the following arguments are required: (.*)", r"saknas: \1"),
    (r"unrecognized arguments: (.*)", r"okända argument: \1"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kan betyda \2"),
    (r"invalid choice: (.*) \(choose from (.*)\)", r"\1 finns inte; välj bland \2"),
    (r"expected one argument", "ett värde saknas"),
    (r"expected at least one argument", "minst ett värde saknas"),
    (r"ignored explicit argument (.*)", r"tar inget värde, men fick \1"),
    (r"invalid .* value: (.*)", r"går inte att tolka: \1"),
    (r"one of the arguments (.*) is required", r"något av dessa behövs: \1"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code. An error is one line on stderr, never a traceback."""
    _speak_utf8()
    options = _parser().parse_args(argv)
    try:
        code = import_module(f"trygghet_geo.commands.{options.run}").run(options)
        sys.stdout.flush()
        return code
    except UnreadableDocument as error:
        return _told(error, SKIPPED)
    except (InvalidSelection, UnknownMunicipality, UnwritableOutput) as error:
        return _told(error, USAGE)
    except TrygghetError as error:
        return _told(error, FAILED)
    except KeyboardInterrupt:
        return _told("avbrutet", INTERRUPTED)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough; stdout must not complain again when it is closed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # whatever is left is our own fault: one line for the user, the rest on request
        if os.environ.get("TRYGGHET_DEBUG"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return _told(f"internt fel ({what}); kör igen med TRYGGHET_DEBUG=1 och anmäl felet", FAILED)


def _told(error: object, code: int) -> int:
    print(f"{PROGRAM}: fel: {one_line(str(error))}", file=sys.stderr)  # noqa: T201
    return code


def _speak_utf8() -> None:
    """Swedish letters in a pipe or file, whatever the system's locale; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        return super().add_usage(usage, actions, groups, "användning: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse in Swedish, with errors on one line. Options may not be shortened: that would tie our hands."""

    def __init__(self, **kwargs) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **kwargs)
        self._positionals.title, self._optionals.title = "argument", "val"
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def error(self, message: str):
        for english, swedish in _SWEDISH:
            message = re.sub(english, swedish, message)
        self.exit(USAGE, f"{PROGRAM}: fel: {message}; se {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        description="Läs kommunala trygghetsdokument, hitta varje problem och lägg det ärligt på en karta.",
        epilog="Slutkoder: 0 klart, 1 fel, 2 fel i kommandot eller indata, 3 klart men någon fil gick inte att läsa.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}", help="visa versionen")
    commands = parser.add_subparsers(
        dest="run", metavar="KOMMANDO", required=True, title="kommandon", parser_class=_Parser
    )
    for add in (_extract, _ingest, _export, _hotspots, _report, _serve, _read, _explain, _learn, _places, _evaluate):
        add(commands)
    store_options.add(commands, _Parser)
    return parser


def _extract(commands) -> None:
    parser = commands.add_parser(
        "extract",
        help="dokument in, GeoJSON ut; inget sparas",
        description="Läs filer och mappar och skriv vad som togs upp som GeoJSON. Inget sparas i lagret.",
    )
    parser.add_argument("paths", metavar="SÖKVÄG", nargs="+", type=Path, help="fil eller mapp (mappar gås igenom)")
    parser.add_argument(
        "--output", "-o", metavar="FIL", required=True, help="fil att skriva (.geojson), eller - för standard ut"
    )
    _municipality(parser)
    _mapping(parser)
    _json(parser)


def _ingest(commands) -> None:
    parser = commands.add_parser(
        "ingest",
        help="läs in dokument i lagret",
        description="Läs filer och mappar in i lagret: hela filen eller inget av den. Samma fil igen ändrar inget.",
    )
    parser.add_argument("paths", metavar="SÖKVÄG", nargs="+", type=Path, help="fil eller mapp (mappar gås igenom)")
    _municipality(parser)
    _mapping(parser)
    _store(parser)
    _json(parser)


def _export(commands) -> None:
    parser = commands.add_parser(
        "export",
        help="skriv ett urval ur lagret till en fil",
        description="Skriv ett urval ur lagret. Filändelsen väljer format: .geojson .gpkg .parquet .csv .xlsx .fgb",
        epilog="Ett val som anges flera gånger, eller med komma emellan, släpper igenom något av värdena.",
    )
    parser.add_argument("--output", "-o", metavar="FIL", required=True, type=Path, help="fil att skriva")
    parser.add_argument("--category", metavar="KOD", action="append", help="kategori, till exempel traffic")
    parser.add_argument("--type", metavar="KOD", action="append", help="typ, till exempel speeding")
    parser.add_argument("--kind", metavar="SORT", action="append", help="concern, calm, measure, proposal, statistic")
    parser.add_argument("--place", metavar="PLATS", action="append", help="plats, med det som ligger i den")
    parser.add_argument("--from", metavar="DATUM", dest="date_from", type=_date, help="första dag, ÅÅÅÅ-MM-DD")
    parser.add_argument("--to", metavar="DATUM", dest="date_to", type=_date, help="sista dag, ÅÅÅÅ-MM-DD")
    parser.add_argument("--bbox", metavar="V,S,Ö,N", type=_box, help="ruta i grader: väst,syd,öst,nord")
    parser.add_argument("--municipality", metavar="KOMMUN", action="append", help="kommun, namn eller kod")
    parser.add_argument("--document", metavar="FIL", action="append", help="dokumentets filnamn eller SHA-256")
    parser.add_argument("--status", metavar="STATUS", action="append", help="read, confirmed, corrected, rejected")
    parser.add_argument("--text", metavar="ORD", help="ord som finns i citatet")
    parser.add_argument("--placed-only", action="store_true", help="bara det som har en plats på kartan")
    parser.add_argument("--public", action="store_true", help="maskera personuppgifter i citaten (läs igenom ändå)")
    _store(parser)
    _json(parser)


def _hotspots(commands) -> None:
    parser = commands.add_parser(
        "hotspots",
        help="pröva om något sticker ut mer än slumpen",
        description="Pröva på två nivåer (orter, och platser inom dem) om mer tas upp någonstans än slumpen ger.",
        epilog="Metoden, och när man inte ska tro den: docs/statistics.md",
    )
    parser.add_argument(
        "--output", "-o", metavar="FIL", required=True, type=Path, help="fil att skriva: .geojson .gpkg .parquet .fgb"
    )
    parser.add_argument("--category", metavar="KOD", action="append", help="kategori, till exempel traffic")
    parser.add_argument("--type", metavar="KOD", action="append", help="typ, till exempel speeding")
    parser.add_argument("--place", metavar="PLATS", action="append", help="plats, med det som ligger i den")
    parser.add_argument("--from", metavar="DATUM", dest="date_from", type=_date, help="första dag, ÅÅÅÅ-MM-DD")
    parser.add_argument("--to", metavar="DATUM", dest="date_to", type=_date, help="sista dag, ÅÅÅÅ-MM-DD")
    parser.add_argument(
        "--municipality", metavar="KOMMUN", help="kommun, namn eller kod (förval: den vanligaste i lagret)"
    )
    parser.add_argument(
        "--against",
        choices=("residents", "roads", "others"),
        default="residents",
        help="mot vad: residents (invånare, förval), roads (väglängd), others (alla andra problem)",
    )
    parser.add_argument("--residents", metavar="FIL", type=Path, help="karta med invånare, till exempel SCB:s rutor")
    parser.add_argument(
        "--residents-column", metavar="KOLUMN", default="population", help="kolumn med antal (population)"
    )
    parser.add_argument(
        "--method",
        choices=("two-level", "gi", "scan"),
        default="two-level",
        help="two-level (förval), eller för analytikern Gi* (gi) eller Kulldorffs skanning (scan), med varning",
    )
    parser.add_argument("--cells", choices=("hexagon", "square"), default="hexagon", help="rutornas form (hexagon)")
    parser.add_argument("--size", metavar="M", type=_positive, default=750.0, help="rutornas storlek i meter (750)")
    parser.add_argument("--level", metavar="P", type=_share, default=0.05, help="godtagen risk för falskt larm (0.05)")
    parser.add_argument("--worlds", metavar="N", type=_worlds, default=999, help="antal slumpade världar (999)")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="slumpfrö (0)")
    _store(parser)
    _json(parser)


def _report(commands) -> None:
    parser = commands.add_parser(
        "report",
        help="skriv lägesbilden för en period",
        description="Skriv en lägesbild: vad som togs upp, var, hur ofta, vad som ändrats, åtgärder och citaten.",
        epilog="Personuppgifter maskeras som i export --public. Perioden gäller handlingarnas datum.",
    )
    parser.add_argument(
        "--output", "-o", metavar="FIL", required=True, type=Path, help="fil att skriva: .pdf .docx .html"
    )
    parser.add_argument("--from", metavar="DATUM", dest="date_from", type=_date, help="första dag, ÅÅÅÅ-MM-DD")
    parser.add_argument("--to", metavar="DATUM", dest="date_to", type=_date, help="sista dag, ÅÅÅÅ-MM-DD")
    _store(parser)
    _json(parser)


def _serve(commands) -> None:
    parser = commands.add_parser("serve", help="öppna instrumentpanelen", description="Starta instrumentpanelen.")
    parser.add_argument("--port", type=_port, default=8501, help="port (8501)")
    parser.add_argument(
        "--address", metavar="ADRESS", default="127.0.0.1", help="adress att lyssna på (127.0.0.1: bara den här datorn)"
    )
    parser.add_argument(
        "--processes",
        metavar="ANTAL",
        type=_processes,
        default=1,
        help="så många processer delar på läsarna (1); en för varje processorkärna när många arbetar samtidigt",
    )


def _read(commands) -> None:
    parser = commands.add_parser(
        "read", help="visa hur en fil läses", description="Visa hur en fil delas i rubriker, stycken och punkter."
    )
    parser.add_argument("path", metavar="FIL", type=Path, help="fil att läsa")
    _mapping(parser)
    _json(parser)


def _explain(commands) -> None:
    parser = commands.add_parser(
        "explain",
        help="visa varför en fil förstås som den gör",
        description="Visa varje uppgift i en fil med reglerna bakom, platsen och förslag att granska.",
    )
    parser.add_argument("path", metavar="FIL", type=Path, help="fil att förklara")
    _municipality(parser)
    _json(parser)


def _learn(commands) -> None:
    parser = commands.add_parser(
        "learn",
        help="lär av rättelserna",
        description="Lär en liten modell av det som rättats och säg vad den ger. Minst femtio rättelser behövs.",
    )
    parser.add_argument(
        "--examples",
        metavar="FIL.jsonl",
        type=Path,
        help="rättelser utanför lagret (corrections.jsonl i TRYGGHET_HOME)",
    )
    _store(parser)
    _json(parser)


def _places(commands) -> None:
    parser = commands.add_parser("places", help="ortregister", description="Se, bygg och rätta kommunens ortregister.")
    actions = parser.add_subparsers(dest="action", metavar="VAD", required=True, title="vad", parser_class=_Parser)
    places_arguments.add(actions, json=_json)


def _evaluate(commands) -> None:
    parser = commands.add_parser(
        "evaluate",
        help="mät mot facit",
        description="Mät precision, täckning och F1 för fynd, platser och datum mot texter med facit (JSONL).",
    )
    parser.add_argument("paths", metavar="FACIT.jsonl", nargs="+", type=Path, help="texter med facit")
    _json(parser)


def _mapping(parser) -> None:
    parser.add_argument(
        "--mapping",
        metavar="FIL.toml",
        type=Path,
        help='vilka kolumner i tabeller som säger vad, till exempel vad = "Fritext"',
    )


def _municipality(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--municipality",
        metavar="KOMMUN",
        default="auto",
        help="kommun som dokumenten kommer från: namn, kod eller auto (läs ut ur texten, förval)",
    )


def _store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        metavar="ADRESS",
        help="lagrets fil eller postgresql://… (förval: TRYGGHET_STORE, eller trygghet.gpkg i data/)",
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="skriv svaret som JSON på standard ut")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} är inget datum; skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-13") from None


def _box(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} är ingen ruta; skriv väst,syd,öst,nord i grader") from None


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text} är inget mått; ange ett antal meter över 0")
    return value


def _share(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0 < value < 0.5:
        raise argparse.ArgumentTypeError(f"{text} är ingen risk; ange ett tal mellan 0 och 0,5, till exempel 0.05")
    return value


def _worlds(text: str) -> int:
    if not text.isdecimal() or not 99 <= int(text) <= 99_999:
        raise argparse.ArgumentTypeError(f"{text} går inte; ange ett antal mellan 99 och 99999")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} är ingen port; ange ett tal mellan 1 och 65535")
    return int(text)


def _processes(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} är inget antal processer; ange ett tal mellan 1 och 64")
    return int(text)
