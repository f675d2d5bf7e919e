"""`serve`: the dashboard, on this machine only unless told otherwise."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from trygghet_geo.commands import output, processes
from trygghet_geo.errors import InvalidData, InvalidSelection

_PACKAGE = Path(__file__).resolve().parent.parent


def run(options: Namespace) -> int:
    """Runs until it is stopped; the exit code is Streamlit's."""
    script = dashboard()
    _check_free(options.address, options.port)
    environment = dict(os.environ)
    if home := environment.get("TRYGGHET_HOME"):
        environment["TRYGGHET_HOME"] = str(Path(home).resolve())
    if options.processes > 1:
        return _several(options, script, environment)
    command = _command(options, script)
    output.say(f"Instrumentpanelen öppnas på {address(options)} (avsluta med Ctrl+C)")
    # Streamlit looks for .streamlit/config.toml where it is started.
    os.chdir(script.parent)
    if os.name == "posix":
        # In place of this process, so that whoever stops it stops the dashboard.
        os.execve(command[0], command, environment)
    try:
        return subprocess.run(command, env=environment).returncode
    except KeyboardInterrupt:
        return 0


def _several(options: Namespace, script: Path, environment: dict[str, str]) -> int:
    """As many dashboards as asked for, behind one address."""

    def command(port: int) -> list[str]:
        return _command(Namespace(port=port, address="127.0.0.1"), script)

    def told() -> None:
        output.say(f"Instrumentpanelen öppnas på {address(options)} (avsluta med Ctrl+C)")

    os.chdir(script.parent)
    started = processes.Processes(options.processes, command, environment)
    try:
        asyncio.run(processes.serve(started, options.address, options.port, told=told))
    except KeyboardInterrupt:
        pass
    finally:
        started.stop()
    return 0


def _command(options: Namespace, script: Path) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", str(script), *flags(options, script)]


def dashboard() -> Path:
    """A checkout's `dashboard.py`, or the copy inside an installed package."""
    for folder in (_PACKAGE.parent, _PACKAGE):
        if (folder / "dashboard.py").is_file() and (folder == _PACKAGE or (folder / "pyproject.toml").is_file()):
            return folder / "dashboard.py"
    raise InvalidData("dashboard.py saknas i installationen; installera om trygghet-geo")


def address(options: Namespace) -> str:
    """Where to point a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(options.address, options.address)
    return f"http://{host}:{options.port}"


def flags(options: Namespace, script: Path) -> list[str]:
    """Streamlit's settings: always those asked for here and no calling home; the safe ones where no file sets them."""
    values = {
        "server.port": options.port,
        "server.address": options.address,
        "browser.gatherUsageStats": "false",
        "server.showEmailPrompt": "false",
        "server.headless": "true",
    }
    if not (script.parent / ".streamlit" / "config.toml").is_file():
        values |= {
            "server.fileWatcherType": "none",
            "server.maxUploadSize": 25,
            "server.xsrfCookieSameSite": "strict",
            "client.toolbarMode": "minimal",
            "client.showErrorDetails": "none",
        }
    return [part for name, value in values.items() for part in (f"--{name}", str(value))]


def _check_free(address: str, port: int) -> None:
    """Raise InvalidSelection when nothing can listen there; Streamlit would say so in English, or take another port."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise InvalidSelection(
            f"det går inte att lyssna på {address}:{port} ({error.strerror}); välj en annan med --port eller --address"
        ) from error
