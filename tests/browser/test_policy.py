"""The browser itself refuses requests to other hosts, on the page and inside the map's frame."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

ASKED = """() => new Promise(answer => {
  document.addEventListener('securitypolicyviolation', event => answer(event.effectiveDirective), { once: true });
  fetch('https://annan.example/').then(() => answer('asked'), () => setTimeout(() => answer('no policy'), 2000));
})"""
PICTURE = """() => new Promise(answer => {
  document.addEventListener('securitypolicyviolation', event => answer(event.effectiveDirective), { once: true });
  const image = new Image();
  image.onerror = () => setTimeout(() => answer('no policy'), 2000);
  image.src = 'https://annan.example/bild.png';
})"""


def test_the_page_and_the_map_may_not_ask_another_host(visit):
    opened = visit().open("/").shows_map()
    expect(opened.page.get_by_role("heading", level=1)).to_be_visible()
    for frame in (opened.page.main_frame, opened.page.frame(url=lambda url: "mapview.map" in url)):
        assert frame.evaluate(ASKED) == "connect-src"
        assert frame.evaluate(PICTURE) == "img-src"


def test_every_answer_says_what_the_browser_may_do(visit):
    """The page, its scripts, the map's frame and a picture inside it, and a file to download."""
    opened = visit()
    answers = {}
    opened.page.on("response", lambda answer: answers.update({answer.url.split("?")[0]: answer.headers}))
    opened.open("/").shows_map()
    opened.open("/exportera")
    with opened.page.expect_download():
        opened.page.get_by_role("button", name="Hämta CSV").click()
    kinds = ("/exportera$", r"/static/js/.*\.js$", "/component/.*/index.html$", "/media/", "_stcore/")
    assert [kind for kind in kinds if not any(re.search(kind, url) for url in answers)] == []
    for url, headers in answers.items():
        if not url.startswith("http"):
            continue
        assert headers["x-content-type-options"] == "nosniff", url
        assert headers["referrer-policy"] == "same-origin", url
        rules = headers["content-security-policy"].split("; ")
        assert {"object-src 'none'", "frame-ancestors 'self'", "base-uri 'self'"} <= set(rules), url
        assert "http" not in headers["content-security-policy"], url


def test_another_site_may_not_show_the_dashboard_in_a_frame(visit, server):
    opened = visit()
    with opened.page.expect_event("console", predicate=lambda message: "frame-ancestors" in message.text):
        opened.page.set_content(f'<iframe src="{server.url}"></iframe>')
    assert opened.page.frame_locator("iframe").locator("#root").count() == 0


def test_only_a_configured_tile_server_may_be_asked_and_only_for_pictures(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYGGHET_TILES", "https://{s}.kartor.example/{z}/{x}/{y}.png")
    with serving(tmp_path) as running, urllib.request.urlopen(running.url) as answer:
        rules = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert rules["img-src"] == "'self' data: blob: https://*.kartor.example"
    assert [name for name, value in rules.items() if "kartor" in value] == ["img-src"]


def test_the_page_is_ours_before_anything_has_loaded(visit, server):
    """Without scripts the browser shows what the server sends: our words, our language, our name."""
    context = visit().page.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address, language, opening, scripts in (
        ("/", "sv", "Trygghetskartan öppnas", "behöver JavaScript"),
        ("/om?lang=en", "en", "Opening the safety map", "needs JavaScript"),
    ):
        page.goto(server.url + address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page).to_have_title("Trygghetskartan")
        expect(page.get_by_role("status")).to_contain_text(opening)
        assert re.search(f"<noscript><p>[^<]*{scripts}", page.content())
    context.close()


def test_our_style_holds_over_that_of_streamlit(visit):
    """Both say the same element at the same weight; the later one counts. A caption would have 4.4:1."""
    opened = visit().open("/exportera")
    caption = opened.page.get_by_test_id("stCaptionContainer").first
    expect(caption).to_have_css("opacity", "1")
    expect(opened.page.locator(".st-key-pages")).to_be_hidden()
