"""The words of the interface from the gettext catalogues in `trygghet_geo/locale/`, and dates and numbers as said.

A message's id is a key ("map.legend"), not a Swedish sentence: the words can then be changed without touching the code,
and Swedish is a catalogue like any other. All `.po` files of a language make up its catalogue.
"""

from __future__ import annotations

import io
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations
from pathlib import Path
from types import MappingProxyType

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = MappingProxyType({"sv": "Svenska", "en": "English"})
DEFAULT = "sv"
_LOCALES = MappingProxyType({"sv": "sv_SE", "en": "en_GB"})
_FOLDER = Path(__file__).resolve().parent.parent / "locale"


def text(key: str, language: str = DEFAULT, **values: object) -> str:
    """The words of `key` in `language` with `values` filled in; a language there is none of gives Swedish.

    A whole number `count` chooses between the forms of a message that has several: "1 åtgärd", "7 åtgärder".
    Raises KeyError for a key that no catalogue holds.
    """
    said = _translations(_known(language))
    count = values.get("count")
    found = said.ngettext(key, key, count) if isinstance(count, int) else key
    found = said.gettext(key) if found == key else found
    if found == key:
        raise KeyError(key)
    return found.format(**values)


def has(key: str) -> bool:
    """Whether the catalogues hold `key`."""
    return any(message.id in (key, (key, key)) for message in catalogue(DEFAULT))


@lru_cache(maxsize=4096)
def day(value: date | None, language: str = DEFAULT) -> str:
    """A date as it is said: 10 mars 2021. Nothing for None."""
    return "" if value is None else format_date(value, "d MMMM y", locale=_LOCALES[_known(language)])


def number(value: float, language: str = DEFAULT) -> str:
    """A number as it is written: 1 234,5 in Swedish (with a no-break space), 1,234.5 in English."""
    return format_decimal(value, locale=_LOCALES[_known(language)])


def span(first: date | None, last: date | None, language: str = DEFAULT) -> str:
    """A period as it is said; one date when both are the same, "2023" for a whole year."""
    if first and last and (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    days = list(dict.fromkeys(day(value, language) for value in (first, last) if value))
    return " – ".join(days)


@cache
def catalogue(language: str) -> Catalog:
    """All messages of `language`. Raises ValueError when a key stands in two of its files."""
    whole = Catalog(locale=language, charset="utf-8")
    for path in sorted((_FOLDER / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if not message.id:
                    continue
                if message.id in whole:
                    raise ValueError(f"{path}: {message.id} stands in another file too")
                whole[message.id] = message
    return whole


@cache
def _translations(language: str) -> GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _known(language: str) -> str:
    return language if language in LANGUAGES else DEFAULT
