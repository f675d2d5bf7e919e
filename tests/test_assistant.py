"""The language model of one's own: off by default, near by, believed only word for word. The server is a real one."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from trygghet_geo import cli, explanations, reading, taxonomy
from trygghet_geo.errors import InvalidData
from trygghet_geo.records import Block, Document
from trygghet_geo.suggestions import ASSISTANT, assistant, endpoint

CODES = taxonomy.load()
SAID = "Några åttor har börjat kalla trappan för fyren."
"""What neither the passes nor the model take for anything, so that only the language model can."""
ASKED = "Har någon frågat varför gången är stängd om kvällarna?"
TEXT = f"Anteckningar från kvällen.\n\n{SAID}\n\n{ASKED}\n"


def _answer(content) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def _found(*findings) -> bytes:
    return _answer(json.dumps({"findings": findings}))


def _finding(quote=SAID, kind="concern", category="unsafety"):
    return {"quote": quote, "kind": kind, "category": category}


@contextmanager
def _server(respond):
    """A server on this machine; `respond(handler)` answers. Gives its address and the questions that came."""
    questions = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            questions.append((self.path, json.loads(body)))
            with suppress(OSError):  # who asked may have hung up
                respond(self)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", questions
    finally:
        server.shutdown()
        server.server_close()


def _says(body: bytes, status: int = 200, **headers):
    def respond(handler):
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return respond


def _document(text=TEXT) -> Document:
    lines, at = [], 0
    for line in text.split("\n"):
        if line:
            lines.append(Block("paragraph", ((at, at + len(line)),)))
        at += len(line) + 1
    return Document("t.txt", "ab" * 32, "txt", text, None, tuple(lines))


def _ask(respond, *, timeout_s=20.0, text=TEXT):
    with _server(respond) as (url, questions):
        settings = assistant.Settings(url, "liten", timeout_s)
        answered = assistant.ask(_document(text), CODES, statements=(), settings=settings)
    return answered, questions


def test_a_verbatim_quote_becomes_a_suggestion_with_its_span():
    answered, questions = _ask(_says(_found(_finding())))
    (one,) = answered.suggestions
    assert TEXT[one.start : one.end] == SAID
    assert (one.kind, one.category, one.source, one.statement_id) == ("concern", "unsafety", ASSISTANT, None)
    assert one.reason_sv == "Språkmodellen läser det som problem om otrygghet."
    (path, question) = questions[0]
    assert path == "/v1/chat/completions"
    assert (question["model"], question["temperature"], question["stream"]) == ("liten", 0, False)
    assert question["messages"][1]["content"].split("\n") == ["Anteckningar från kvällen.", SAID, ASKED]


@pytest.mark.parametrize(
    "finding",
    [
        _finding(quote="Folk drar sig för att gena genom gången bakom huset."),  # a word changed
        _finding(quote=SAID.upper()),
        _finding(quote="drar sig för att korta av genom gången bakom hus"),  # ends in mid-word
        _finding(quote="gången"),  # says nothing by itself
        _finding(quote=f"{SAID} {ASKED}"),  # over two paragraphs
        _finding(quote=""),
        _finding(quote=None),
        _finding(quote=ASKED),  # a question, says a pass
        _finding(kind="nothing"),
        _finding(kind=["concern"]),
        _finding(category="finns inte"),
        _finding(category={}),
        "text",
        None,
        [],
    ],
)
def test_what_is_invented_or_against_the_passes_is_thrown_away(finding):
    answered, _ = _ask(_says(_found(finding)))
    assert answered == assistant.Answered((), 1, None)


def test_a_quote_in_capitals_of_a_text_in_capitals_is_verbatim():
    """The control of the case above: the very words are found, whatever their case."""
    answered, _ = _ask(_says(_found(_finding(quote=SAID.upper()))), text=SAID.upper() + "\n")
    assert [SAID.upper()[one.start : one.end] for one in answered.suggestions] == [SAID.upper()]


@pytest.mark.parametrize(
    ("respond", "fault"),
    [
        (_says(b"hej"), "svarade inte med JSON"),
        (_says(b""), "svarade inte med JSON"),
        (_says(b"[" * 100_000), "svarade inte med JSON"),
        (_says(b"{}"), "inte den JSON som begärdes"),
        (_says(b'{"choices": []}'), "inte den JSON som begärdes"),
        (_says(_answer("Här är mitt svar: inga fynd")), "inte den JSON som begärdes"),
        (_says(_answer(None)), "inte den JSON som begärdes"),
        (_says(_answer('{"findings": {"quote": 1}}')), "inte den JSON som begärdes"),
        (_says(_found(), status=500), "svarade 500"),
        (_says(b"", status=302, Location="http://example.com/"), "svarade 302"),
        (_says(b"x" * 1_100_000), "längre än 1 MB"),
        (_says(b"x", **{"Content-Length": "500"}), "svarade inte med JSON"),
        (lambda handler: handler.connection.close(), "går inte att nå"),
        (lambda handler: handler.wfile.write(b"SSH-2.0-nej\r\n"), "går inte att nå"),
    ],
)
def test_a_faulty_answer_is_one_line_and_no_suggestion(respond, fault):
    answered, _ = _ask(respond)
    assert answered.suggestions == ()
    assert fault in answered.fault
    assert "\n" not in answered.fault


def test_a_server_that_says_nothing_is_given_up():
    over = threading.Event()
    answered, _ = _ask(lambda handler: over.wait(20), timeout_s=0.2)
    over.set()
    assert "svarade inte inom 0.2 sekunder" in answered.fault


def test_a_server_that_drips_is_given_up_too():
    """Each drop comes in time for the socket's own limit; the whole does not."""

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(100_000):
            handler.wfile.write(b" ")
            time.sleep(0.02)

    answered, _ = _ask(drip, timeout_s=0.5)
    assert "svarade inte inom 0.5 sekunder" in answered.fault


def test_a_server_that_is_not_there_is_told():
    with _server(_says(b"")) as (url, _):
        pass
    answered = assistant.ask(_document(), CODES, statements=(), settings=assistant.Settings(url))
    assert "går inte att nå (ConnectionRefusedError)" in answered.fault


def test_what_was_answered_before_a_fault_stays():
    long = "\n\n".join(f"Rad {number} i ett långt protokoll utan innehåll alls." for number in range(90))
    turns = iter([_says(_found(_finding())), _says(b"hej")])
    answered, questions = _ask(lambda handler: next(turns)(handler), text=f"{SAID}\n\n{long}\n")
    assert len(questions) == 2
    assert len(answered.suggestions) == 1
    assert "JSON" in answered.fault


def test_nothing_is_sent_when_it_is_off(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
    monkeypatch.delenv("TRYGGHET_LLM_URL", raising=False)
    path = tmp_path / "t.txt"
    path.write_text(TEXT, encoding="utf-8")
    with _server(_says(_found(_finding()))) as (url, questions):
        explanations.explained(reading.read(path, apart=False))
        assert questions == []
        monkeypatch.setenv("TRYGGHET_LLM_URL", url)
        assert cli.main(["explain", str(path), "--json"]) == 0
        assert len(questions) == 1
    (one,) = json.loads(capsys.readouterr().out)["suggestions"]
    assert (one["quote"], one["source"]) == (SAID, "assistant")


@pytest.mark.parametrize("environment", [{}, {"TRYGGHET_LLM_URL": ""}, {"TRYGGHET_LLM_URL": "  "}])
def test_it_is_off_unless_an_address_is_given(environment):
    assert assistant.settings(environment) is None


@pytest.mark.parametrize("given", ["snart", "0", "-1", "nan", "inf"])
def test_a_time_that_is_none_is_told(given):
    with pytest.raises(InvalidData, match="TRYGGHET_LLM_TIMEOUT"):
        assistant.settings({"TRYGGHET_LLM_URL": "http://127.0.0.1/", "TRYGGHET_LLM_TIMEOUT": given})


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/v1",
        "https://93.184.216.34",
        "http://169.254.169.254/latest",  # a cloud's own metadata
        "http://[2001:4860:4860::8888]:80",
        "http://0.0.0.0",
        "http://172.32.0.1",
    ],
)
def test_an_address_outside_is_refused_unless_allowed(url):
    with pytest.raises(InvalidData, match="TRYGGHET_LLM_ALLOW_REMOTE=1"):
        endpoint.target(url)
    assert endpoint.target(url, remote=True).path.endswith("/chat/completions")


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://127.0.0.1:8080/v1", ("127.0.0.1", 8080, "/v1/chat/completions")),
        ("http://192.168.1.20:11434/v1/", ("192.168.1.20", 11434, "/v1/chat/completions")),
        ("https://10.0.0.5", ("10.0.0.5", 443, "/chat/completions")),
        ("http://172.31.255.1", ("172.31.255.1", 80, "/chat/completions")),
        ("http://[::1]:8080", ("::1", 8080, "/chat/completions")),
    ],
)
def test_an_address_near_by_is_called(url, where):
    found = endpoint.target(url)
    assert (found.address, found.port, found.path) == where


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8080",
        "file:///etc/passwd",
        "http://",
        "http://a:b@127.0.0.1",
        "http://[::1",
        "http://127.0.0.1:99999",
    ],
)
def test_what_is_no_address_is_told(url):
    with pytest.raises(InvalidData, match="är ingen adress"):
        endpoint.target(url)
