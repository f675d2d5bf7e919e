"""The bar that shows how far a folder has been read."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from trygghet_geo.commands import output


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    output.progress(Path("a.pdf"), 1, 2)
    output.say("klart")
    assert capsys.readouterr().err == "klart\n"


def test_a_bar_grows_with_count_and_name() -> None:
    # 24 signs: a quarter is six.
    assert output._bar("å.pdf", 1, 4) == "[######------------------] 1/4 å.pdf"
    assert output._bar("å.pdf", 4, 4) == f"[{'#' * 24}] 4/4 å.pdf"


LONG = "protokoll från trygghetsrådet i kommunens alla delar, justerat och undertecknat"


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """Extraction from a folder of three files, whose second is broken."""
    folder = tmp_path / "mapp"
    folder.mkdir()
    for name, place in ((f"1 {LONG}.txt", "torget"), ("3.txt", "skolan")):
        (folder / name).write_text(f"Protokoll\n\nDatum: 2024-03-19\n\nDet klottras vid {place}.\n", encoding="utf-8")
    (folder / "2 trasig.pdf").write_bytes(b"%PDF-1.4 trasig")
    out = str(tmp_path / "ut.geojson")
    begin = [sys.executable, "-m", "trygghet_geo", "extract", str(folder)]
    return [*begin, "--output", out, "--municipality", "Hallstahammar"]


@pytest.mark.skipif(os.name != "posix", reason="only there is a terminal that a test can make")
def test_on_a_terminal_the_bar_is_written_over_and_gives_way_to_what_is_said(command: list[str]) -> None:
    code, drawn = _on_terminal(command, columns=80)
    assert code == 3  # one file was skipped
    shown = [stage for line in drawn.split("\r\n") for stage in line.split("\r\x1b[K") if stage]
    bars = [line for line in shown if line.startswith("[")]
    # 24 signs for three files: 8, 16 and 24.
    assert [bar[1:25].count("#") for bar in bars] == [8, 16, 24]
    assert [bar[27:30] for bar in bars] == ["1/3", "2/3", "3/3"]
    assert LONG[:40] in bars[0]
    assert max(map(len, bars)) == 79  # a line of 80 would go on below
    said = next(line for line in drawn.split("\r\n") if "hoppar över 2 trasig.pdf" in line)
    # Nothing of the bar is left before the line, nor after the last one.
    assert said.split("\r\x1b[K")[-1].startswith("hoppar över 2 trasig.pdf: ")
    assert not shown[-1].startswith("[")


def test_in_a_pipe_there_is_no_bar(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 3
    assert "hoppar över 2 trasig.pdf: " in done.stderr
    assert not {"\r", "\x1b", "#"} & set(done.stdout + done.stderr)


def _on_terminal(command: list[str], *, columns: int) -> tuple[int, str]:
    """The exit code of `command`, and all that it wrote to a terminal so wide."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = os.environ | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        drawn = b""
        try:
            while piece := os.read(ours, 4096):
                drawn += piece
        except OSError:
            pass  # so Linux says that the other end is closed
        finally:
            os.close(ours)
    return process.returncode, drawn.decode()
