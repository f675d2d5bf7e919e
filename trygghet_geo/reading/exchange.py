"""Documents between two processes, as JSON. What comes back from the process that reads is checked, not trusted.

The values are checked by the types that `records` gives its fields, so a field added there travels too.
"""

from __future__ import annotations

import json
import math
import re
import types
import typing
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from trygghet_geo.reading.assembly import written
from trygghet_geo.records import BLOCK_KINDS, DOCUMENT_KINDS, Box, Document

_BARE = frozenset((str, int, bool, type(None)))
"""Types that are in JSON what they are here."""
_BOX = partial(tuple.__new__, Box)
"""Of all its fields, made without a step in Python: a document has tens of thousands."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def packed(document: Document) -> bytes:
    """The document as JSON: a record is the list of its fields, and all boxes, of which a long document has tens of
    thousands, are one string of numbers beside it."""
    boxes: list[Box] = []
    values = _packer(Document)(document, boxes)
    edges = array("d", chain.from_iterable(boxes))
    return encoded({"document": [values, b64encode(edges.tobytes()).decode("ascii")]})


def unpacked(answer: Any, *, name: str, suffix: str) -> Document:
    """The Document of what `packed` made; its name and format are the caller's to say.

    Raises ValueError or TypeError when anything is not what a reader gives: of another type, out of bounds.
    """
    values, edges = _exactly(list, answer)
    pages, boxes = _boxes(edges)
    document = _checker(Document)(values, boxes)
    if next(boxes, None) is not None:
        raise ValueError("a box without a block")
    if not _SHA256.fullmatch(document.sha256) or document.kind not in DOCUMENT_KINDS:
        raise ValueError("a document of no kind, or without a hash")
    if document.pages is not None and document.pages < 1:
        raise ValueError("a document without pages")
    last = document.pages or 1
    if pages and not 1 <= min(pages) <= max(pages) <= last:
        raise ValueError("a box on a page that the document does not have")
    for block in document.blocks:
        _check_spans(block.spans, len(document.text))
        if block.kind not in BLOCK_KINDS or block.level < 0:
            raise ValueError("a block of no kind")
        if block.page is not None and not 1 <= block.page <= last:
            raise ValueError("a page that the document does not have")
    return replace(document, name=written(name), format=suffix.lower().lstrip("."))


def picture(values: Any) -> tuple[bytes, float, float]:
    """A PNG and its page's width and height. Raises ValueError or TypeError for anything else."""
    image, width, height = _exactly(list, values)
    data = b64decode(_exactly(str, image), validate=True)
    size = (float(width), float(height))
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or not all(0 < value < math.inf for value in size):
        raise ValueError("no picture")
    return data, *size


def attached(values: Any) -> tuple[str, bytes]:
    """Name and bytes of a file in a letter. Raises ValueError or TypeError for anything but a bare name and base 64."""
    name, content = _exactly(list, values)
    if not _exactly(str, name) or name in (".", "..") or set(name) & set("/\\\0"):
        raise ValueError("no name for a file")
    return name, b64decode(_exactly(str, content), validate=True)


def lines(values: Any) -> list[str]:
    """Lines to show. Raises TypeError for anything else."""
    return [_exactly(str, value) for value in _exactly(list, values)]


def encoded(values: Any) -> bytes:
    """`values` as JSON."""
    # A reader may meet half a surrogate pair; it must survive the journey, not stop it.
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> Any:
    """Raises ValueError for what is not JSON, RecursionError for what is nested beyond reason."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _check_spans(spans: tuple[tuple[int, int], ...], length: int) -> None:
    if not spans:
        raise ValueError("a block without text")
    for start, end in spans:
        if not 0 <= start <= end <= length:
            raise ValueError("a span outside the text")


_Packer = Callable[[Any, list[Box]], Any]
"""A value and the boxes met so far → the value as JSON may hold it."""


@lru_cache(maxsize=64)
def _packer(hint: Any) -> Any:
    """The `_Packer` of a type, None where its values travel as they are."""
    if hint == tuple[Box, ...]:
        return _put_aside
    if hint is date:
        return lambda value, boxes: value.isoformat()
    if is_dataclass(hint):
        return _record_packer(hint)
    inner = next((_packer(part) for part in typing.get_args(hint) if part not in (Ellipsis, type(None))), None)
    if inner is None:
        return None
    if typing.get_origin(hint) is tuple:
        return lambda value, boxes: [inner(part, boxes) for part in value]
    return lambda value, boxes: None if value is None else inner(value, boxes)


def _record_packer(kind: Any) -> _Packer:
    hints = typing.get_type_hints(kind)
    parts = attrgetter(*_names(kind))
    inner = [(number, packer) for number, name in enumerate(_names(kind)) if (packer := _packer(hints[name]))]

    def pack(value: Any, boxes: list[Box]) -> list[Any]:
        values = list(parts(value))
        for number, packer in inner:
            values[number] = packer(values[number], boxes)
        return values

    return pack


def _put_aside(value: tuple[Box, ...], boxes: list[Box]) -> int:
    """In the place of boxes, how many they are."""
    boxes += value
    return len(value)


@lru_cache(maxsize=64)
def _names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


_Checker = Callable[[Any, Iterator[Box]], Any]
"""A plain value, and the boxes that no block has had yet → the value of a type, or ValueError or TypeError."""


@lru_cache(maxsize=64)
def _checker(hint: Any) -> _Checker:
    """The `_Checker` of a type."""
    if hint == tuple[Box, ...]:
        return lambda value, boxes: _taken(boxes, _exactly(int, value))
    if is_dataclass(hint):
        return _record(hint)
    if typing.get_origin(hint) is tuple:
        return _tuple(typing.get_args(hint))
    if _allowed(hint):
        return lambda value, boxes: _one_of(_allowed(hint), value)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (only,) = (part for part in typing.get_args(hint) if part is not type(None))
        inner = _checker(only)
        return lambda value, boxes: None if value is None else inner(value, boxes)
    if hint is date:
        return lambda value, boxes: date.fromisoformat(_exactly(str, value))
    raise NotImplementedError(f"records has a field of type {hint}, which does not travel between processes")


@lru_cache(maxsize=64)
def _allowed(hint: Any) -> frozenset[type]:
    """The types that a value may have, if nothing but its type needs to be checked; else none."""
    parts = frozenset(typing.get_args(hint) or (hint,))
    return parts if parts <= _BARE else frozenset()


def _record(kind: Any) -> _Checker:
    hints = typing.get_type_hints(kind)
    allowed = [_allowed(hints[name]) for name in _names(kind)]
    inner = [(number, _checker(hints[name])) for number, name in enumerate(_names(kind)) if not allowed[number]]
    names, empty = _names(kind), kind.__new__
    usual: set[tuple[type, ...]] = set()
    """Types of fields that have been checked before: there are few ways to fill a record."""

    def check(values: Any, boxes: Iterator[Box]) -> Any:
        if type(values) is not list:
            _exactly(list, values)
        seen = tuple(map(type, values))
        if seen not in usual:
            for types_, value in zip(allowed, values, strict=True):
                if types_:
                    _one_of(types_, value)
            usual.add(seen)
        for number, checker in inner:
            values[number] = checker(values[number], boxes)
        # As `kind(*values)`, which sets each field of a frozen record by a call of its own.
        record = empty(kind)
        record.__dict__.update(zip(names, values, strict=True))
        return record

    return check


def _tuple(parts: tuple[Any, ...]) -> _Checker:
    if parts[-1] is Ellipsis:
        if typing.get_origin(parts[0]) is tuple and set(typing.get_args(parts[0])) <= _BARE:
            return _tuples(typing.get_args(parts[0]))
        each = _checker(parts[0])
        return lambda values, boxes: tuple([each(value, boxes) for value in _exactly(list, values)])
    if set(parts) <= _BARE:
        return lambda values, boxes: _alike(values, parts)
    checks = [_checker(part) for part in parts]
    return lambda values, boxes: tuple([c(v, boxes) for c, v in zip(checks, _exactly(list, values), strict=True)])


def _tuples(parts: tuple[type, ...]) -> _Checker:
    """Any number of tuples of just the types `parts`: a document has one and more for each block."""

    def check(values: Any, boxes: Iterator[Box]) -> Any:
        if type(values) is list and len(values) == 1 and type(values[0]) is list:
            (only,) = values
            if tuple(map(type, only)) == parts:
                return (tuple(only),)
        return tuple([_alike(value, parts) for value in _exactly(list, values)])

    return check


def _alike(values: Any, parts: tuple[type, ...]) -> tuple[Any, ...]:
    """`values`, of just the types `parts`."""
    if tuple(map(type, _exactly(list, values))) != parts:
        raise TypeError(f"{values!r:.80} where {parts} were expected")
    return tuple(values)


def _boxes(packed: Any) -> tuple[list[int], Iterator[Box]]:
    """The pages of all boxes, and the boxes, in the order of the blocks that have them."""
    edges = array("d")
    edges.frombytes(b64decode(_exactly(str, packed), validate=True))
    # One that is no number makes the sum none; so may edges that no page has, and then each is looked at.
    if len(edges) % 5 or not (math.isfinite(sum(edges)) or all(map(math.isfinite, edges))):
        raise ValueError("a place at no number")
    pages = list(map(int, edges[::5]))
    if pages != list(edges[::5]):
        raise ValueError("a page with no whole number")
    return pages, map(_BOX, zip(pages, edges[1::5], edges[2::5], edges[3::5], edges[4::5], strict=True))


def _taken(boxes: Iterator[Box], count: int) -> tuple[Box, ...]:
    found = tuple(islice(boxes, max(count, 0)))
    if len(found) != count:
        raise ValueError("more boxes than came")
    return found


def _one_of(allowed: frozenset[type], value: Any) -> Any:
    """`value`, which must be of just one of these types: True is no number."""
    if type(value) not in allowed:
        raise TypeError(f"{type(value).__name__} where {sorted(kind.__name__ for kind in allowed)} were expected")
    return value


def _exactly(kind: type[Any], value: Any) -> Any:
    """`value`, which must be of just this type: True is no number."""
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} where {kind.__name__} was expected")
    return value
