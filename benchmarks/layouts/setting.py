"""Words → lines that fit, as a word processor breaks them: greedily, with hyphens at the line's end where asked."""

from __future__ import annotations

from collections.abc import Callable


def broken(words: str, width: float, measure: Callable[[str], float], *, hyphenated: bool = False) -> list[str]:
    """The lines of `words`, none longer than `width` by `measure` unless a single word is."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        joined = f"{line} {word}" if line else word
        if measure(joined) <= width:
            line = joined
            continue
        start, rest = _parted(line, word, width, measure) if hyphenated else ("", word)
        lines += [joined[: len(joined) - len(word)] + start] if start else [line] if line else []
        line = rest
    return [*map(str.strip, lines), line]


def _parted(line: str, word: str, width: float, measure: Callable[[str], float]) -> tuple[str, str]:
    """The part of `word` that still fits, with its hyphen, and the rest; a word of few letters is never parted."""
    if len(word) >= 9 and word[:-1].isalpha() and word.islower():
        for at in range(len(word) - 4, 3, -1):
            vowel_before, consonant_after = word[at - 1] in "aeiouyåäö", word[at] not in "aeiouyåäö"
            if vowel_before and consonant_after and measure(f"{line} {word[:at]}-") <= width:
                return word[:at] + "-", word[at:]
    return "", word
