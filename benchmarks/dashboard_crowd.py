"""Many people at once: web sockets that speak as Streamlit's own page does, each with a session of its own."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LABEL = "Kategori"
EMPTY = """
import streamlit as st
chosen = st.multiselect("Kategori", [f"kategori {n}" for n in range(8)])
st.write(len(chosen))
"""
"""A page of one list and one line: what Streamlit itself takes when everybody presses in the same instant."""


class Person:
    """One session: opens the map, then chooses among the categories."""

    def __init__(self, url: str, seed: int) -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._pick = random.Random(seed)
        self._box, self._options = "", ()

    async def open(self) -> float:
        """Seconds to the end of the first run."""
        self._socket = await websockets.connect(
            self._url, subprotocols=["streamlit"], max_size=None, open_timeout=120, ping_interval=None
        )
        return await self._run(BackMsg())

    async def change(self) -> float:
        """Choose other categories; seconds until the whole page has been sent."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=self._box)
        count = self._pick.randint(1, len(self._options) - 1)
        state.string_array_value.data.extend(self._pick.sample(self._options, count))
        return await self._run(message)

    async def close(self) -> None:
        await self._socket.close()

    async def _run(self, message: BackMsg) -> float:
        if not message.HasField("rerun_script"):
            message.rerun_script.query_string = ""
        began = time.monotonic()
        await self._socket.send(message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(await self._socket.recv())
            element = told.delta.new_element
            if element.HasField("multiselect") and LABEL in element.multiselect.label:
                self._box, self._options = element.multiselect.id, tuple(element.multiselect.options)
            if told.HasField("script_finished"):
                return time.monotonic() - began


def working(url: str, *, people: int, pause_s: float, lasts_s: float) -> list[float]:
    """Seconds of each change when every one of `people` makes one each `pause_s` seconds on average, not in step."""

    async def one(person: Person, pick: random.Random, found: list[float]) -> None:
        until = time.monotonic() + lasts_s
        await asyncio.sleep(pick.uniform(0, pause_s))
        while time.monotonic() < until:
            found.append(await person.change())
            await asyncio.sleep(pick.uniform(0.5, 1.5) * pause_s)

    async def all_() -> list[float]:
        crowd, found = await _opened(url, people), []
        await asyncio.gather(*(one(person, random.Random(n), found) for n, person in enumerate(crowd)))
        await asyncio.gather(*(person.close() for person in crowd))
        return found

    return asyncio.run(all_())


def together(url: str, *, people: int, times: int) -> list[float]:
    """Seconds of each change when all of `people` make one in the same instant, `times` over."""

    async def all_() -> list[float]:
        crowd, found = await _opened(url, people), []
        for _ in range(times):
            found += await asyncio.gather(*(person.change() for person in crowd))
        await asyncio.gather(*(person.close() for person in crowd))
        return found

    return asyncio.run(all_())


def alone(url: str, *, changes: int, every: int, look: Callable[[], float]) -> list[float]:
    """What `look` gives at first and after `every` changes of one person, over and over until there were `changes`."""

    async def all_() -> list[float]:
        (person,) = await _opened(url, 1)
        found = [look()]
        for number in range(1, changes + 1):
            await person.change()
            if number % every == 0:
                found.append(look())
        await person.close()
        return found

    return asyncio.run(all_())


async def _opened(url: str, people: int) -> list[Person]:
    crowd = [Person(url, number) for number in range(people)]
    for person in crowd:
        await person.open()
    return crowd
