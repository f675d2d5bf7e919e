"""What the web server says around the dashboard: headers on every answer, and the page before anything has loaded.

Streamlit sends one page for every address, in English, without our style and without a policy. `Shell` stands before
it, as ASGI middleware: https://asgi.readthedocs.io/en/latest/specs/www.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from streamlit.elements import exception as _exceptions

from trygghet_geo import maps
from trygghet_geo.pages import words

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # An address holds what was searched for: it stays with us.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
THEIRS = MappingProxyType(
    {
        "Connection error": "theirs.lost",
        "Streamlit server is not responding. Are you connected to the internet?": "theirs.lost.why",
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
            "theirs.lost.why"
        ),
        # A private name: a Streamlit without it says this in English, and tests/test_pages.py fails.
        getattr(_exceptions, "_GENERIC_UNCAUGHT_EXCEPTION_TEXT", "This app has encountered an error."): "theirs.error",
        "Skip to main content": "theirs.skip",
        "App pages": "theirs.pages",
        "Sidebar": "theirs.sidebar",
        "Navigate to home page": "theirs.home",
        "No results": "theirs.none",
        "Please wait...": "theirs.wait",
        "Open": "theirs.open",
        "Close": "theirs.close",
        "Selected values": "theirs.selected",
        "Clear all": "theirs.clear",
        "Remove ": "theirs.remove",
        "Select all": "theirs.all",
        "Choose an option": "theirs.choose",
        "Choose options": "theirs.choose",
        "Choose date": "theirs.date",
        "# option available.": "theirs.found",
        "# options available.": "theirs.found",
        "Upload": "theirs.upload",
        "file upload": "theirs.upload.field",
        "Add files": "theirs.upload.more",
        "Drag and drop files here": "theirs.upload.drop",
        "#MB per file": "theirs.upload.most",
        "#KB": "theirs.kilobytes",
        "#MB": "theirs.megabytes",
        "File must be #MB or smaller.": "theirs.upload.large",
        "… files are not allowed.": "theirs.upload.kind",
        "files are not allowed.": "theirs.upload.kind",
        "Beside the map": "map.side",
    }
)
"""Words of Streamlit's own on the page, and of scrolled.js, by the key of ours: static/theirs.js puts them there.

"#" stands for any number, "… " at the beginning for any word. One that ends with a space is the beginning of a label:
what follows is a name, and stays.
"""
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
_COPIED = (b"content-length", b"etag", b"last-modified", b"accept-ranges")

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def policy(host: str, tiles: str = "") -> str:
    """The content security policy: everything from here, except pictures from a tile server of the configuration.

    `host` is the request's own; older browsers do not count web sockets to it as 'self'. Streamlit's scripts need
    'unsafe-eval' and 'unsafe-inline': the policy keeps requests in, `docs/dashboard.md` says what keeps scripts out.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    there = urlsplit(tiles.replace("{s}", "*"))
    elsewhere = f" {there.scheme}://{there.netloc}" if there.scheme in ("http", "https") and there.netloc else ""
    rules = (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
        f"img-src 'self' data: blob:{elsewhere}",
        f"connect-src 'self' data: blob:{sockets}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
    return "; ".join(rules)


def page(html: str, language: str) -> str:
    """Streamlit's page in the reader's language with our name, icon and style, and words to read while it loads."""
    icon = "data:image/svg+xml," + quote((maps.STATIC / "icon.svg").read_text("utf-8"))
    style = f"<style>{(maps.STATIC / 'page.css').read_text('utf-8')}</style>"
    opening = f'<p class="tk-opening" role="status">{words.text("shell.opening", language)}</p>'
    theirs = {code: {a: words.text(key, code) for a, key in THEIRS.items()} for code in words.LANGUAGES}
    script = (maps.STATIC / "theirs.js").read_text("utf-8").replace("(WORDS)", f"({json.dumps(theirs)})")
    script += "".join((maps.STATIC / name).read_text("utf-8") for name in ("print.js", "presses.js", "scrolled.js"))
    scripts = f"<noscript><p>{words.text('shell.scripts', language)}</p></noscript>"
    for theirs, ours in (
        ('<html lang="en">', f'<html lang="{language}">'),
        ("<title>Streamlit</title>", f"<title>{words.text('app', language)}</title>"),
        ('href="./favicon.png"', f'href="{icon}"'),
        # In the body, so that of two rules of the same weight ours holds: Streamlit adds to the head as it goes.
        ('<div id="root"></div>', f'{style}<div id="root">{opening}</div><script>{script}</script>'),
    ):
        html = html.replace(theirs, ours)
    return re.sub("<noscript>.*?</noscript>", lambda _: scripts, html, flags=re.DOTALL)


class Shell:
    """ASGI middleware around Streamlit: `HEADERS` and `policy` on every answer, and `page` for its page.

    `tiles` is the address of the configured tile server, or empty.
    """

    def __init__(self, app: App, tiles: str = "") -> None:
        self.app = app
        self.tiles = tiles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        ours = HEADERS | {"Content-Security-Policy": policy(given.get(b"host", ""), self.tiles)}
        opens = (
            scope["method"] == "GET" and "text/html" in given.get(b"accept", "") and "/component/" not in scope["path"]
        )
        if opens:
            # The page is made anew below: what the browser keeps of another one, packed or in part, is no use.
            scope = {**scope, "headers": [one for one in scope["headers"] if one[0].lower() not in _CONDITIONS]}
        answer = _Answer(send, ours, language=_language(scope) if opens else None)
        await self.app(scope, receive, answer.send)


class _Answer:
    """One answer on its way out. A page is held back until it is whole; all else goes through as it comes."""

    def __init__(self, send: Send, headers: dict[str, str], *, language: str | None) -> None:
        self._send, self._headers, self._language = send, headers, language
        self._start: MutableMapping[str, Any] | None = None
        self._body = b""

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _with(message.get("headers", ()), self._headers)
            if self._language and _is_page(message["headers"]):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._page()
            return
        await self._send(message)

    async def _page(self) -> None:
        assert self._start is not None
        body = page(self._body.decode("utf-8"), self._language or words.DEFAULT).encode()
        kept = [one for one in self._start["headers"] if one[0].lower() not in _COPIED]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**self._start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})


def _with(headers: Iterable[tuple[bytes, bytes]], ours: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers with ours in place of those of the same name."""
    names = {name.lower().encode() for name in ours}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    return kept + [(name.lower().encode(), value.encode("latin-1")) for name, value in ours.items()]


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])
    return asked[-1] if asked[-1] in words.LANGUAGES else words.DEFAULT
