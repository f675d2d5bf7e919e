"""One address for several dashboards: a reader stays with the one that they came to.

One Python process answers with one processor core. `Doorway` stands before several: it reads the head of each request,
finds by a cookie with whom the reader is, and passes the rest on as it comes. It knows of HTTP only that head.
"""

from __future__ import annotations

import asyncio
import re
from asyncio import StreamReader, StreamWriter
from collections.abc import Sequence
from contextlib import suppress

COOKIE = "trygghet-process"
HEAD_BYTES, HEAD_S = 64 * 1024, 30.0
"""Of a request: no larger, and whole after that time."""
AT_ONCE = 64 * 1024
CLOSED = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    + "Instrumentpanelen startar om; läs in sidan igen om en stund.\n".encode()
)
_WITH = re.compile(rb"(?im)^cookie:[^\r\n]*?\b" + COOKIE.encode() + rb"=(\d{1,4})\b")
_SOCKET = re.compile(rb"(?im)^upgrade:[ \t]*websocket[ \t]*\r?$")
_KEPT_OPEN = re.compile(rb"(?im)^(?:connection|keep-alive|proxy-connection):[^\r\n]*\r\n")


class Doorway:
    """Passes requests on to the dashboards that listen at `ports` of this computer."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = tuple(ports)
        self._open = [0] * len(ports)

    async def listen(self, address: str, port: int) -> asyncio.Server:
        """A server that lets people in until it is closed. Raises OSError when nothing can listen there."""
        return await asyncio.start_server(self._let_in, address, port, limit=HEAD_BYTES)

    async def _let_in(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_S)
            known = came_to(head)
            number = known if known is not None and known < len(self._ports) else self._emptiest()
            self._open[number] += 1
            try:
                await self._pass_on(head, reader, writer, number=number, told=number == known)
            finally:
                self._open[number] -= 1
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # whoever asked is gone, or sent no request
        finally:
            await _close(writer)

    def _emptiest(self) -> int:
        return self._open.index(min(self._open))

    async def _pass_on(
        self, head: bytes, reader: StreamReader, writer: StreamWriter, *, number: int, told: bool
    ) -> None:
        try:
            answer, there = await asyncio.open_connection("127.0.0.1", self._ports[number], limit=HEAD_BYTES)
        except OSError:
            writer.write(CLOSED)
            await writer.drain()
            return
        there.write(passed(head))
        asking = asyncio.ensure_future(_pump(reader, there))
        try:
            if not told:
                writer.write(marked(await answer.readuntil(b"\r\n\r\n"), number))
            await _pump(answer, writer)
        finally:
            asking.cancel()
            await _close(there)


def came_to(head: bytes) -> int | None:
    """The number of the dashboard that the cookie in a request's head names, None where it names none."""
    found = _WITH.search(head)
    return int(found[1]) if found else None


def passed(head: bytes) -> bytes:
    """The head as it is passed on: one request a connection, because the next may be somebody else's.

    A proxy in front reuses its connections for all its readers; a web socket stays with one.
    """
    if _SOCKET.search(head):
        return head
    return _KEPT_OPEN.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n"


def marked(head: bytes, number: int) -> bytes:
    """An answer's head that tells the browser with whom it is."""
    cookie = f"Set-Cookie: {COOKIE}={number}; Path=/; HttpOnly; SameSite=Strict\r\n"
    return head[:-2] + cookie.encode() + b"\r\n"


async def _close(writer: StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _pump(source: StreamReader, sink: StreamWriter) -> None:
    """All that comes from `source` into `sink`; an end on one side is told to the other."""
    with suppress(OSError):
        while data := await source.read(AT_ONCE):
            sink.write(data)
            await sink.drain()
        if sink.can_write_eof():
            sink.write_eof()
