"""The version of a store is asked of its files first; whatever is written, by whomever, is seen."""

import os
import time
from datetime import date

import pytest

from tests.browser import invented
from tests.browser.invented import Said
from trygghet_geo import store
from trygghet_geo.pages.versions import Versions

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere the store is asked each time")
AGO_NS = time.time_ns() - 60_000_000_000


class Counting:
    """A store that tells how often it was asked."""

    def __init__(self, opened):
        self.address, self._opened, self.asked = opened.address, opened, 0

    def version(self):
        self.asked += 1
        return self._opened.version()


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / store.FILE
    said = Said("Klotter i Kolbäck.", (("vandalism", "graffiti"),), "1961-kolback", "locality")
    return path, Counting(invented.fill(path, [("a.txt", date(2024, 3, 6), [said])]))


def rest(path):
    """As if nobody had written for a minute."""
    for one in path.parent.glob(f"{path.name}*"):
        os.utime(one, ns=(AGO_NS, AGO_NS))


def test_files_that_lie_untouched_are_not_opened_again(kept):
    path, opened = kept
    rest(path)
    versions = Versions()
    assert versions.of(opened, path) == versions.of(opened, path) == store.open(path).version()
    assert opened.asked == 1


def test_what_was_just_written_is_asked_again(kept):
    path, opened = kept
    rest(path)
    os.utime(path)
    versions = Versions()
    versions.of(opened, path)
    versions.of(opened, path)
    assert opened.asked == 2


def test_what_another_one_writes_is_seen_at_once(kept):
    path, opened = kept
    rest(path)
    versions = Versions()
    before = versions.of(opened, path)
    other = store.open(path)
    (one,) = other.statements(other.documents()[0].sha256)
    other.review(one.id, "confirmed", by="Anna Öberg", version=one.version)
    assert versions.of(opened, path) == other.version() != before


def test_a_server_is_asked_each_time(kept):
    _, opened = kept
    versions = Versions()
    versions.of(opened, None)
    versions.of(opened, None)
    assert opened.asked == 2


def test_what_was_read_is_at_hand_until_its_file_changes(kept):
    path, opened = kept
    rest(path)
    versions = Versions()
    assert not versions.at_hand(opened.address, path)
    found = versions.of(opened, path)
    assert not versions.at_hand(opened.address, path)
    versions.loaded = found
    assert versions.at_hand(opened.address, path)
    assert not versions.at_hand(opened.address, None)
    os.utime(path)
    assert not versions.at_hand(opened.address, path)
