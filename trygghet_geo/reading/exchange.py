"""Documents between two processes, as JSON. What comes back from the process that reads is checked, not trusted.

The values are checked by the types that `records` gives its fields, so a field added there travels too.
"""

from __future__ import annotations

import json
import math
import re
import types
import typing
from base64 import b64decode
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

from trygghet_geo.reading.assembly import written
from trygghet_geo.records import BLOCK_KINDS, DOCUMENT_KINDS, Box, Document

_AS_IT_IS = frozenset((str, int, float, bool, type(None)))
_NUMBERS = frozenset((int, float))
_BOX = attrgetter(*(field.name for field in fields(Box)))
_SHA256 = re.compile(r"[0-9a-f]{64}")


def packed(document: Document) -> bytes:
    """The document as JSON; a record is the list of its fields, for a long document has many thousands of them."""
    return encoded({"document": _plain(document)})


def unpacked(values: Any, *, name: str, suffix: str) -> Document:
    """The Document of what `packed` made; its name and format are the caller's to say.

    Raises ValueError or TypeError when anything is not what a reader gives: of another type, out of bounds.
    """
    document = _checker(Document)(values)
    if not _SHA256.fullmatch(document.sha256) or document.kind not in DOCUMENT_KINDS:
        raise ValueError("a document of no kind, or without a hash")
    if document.pages is not None and document.pages < 1:
        raise ValueError("a document without pages")
    for block in document.blocks:
        _check_spans(block.spans, len(document.text))
        if block.kind not in BLOCK_KINDS or block.level < 0:
            raise ValueError("a block of no kind")
        for page in (block.page or 1, *(box.page for box in block.boxes)):
            if not 1 <= page <= (document.pages or 1):
                raise ValueError("a page that the document does not have")
    return _renamed(document, name, suffix.lower().lstrip("."))


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


def _renamed(document: Document, name: str, suffix: str) -> Document:
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    return Document(**values | {"name": written(name), "format": suffix})


def _check_spans(spans: tuple[tuple[int, int], ...], length: int) -> None:
    if not spans:
        raise ValueError("a block without text")
    for start, end in spans:
        if not 0 <= start <= end <= length:
            raise ValueError("a span outside the text")


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple:
        if value and type(value[0]) is Box:
            # A long document has tens of thousands of them.
            return list(chain.from_iterable(map(_BOX, value)))
        return [_plain(part) for part in value]
    if kind is date:
        return value.isoformat()
    parts, bare = _taken_apart(kind)
    return list(parts(value)) if bare else [_plain(part) for part in parts(value)]


@lru_cache(maxsize=64)
def _names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


@lru_cache(maxsize=64)
def _taken_apart(record: Any) -> tuple[Callable[[Any], tuple[Any, ...]], bool]:
    """What gives the fields of a record, and whether all of them travel as they are: a document has boxes by the
    thousand."""
    bare = all(hint in _AS_IT_IS for hint in typing.get_type_hints(record).values())
    return attrgetter(*_names(record)), bare


@lru_cache(maxsize=64)
def _checker(kind: Any) -> Callable[[Any], Any]:
    """Plain value → value of the type `kind`, or ValueError or TypeError."""
    if is_dataclass(kind):
        return _record(kind)
    if typing.get_origin(kind) is tuple:
        return _tuple(typing.get_args(kind))
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        (only,) = (part for part in typing.get_args(kind) if part is not type(None))
        inner = _checker(only)
        return lambda value: None if value is None else inner(value)
    if kind is date:
        return lambda value: date.fromisoformat(_exactly(str, value))
    if kind is float:
        return _finite
    if kind in (str, int, bool):
        return lambda value: _exactly(kind, value)
    raise NotImplementedError(f"records has a field of type {kind}, which does not travel between processes")


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    checks = [_checker(hints[name]) for name in _names(kind)]

    def check(values: Any) -> Any:
        return kind(*[check(value) for check, value in zip(checks, _exactly(list, values), strict=True)])

    return check


def _tuple(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if parts == (Box, ...):
        return _boxes
    if parts[-1] is Ellipsis:
        each = _checker(parts[0])
        return lambda values: tuple([each(value) for value in _exactly(list, values)])
    checks = [_checker(part) for part in parts]
    return lambda values: tuple([c(value) for c, value in zip(checks, _exactly(list, values), strict=True)])


def _boxes(values: Any) -> tuple[Box, ...]:
    """Boxes of what `_plain` made of them: their fields one after the other."""
    flat = _exactly(list, values)
    if not _NUMBERS.issuperset(map(type, flat)) or not all(map(math.isfinite, flat)):
        raise ValueError("a place at no number")
    each = iter(flat)
    boxes = [Box(_exactly(int, page), *edges) for page, *edges in zip(each, each, each, each, each, strict=True)]
    return tuple(boxes)


def _exactly(kind: type[Any], value: Any) -> Any:
    """`value`, which must be of just this type: True is no number."""
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} where {kind.__name__} was expected")
    return value


def _finite(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError("a place at no number")
    return float(value)
