"""The baseline: the taxonomy's own words as a plain keyword list, without guards, kinds or grammar.

Every sentence that holds a keyword is a concern of the keyword's category. It shows what the rules add to the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from trygghet_geo.evaluation.findings import Finding
from trygghet_geo.records import Document
from trygghet_geo.sentences import Sentence, sentences
from trygghet_geo.taxonomy import Taxonomy

INSIDE = 5
"""Keywords of this many letters count inside a word too, shorter ones only where a word begins ("rån", not "från")."""
_MARKS = str.maketrans("", "", "*~+")
_GRAMMAR = re.compile(r"[<>&@#%^?]|\.\.")
_PHRASES = 60
"""Patterns that stand for more phrases than this are left out of the list."""


def keywords(taxonomy: Taxonomy) -> dict[str, str]:
    """Keyword in lower case → category; the first category that has a keyword keeps it."""
    found: dict[str, str] = {}
    for code, category in taxonomy.categories.items():
        for words in (category.words, *(kind.words for kind in category.types.values())):
            for term in words.terms:
                for phrase in _phrases(term):
                    found.setdefault(phrase, code)
    return found


def _phrases(term: str) -> Iterator[str]:
    """The plain phrases of a pattern: "hög|höga hastighet~" → "hög hastighet", "höga hastighet"."""
    if _GRAMMAR.search(term):
        return
    options = [[_plain(word) for word in element.split("|")] for element in term.split()]
    phrases = list(product(*options))
    if len(phrases) <= _PHRASES:
        yield from (" ".join(words) for words in phrases if all(words))


def _plain(word: str) -> str:
    """The letters of one element; of a compound pattern ("källar*inbrott~") the last part."""
    return word.strip("*+").rpartition("*")[2].translate(_MARKS).lower()


def concerns(document: Document, listed: dict[str, str]) -> list[Finding]:
    """One concern for each sentence × category with a keyword in it; `listed` comes from `keywords`."""
    return [finding for sentence in sentences(document) for finding in _in_sentence(sentence, listed.items())]


def _in_sentence(sentence: Sentence, listed: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    text = sentence.text.lower()
    if len(text) != len(sentence.text):
        # A few capitals have longer small letters; offsets would shift.
        text = sentence.text
    seen: set[str] = set()
    for keyword, category in listed:
        if category in seen or (at := _find(keyword, text)) is None:
            continue
        seen.add(category)
        yield Finding(
            start=sentence.view.start,
            end=sentence.view.end,
            kind="concern",
            category=category,
            words=sentence.view.span(at, at + len(keyword)),
        )


def _find(keyword: str, text: str) -> int | None:
    at = text.find(keyword)
    while at >= 0 and len(keyword) < INSIDE and at and text[at - 1].isalnum():
        at = text.find(keyword, at + 1)
    return at if at >= 0 else None
