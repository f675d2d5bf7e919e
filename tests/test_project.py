"""The project around the code: locks, README, the installed package."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def locked(path: Path) -> dict[str, str]:
    """Name → exact version of every line of a requirements file."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", path.read_text(), flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in lines}


@pytest.mark.parametrize("extra", [None, "dev"])
def test_every_dependency_is_locked_within_its_bounds(root: Path, extra: str | None) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    versions = locked(root / ("requirements.txt" if extra is None else "requirements-dev.txt"))
    for requirement in map(Requirement, wanted):
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: run make lock"


def test_the_tests_run_on_what_users_get(root: Path) -> None:
    """A version that differs between the two locks would let a test pass on something nobody installs."""
    run, dev = locked(root / "requirements.txt"), locked(root / "requirements-dev.txt")
    assert {name: dev[name] for name in run} == run


def test_every_lock_line_has_a_hash(root: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (root / name).read_text()
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in block for block in blocks)


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked where no checkout is near."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", str(root)]
    done = subprocess.run([*build, "-w", str(folder)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_the_installed_package_works_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    """It carries its catalogues and the dashboard, and reads a document."""
    (tmp_path / "rapport.txt").write_text("Lägesbild 2024-02-01\n\nKlotter i Kolbäck.\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-m", "trygghet_geo", "extract", "rapport.txt"]
    command += ["--municipality", "1961", "--output", "ut.geojson"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '"vandalism"' in (tmp_path / "ut.geojson").read_text(encoding="utf-8")
    assert (installed / "trygghet_geo" / "dashboard.py").exists()


def test_readme_names_the_commands_and_its_links_exist(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert "make dashboard" in readme
    assert "make test" in readme
    for target in re.findall(r"\]\(([^)#]+)\)|`((?:docs|data)/[\w./-]+\.(?:md|toml))`", readme):
        path = next(filter(None, target))
        if not path.startswith("http"):
            assert (root / path).exists(), f"README points at {path}, which is not there"
