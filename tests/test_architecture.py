"""The rules of docs/architecture.md, said over the syntax trees: who may import what, and what importing may not do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "trygghet_geo"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each outside library has its homes; elsewhere it may not be imported.
HOME = {
    "streamlit": ("pages/",),
    "streamlit_folium": ("pages/",),
    "folium": ("maps.py",),
    "branca": ("maps.py",),
    "pypdfium2": ("reading/",),
    "docx": ("reading/", "reports/"),
    "reportlab": ("reports/",),
    "resvg_py": ("pictures/",),
    "font_source_sans_pro": ("pictures/",),
    "lxml": ("reading/",),
    "selectolax": ("reading/",),
    "markdown_it": ("reading/",),
    "striprtf": ("reading/",),
    "openpyxl": ("reading/",),
    "PIL": ("reading/",),
    "resource": ("reading/",),
    "multiprocessing": ("reading/",),
    "ahocorasick_rs": ("places/", "understanding/"),
    "osmium": ("places/sources/",),
    "sqlite3": ("store",),
    "sqlalchemy": ("store",),
    "alembic": ("store",),
    "psycopg": ("store",),
    "xlsxwriter": ("export",),
    "scipy": ("statistics/",),
}
# The flow of docs/architecture.md: a stage imports what lies before it, never what comes after.
ORDER = [
    "records",
    "errors",
    "paths",
    "files",
    "views",
    "dates",
    "reading",
    "sentences",
    "taxonomy",
    "places",
    "understanding",
]
ORDER += [
    "pipeline",
    "unresolved",
    "geojson",
    "table",
    "selection",
    "privacy",
    "statistics",
    "agenda",
    "store",
    "followups",
    "export",
    "maps",
    "evaluation",
    "cli",
    "pages",
]


def imports(path: Path) -> set[str]:
    """Full dotted names imported anywhere in the module, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_an_outside_library_is_imported_only_at_home(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    strangers = {
        library
        for library in {module.split(".")[0] for module in imports(path)} & HOME.keys()
        if not name.startswith(HOME[library])
    }
    assert not strangers, f"{name} may not import {strangers}; see docs/architecture.md"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_follow_the_flow(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own not in ORDER:
        return
    later = set(ORDER[ORDER.index(own) + 1 :])
    stages = {m.split(".")[1] for m in imports(path) if m.startswith("trygghet_geo.")}
    assert not stages & later, f"{own} comes before {stages & later} in the flow"


def test_the_package_does_nothing_on_import() -> None:
    """No file is opened, no folder made, nothing printed when the command line is imported."""
    code = (
        "import sys, builtins, pathlib\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(args[0]) if event == 'open' and args[1] and "
        "set(str(args[1])) & set('wax+') else None)\n"
        "import trygghet_geo.cli\n"
        "assert not opened, opened\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_no_private_helper_module() -> None:
    assert not [p for p in MODULES if p.stem in {"utils", "helpers", "common", "misc"}]
