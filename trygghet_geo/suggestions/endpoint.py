"""One question to an OpenAI-compatible server, and its answer: over an address that was checked, within a time."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from trygghet_geo.errors import InvalidData, TrygghetError

LARGEST = 1_000_000
"""Bytes of an answer that are read; a longer one is no answer."""


class NoAnswer(TrygghetError):
    """The server could not be reached, took too long or said something else. The message is one line of Swedish."""


@dataclass(frozen=True)
class Target:
    """A server as it is called: `address` is the number that was checked, so that the name cannot change its mind."""

    secure: bool
    host: str
    address: str
    port: int
    path: str


def target(url: str, *, remote: bool = False) -> Target:
    """The chat endpoint below `url`; nothing is sent.

    Raises InvalidData for what is no http address, for a name that is not known, and, unless `remote`, for one outside
    this machine and private networks.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidData(
            f"TRYGGHET_LLM_URL={url}: är ingen adress; skriv till exempel http://127.0.0.1:8080/v1"
        ) from error
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise InvalidData(f"TRYGGHET_LLM_URL={url}: är ingen adress; skriv till exempel http://127.0.0.1:8080/v1")
    secure = parts.scheme == "https"
    port = port or (443 if secure else 80)
    address = _checked(host, port, remote)
    return Target(secure, host, address, port, parts.path.rstrip("/") + "/chat/completions")


def _checked(host: str, port: int, remote: bool) -> str:
    try:
        found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise InvalidData(f"TRYGGHET_LLM_URL: {host} finns inte; kontrollera adressen") from error
    if not remote and not all(_near(str(address)) for address in found):
        raise InvalidData(
            f"TRYGGHET_LLM_URL: {host} ligger utanför den egna datorn och det egna nätet; inget skickas dit utan "
            "TRYGGHET_LLM_ALLOW_REMOTE=1"
        )
    return str(found[0])


def _near(address: str) -> bool:
    """Whether a number is this machine's or a private network's (RFC 1918, RFC 4193)."""
    number = ipaddress.ip_address(address.partition("%")[0])
    number = getattr(number, "ipv4_mapped", None) or number
    own = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16") if number.version == 4 else ("fc00::/7",)
    return number.is_loopback or any(number in ipaddress.ip_network(net) for net in own)


def post(target: Target, question: Mapping[str, Any], *, timeout_s: float) -> Any:
    """The server's answer to `question`, decoded; in all at most `timeout_s` seconds. Raises NoAnswer.

    Redirections are not followed and proxies not used: nothing goes anywhere but to the address that was checked.
    """
    until = time.monotonic() + timeout_s
    connection = _connection(target, timeout_s)
    try:
        body = json.dumps(question, ensure_ascii=False).encode("utf-8", "replace")
        connection.request(
            "POST", target.path, body, {"Content-Type": "application/json", "Accept": "application/json"}
        )
        answer = connection.getresponse()
        if answer.status != 200:
            raise NoAnswer(f"språkmodellen på {target.host} svarade {answer.status}; kontrollera servern")
        return json.loads(_body(answer, connection, until))
    except TimeoutError as error:
        raise NoAnswer(f"språkmodellen på {target.host} svarade inte inom {timeout_s:g} sekunder") from error
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(
            f"språkmodellen på {target.host} går inte att nå ({type(error).__name__}); kontrollera servern"
        ) from error
    except (ValueError, RecursionError) as error:
        raise NoAnswer(f"språkmodellen på {target.host} svarade inte med JSON") from error
    finally:
        connection.close()


def _connection(target: Target, timeout_s: float) -> http.client.HTTPConnection:
    """To the number that was checked, under the server's own name."""
    if not target.secure:
        made = http.client.HTTPConnection(target.host, target.port, timeout=timeout_s)
    else:
        context = ssl.create_default_context()
        made = http.client.HTTPSConnection(target.host, target.port, timeout=timeout_s, context=context)
    # The standard library's own hook for how the socket is made; it would look the name up anew.
    made._create_connection = lambda to, timeout, source=None: socket.create_connection(  # type: ignore[attr-defined]
        (target.address, target.port), timeout, source
    )
    return made


def _body(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, until: float) -> bytes:
    """All of the answer; a drop now and then does not buy it more time."""
    pieces: list[bytes] = []
    size = 0
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left)
        piece = answer.read1(65_536)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise NoAnswer(f"språkmodellens svar är längre än {LARGEST // 1_000_000} MB; det läses inte")
