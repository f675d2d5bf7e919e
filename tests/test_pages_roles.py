"""Who may change anything on the pages: roles in the store, and the header that says who comes."""

from __future__ import annotations

from tests.browser import invented
from tests.test_pages import go, start
from trygghet_geo import store
from trygghet_geo.pages import shared


def test_a_reader_may_look_but_not_change_where_the_store_has_roles(tmp_path, monkeypatch):
    opened = invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    opened.roles.set("Anna Ek", "reviewer", by="it")
    opened.roles.set("Bo Ask", "reader", by="it")
    for name, may in (("Anna Ek", True), ("Bo Ask", False), ("Någon Annan", False)):
        for page in ("review", "measures", "places"):
            app = start(tmp_path, monkeypatch)
            app.session_state["reviewer"] = name
            if page == "measures":
                app.session_state["measure-view-wanted"] = "entered"
            go(app, shared.PAGES[page])
            assert not app.exception
            refused = [one.value for one in app.info if "får läsa men inte ändra" in one.value]
            assert bool(refused) == (not may), (name, page)
            assert all(name.split()[0] in text for text in refused)


def _reviews(tmp_path, monkeypatch, headers):
    app = start(tmp_path, monkeypatch)
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.headers", property(lambda self: headers))
    go(app, shared.PAGES["review"])
    assert not app.exception
    return app


def test_a_configured_header_says_who_reviews_and_nobody_types_a_name(tmp_path, monkeypatch):
    opened = invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    monkeypatch.setenv("TRYGGHET_USER_HEADER", "X-Remote-User")
    app = _reviews(tmp_path, monkeypatch, {"X-Remote-User": "  Åsa   Öberg "})
    assert not [one for one in app.text_input if one.key == "reviewer-name"]
    assert not [one for one in app.button if one.key == "reviewer-other"]
    next(one for one in app.button if (one.key or "").startswith("do-confirmed-")).click().run()
    assert not app.exception
    assert opened.audit(limit=1)[0].actor == "Åsa Öberg"


def test_without_the_header_nobody_may_change_where_one_is_configured(tmp_path, monkeypatch):
    invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    monkeypatch.setenv("TRYGGHET_USER_HEADER", "X-Remote-User")
    app = _reviews(tmp_path, monkeypatch, {"X-Other": "Bo"})
    app.session_state["reviewer"] = "Bo"
    app.run()
    assert not app.exception
    assert not [one for one in app.button if (one.key or "").startswith("do-")]
    assert any("får läsa men inte ändra" in one.value for one in app.info)


def test_a_header_that_is_not_configured_is_worth_nothing(tmp_path, monkeypatch):
    """Whoever sends it himself is asked for a name like anybody else."""
    invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    monkeypatch.delenv("TRYGGHET_USER_HEADER", raising=False)
    app = _reviews(tmp_path, monkeypatch, {"X-Remote-User": "Åsa Öberg"})
    assert [one for one in app.text_input if one.key == "reviewer-name"]
    assert not [one for one in app.button if (one.key or "").startswith("do-")]
