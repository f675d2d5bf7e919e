"""What a server has ready before anyone has opened a page."""

from __future__ import annotations

import re
import urllib.request


def test_the_maps_files_are_served_before_a_page_has_run(tmp_path):
    """Streamlit serves a component's files once a page has declared it; the first reader need not wait for that."""
    from tests.browser.conftest import serving

    # Without a store: what is made ready of it must not keep the server from starting.
    with serving(tmp_path) as server:
        for path in ("map/index.html", "static/map/places.js", "static/map/map.css"):
            with urllib.request.urlopen(
                f"{server.url}/component/trygghet_geo.pages.mapview.{path}", timeout=10
            ) as answer:
                assert answer.status == 200
                assert len(answer.read()) > 300


def test_who_starts_the_server_reads_no_warnings_of_what_is_meant_to_be(visit, server):
    """Streamlit says of each thing that is kept outside a page's run that this "can be ignored"."""
    opened = visit().open("/exportera")
    with opened.page.expect_download() as caught:
        opened.page.get_by_role("button", name=re.compile("bild, PNG")).click()
    assert caught.value.path().stat().st_size > 100
    log = (server.home / "server.log").read_text(encoding="utf-8")
    assert "URL" in log
    assert "ScriptRunContext" not in log
    assert "No runtime found" not in log


def test_a_store_that_cannot_be_read_does_not_keep_the_server_from_starting(tmp_path):
    from tests.browser.conftest import serving
    from trygghet_geo import store

    (tmp_path / store.FILE).write_bytes(b"SQLite format 3\0" + bytes(2_000))
    with serving(tmp_path) as server, urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=10) as answer:
        assert answer.status == 200
