"""The browser itself refuses requests to other hosts, on the page and inside the map's frame."""

from playwright.sync_api import expect

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
    for frame in (opened.page.main_frame, opened.page.frame(url=lambda url: "st_folium" in url)):
        assert frame.evaluate(ASKED) == "connect-src"
        assert frame.evaluate(PICTURE) == "img-src"
