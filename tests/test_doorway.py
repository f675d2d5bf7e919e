"""One address before several servers: who came to one stays with it; only the head of a request is touched."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest

from trygghet_geo.commands import doorway
from trygghet_geo.commands.doorway import Doorway

UPGRADE = b"Upgrade: websocket\r\nConnection: Upgrade\r\n"


async def behind(name: bytes, seen: list[bytes]) -> asyncio.Server:
    """A server that answers each connection with its name, then says again what it is told."""

    async def answer(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            seen.append(head)
            length = re.search(rb"Content-Length: (\d+)", head)
            writer.write(b"HTTP/1.1 200 OK\r\nX-Kept: 1\r\n\r\n" + name)
            writer.write(await reader.readexactly(int(length[1])) if length else b"")
            while b"Upgrade" in head and (said := await reader.read(100)):
                writer.write(said)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    return await asyncio.start_server(answer, "127.0.0.1", 0)


async def close(*servers: asyncio.Server) -> None:
    """End them, and wait until all that they had begun is over."""
    for server in servers:
        server.close()
    if waiting := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(waiting, timeout=10)


def port(server: asyncio.Server) -> int:
    return server.sockets[0].getsockname()[1]


async def ask(at: int, head: bytes = b"", body: bytes = b"") -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", at)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n" + body)
    found = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return found


def run(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run `work` in a thread of its own: a browser that other tests have started keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()


def through(test):
    """Run `test(port of the doorway, heads that the servers saw)` before two servers, "ett" and "två"."""

    async def between():
        seen: list[bytes] = []
        rooms = [await behind(name, seen) for name in (b"ett", "två".encode())]
        door = await Doorway([port(room) for room in rooms]).listen("127.0.0.1", 0)
        try:
            await test(port(door), seen)
        finally:
            await close(door, *rooms)

    run(between)


def test_who_is_new_is_told_with_whom_they_are_and_stays_there():
    async def test(at, seen):
        first = await ask(at)
        assert b"Set-Cookie: trygghet-process=0; Path=/; HttpOnly; SameSite=Strict\r\n" in first
        assert first.endswith(b"\r\n\r\nett")
        assert b"X-Kept: 1\r\n" in first
        for _ in range(3):
            again = await ask(at, b"Cookie: a=b; trygghet-process=1; c=d\r\n")
            assert again.endswith("två".encode())
            assert b"Set-Cookie" not in again

    through(test)


def test_newcomers_go_where_fewest_are():
    async def test(at, seen):
        reader, writer = await asyncio.open_connection("127.0.0.1", at)
        writer.write(b"GET / HTTP/1.1\r\n" + UPGRADE + b"\r\n")
        await reader.readuntil(b"ett")
        assert (await ask(at)).endswith("två".encode())
        writer.close()

    through(test)


def test_a_web_socket_goes_through_as_it_is_both_ways():
    async def test(at, seen):
        reader, writer = await asyncio.open_connection("127.0.0.1", at)
        asked = b"GET / HTTP/1.1\r\n" + UPGRADE + b"Cookie: trygghet-process=1\r\n\r\n"
        writer.write(asked)
        await reader.readuntil("två".encode())
        assert seen == [asked]
        for said in (b"\x81\x05hello", b"\x00\xff" * 40):
            writer.write(said)
            assert await asyncio.wait_for(reader.readexactly(len(said)), 10) == said
        writer.close()

    through(test)


def test_a_connection_carries_one_request_because_the_next_may_be_another_readers():
    async def test(at, seen):
        await ask(at, b"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 3\r\n", b"abc")
        assert seen == [b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"]
        assert (await ask(at, b"Content-Length: 3\r\n", b"abc")).endswith(b"ettabc")

    through(test)


@pytest.mark.parametrize("cookie", [b"trygghet-process=7", b"trygghet-process=x", b"trygghet-process=99999", b"x=1"])
def test_a_cookie_that_names_nobody_is_replaced(cookie):
    async def test(at, seen):
        assert b"Set-Cookie: trygghet-process=0;" in await ask(at, b"Cookie: " + cookie + b"\r\n")

    through(test)


def test_a_server_that_is_away_is_told_in_a_sentence():
    async def test():
        away = await behind(b"", [])
        gone = port(away)
        away.close()
        await away.wait_closed()
        door = await Doorway([gone]).listen("127.0.0.1", 0)
        found = await ask(port(door))
        await close(door)
        assert found.startswith(b"HTTP/1.1 503 ")
        assert "startar om" in found.decode()

    run(test)


def test_a_head_without_end_is_given_up():
    async def test(at, seen):
        reader, writer = await asyncio.open_connection("127.0.0.1", at)
        writer.write(b"GET / HTTP/1.1\r\nX: " + b"a" * (2 * doorway.HEAD_BYTES))
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
        assert seen == []
        assert (await ask(at)).endswith(b"ett")

    through(test)
