"""How long a reviewer waits from the key to the next statement, over a hundred statements in Chromium.

`python -m benchmarks.dashboard_review`: an invented store of 120 statements in three documents behind a real server.
Only keys are used: the name, then B for each. Measured is the time from the press to the next sentence being on the
page and the run being over, so that the next key has something to press.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import invented
from tests.browser.conftest import WALL, chromium, serving
from tests.browser.invented import Said
from trygghet_geo import store

NAMES = (("1961-kolback", "Kolbäck"), ("1961-nibble", "Nibble"), ("1961-stromsholm", "Strömsholm"))


def fill(path: Path, count: int) -> store.Store:
    """A store with `count` statements, each with words of its own."""
    made = [
        Said(f"Klotter nummer {n} i {name}.", (("vandalism", "graffiti"),), place, "locality")
        for n in range(count)
        for place, name in [NAMES[n % 3]]
    ]
    parts = [(f"2024-0{k + 1}-06.txt", date(2024, k + 1, 6), made[k::3]) for k in range(3)]
    return invented.fill(path, parts)


def reviewed(page: Page, count: int) -> list[float]:
    """Confirm `count` statements by key; seconds for each until another sentence stands there."""
    quote = page.locator(".st-key-review-now").get_by_test_id("stText")
    expect(page.get_by_role("button", name="Bekräfta")).to_be_enabled()
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
    took, before = [], quote.inner_text()
    for _ in range(count):
        began = time.perf_counter()
        page.keyboard.press("b")
        page.wait_for_function(
            "said => { const now = document.querySelector('.st-key-review-now [data-testid=stText]');"
            " return now && now.innerText !== said }",
            arg=before,
            polling="raf",
        )
        # The buttons of the next one: until they stand there, a key has nothing to press.
        expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
        took.append(time.perf_counter() - began)
        before = quote.inner_text()
    return took


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args(argv).count
    expect.set_options(timeout=60_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        opened = fill(home / store.FILE, count + 20)
        with serving(home) as server:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport=WALL)
            page.goto(server.url + "/granska")
            page.get_by_role("textbox", name="Ditt namn").focus()
            page.keyboard.type("Anna Öberg")
            page.keyboard.press("Enter")
            took = reviewed(page, count)
            browser.close()
        table = opened.table("inside").drop_duplicates("statement_id")
        done = int((table["status"] == "confirmed").sum())
        ordered = sorted(took)
        print(f"{count} keys, {done} confirmed, {sum(took):.0f} s in all")
        print(f"median {statistics.median(took):.2f} s, p95 {ordered[int(0.95 * len(ordered))]:.2f} s")
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return 0 if done == count else 1


if __name__ == "__main__":
    sys.exit(main())
