"""Set up and run the product from a checkout: `python manage.py dashboard` or `python manage.py test`.

`make dashboard` and `make test` call this; on Windows call it directly. Standard library only, because it runs before
anything is installed. What it installs lies in `.venv/` and `trygghet_geo/static/vendor/` inside the checkout; the one
exception is what the tests need from Debian (Chromium, Tesseract, PostgreSQL), which is only installed where missing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    dashboard = commands.add_parser("dashboard", help="install, read the example documents, open the dashboard")
    dashboard.add_argument("--port", default="8501")
    commands.add_parser("test", help="install what the tests need and run them all; further arguments go to pytest")
    commands.add_parser("lock", help="write requirements*.txt anew from pyproject.toml (needs uv)")
    options, rest = parser.parse_known_args(argv)
    if rest and options.command != "test":
        parser.error(f"unknown argument: {rest[0]}")
    if options.command == "dashboard":
        return show_dashboard(options.port)
    return run_tests(rest) if options.command == "test" else lock()


def show_dashboard(port: str) -> int:
    install("requirements.txt")
    run(PYTHON, "-m", "trygghet_geo.assets")
    run(PYTHON, "-m", "trygghet_geo", "ingest", ROOT / "data" / "documents", "--municipality", "1961")
    try:
        return subprocess.run([PYTHON, "-m", "trygghet_geo", "serve", "--port", port], cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 0


def run_tests(pytest_arguments: list[str]) -> int:
    install("requirements-dev.txt")
    run(PYTHON, "-m", "trygghet_geo.assets")
    system_programs()
    # One file stays in one process: the browser tests of a file share their server.
    pytest = [PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile"]
    return subprocess.run([*pytest, *pytest_arguments], cwd=ROOT).returncode


def lock() -> int:
    """The exact versions, with hashes, for every platform and Python from 3.11 on."""
    compile_ = ["uv", "pip", "compile", "-q", "pyproject.toml", "--universal", "--python-version", "3.11"]
    compile_ += ["--generate-hashes", "--no-emit-index-url", "--no-header"]
    run(*compile_, "-o", "requirements.txt")
    run(*compile_, "--extra", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt")
    return 0


def install(requirements: str) -> None:
    """Make `.venv` hold exactly what `requirements` names; nothing to do when it already did so for this file."""
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: python3.11 manage.py …")
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    stamp = VENV / f".{requirements}.sha256"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists() and subprocess.run([sys.executable, "-m", "venv", VENV]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("The environment could not be made. On Debian and Ubuntu: apt install python3-venv, then try again.")
    print(f"Installing {requirements} into {VENV} (a few minutes the first time) …", flush=True)
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    run(PYTHON, *pip, ROOT / requirements)
    stamp.write_text(wanted)


def system_programs() -> None:
    """See to it that the tests find what they need outside Python: from Debian, when it is missing and we may."""
    missing = []
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, BROWSERS)):
        missing.append("chromium")
    if not reads_swedish():
        missing += ["tesseract-ocr", "tesseract-ocr-swe"]
    if not any(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        missing.append("postgresql-postgis")
    if not missing:
        return
    if not shutil.which("apt-get") or getattr(os, "geteuid", lambda: 1)() != 0:
        sys.exit(f"The tests need {', '.join(missing)}. On Debian and Ubuntu: sudo apt install {' '.join(missing)}")
    print(f"Installing {', '.join(missing)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", *step], check=True, env=environment, stdout=subprocess.DEVNULL)


def reads_swedish() -> bool:
    """Whether Tesseract is there with its Swedish data."""
    if not shutil.which("tesseract"):
        return False
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True)
    return "swe" in done.stdout.split()


def run(*command: object) -> None:
    """Run a step; when it fails, stop with its exit code (it has said why)."""
    code = subprocess.run([str(part) for part in command], cwd=ROOT).returncode
    if code:
        sys.exit(code)


if __name__ == "__main__":
    sys.exit(main())
