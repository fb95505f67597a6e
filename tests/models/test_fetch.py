"""Downloading from a server that behaves, and from one that does not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from models import loopback_server as web
from models.loopback_server import Behaviour, Loopback
from models.shop import CONTENT, THIRD, Shop, a_model, shop
from plainspoken_models.errors import DownloadError, StoreFull
from plainspoken_models.fetch import ATTEMPTS, fetch
from plainspoken_models.registry import Registry
from plainspoken_models.store import Store

LargestFile = Callable[[int], AbstractContextManager[None]]

pytestmark = pytest.mark.usefixtures("no_proxy")


def test_a_whole_file_gets_its_name_and_its_progress_ends_at_its_length(tmp_path: Path) -> None:
    """A download without trouble leaves the file alone in the store, and tells how far it is."""
    with shop(tmp_path) as at:
        assert at.fetch().read_bytes() == CONTENT
        assert at.names() == ["m.gguf"]
        assert at.told[-1] == (len(CONTENT), len(CONTENT))
        assert at.told == sorted(at.told)
        assert at.store.path("m") == at.store.folder / "m.gguf"


def test_a_cut_connection_is_taken_up_where_it_broke(tmp_path: Path) -> None:
    """After two cuts the third request asks for the rest only, and the file is whole."""
    with shop(tmp_path, web.cut_after(THIRD), web.cut_after(THIRD), web.honest) as at:
        assert at.fetch().read_bytes() == CONTENT
        first, second, third = at.server.starts
        assert first is None
        assert second is not None
        assert third is not None
        assert 0 < second < third < len(CONTENT)
        assert len(at.pauses) == 2


def test_an_earlier_part_is_resumed(tmp_path: Path) -> None:
    """A part from an interrupted run is not downloaded again."""
    with shop(tmp_path) as at:
        at.leave_part(CONTENT[:THIRD])
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [THIRD]


def test_a_part_that_was_complete_is_only_checked(tmp_path: Path) -> None:
    """Stopped between the last byte and the digest: the server answers 416, and that is the whole file."""
    with shop(tmp_path) as at:
        at.leave_part(CONTENT)
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [len(CONTENT)]


def test_a_part_longer_than_the_file_is_thrown_away(tmp_path: Path) -> None:
    """416 with bytes that are not the file's: begin anew."""
    with shop(tmp_path) as at:
        at.leave_part(CONTENT + b"more")
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [len(CONTENT) + 4, None]


def test_a_part_of_another_version_is_noticed_by_the_digest(tmp_path: Path) -> None:
    """A resumed file with a wrong digest is fetched once more from nothing."""
    with shop(tmp_path) as at:
        at.leave_part(b"GGUF" + bytes(THIRD))
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [THIRD + 4, None]


def test_a_server_that_cannot_do_ranges_still_serves(tmp_path: Path) -> None:
    """A whole file in answer to a range takes the part's place and does not end up behind it."""
    with shop(tmp_path, web.ignoring_ranges) as at:
        at.leave_part(CONTENT[:THIRD])
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [THIRD]


def test_the_wrong_range_is_not_written(tmp_path: Path) -> None:
    """What does not belong behind the part is left alone, and the right range asked for again."""
    with shop(tmp_path, web.wrong_range, web.honest) as at:
        at.leave_part(CONTENT[:THIRD])
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [THIRD, THIRD]


def test_redirects_are_followed_with_their_range(tmp_path: Path) -> None:
    """The publisher's host sends to another one, which is asked for the same range."""
    with Loopback(CONTENT) as warehouse, shop(tmp_path, web.redirect_to(f"{warehouse.address}/else")) as at:
        at.leave_part(CONTENT[:THIRD])
        assert at.fetch().read_bytes() == CONTENT
        assert warehouse.starts == [THIRD]


def test_redirects_in_a_circle_end(tmp_path: Path) -> None:
    """A proxy that sends to itself for ever is an error at once, without more tries."""
    with shop(tmp_path, web.redirect_to("/again")) as at:
        with pytest.raises(DownloadError, match="leads nowhere"):
            at.fetch()
        assert at.pauses == []


def test_a_length_that_is_too_large_does_not_lose_the_file(tmp_path: Path) -> None:
    """A server that promises more than it has looks like a cut; the digest says that all is there."""
    with shop(tmp_path, web.promising_more) as at:
        assert at.fetch().read_bytes() == CONTENT


def test_a_length_that_is_too_small_is_not_believed(tmp_path: Path) -> None:
    """What is shorter than the file never gets its name, and nothing stays."""
    with shop(tmp_path, web.promising_less) as at:
        with pytest.raises(DownloadError, match="SHA-256"):
            at.fetch()
        assert at.names() == []


def test_an_exactly_known_length_is_asked_for_to_its_end(tmp_path: Path) -> None:
    """Where the registry knows the size, a file that ends too early is gone on with."""
    with shop(tmp_path, web.promising_less, web.honest) as at:
        model = a_model(at.server.address, size=len(CONTENT))
        store = Store(at.store.folder, Registry((model,)))
        assert fetch(model, store, pause=at.pauses.append).read_bytes() == CONTENT
        assert at.server.starts == [None, len(CONTENT) - 1000]


@pytest.mark.parametrize("page", [web.login_page, web.disguised_login_page, web.login_text])
def test_a_web_page_is_named_for_what_it_is(tmp_path: Path, page: Behaviour) -> None:
    """A proxy's page is no model: the sentence says so, and what to do; no file is left."""
    with shop(tmp_path, page) as at:
        with pytest.raises(DownloadError, match="proxy") as caught:
            at.fetch()
        assert "browser" in caught.value.remedy
        assert at.names() == []
        assert at.pauses == []


@pytest.mark.parametrize("page", [web.login_page, web.disguised_login_page, web.login_text])
def test_a_web_page_does_not_cost_what_is_here(tmp_path: Path, page: Behaviour) -> None:
    """When the login ran out half-way, the page must not take the place of the part."""
    with shop(tmp_path, page) as at:
        at.leave_part(CONTENT[:THIRD])
        with pytest.raises(DownloadError):
            at.fetch()
        assert at.part.read_bytes() == CONTENT[:THIRD]


def test_another_file_under_the_name_is_refused(tmp_path: Path) -> None:
    """Weights with another digest never get the name."""
    with Loopback(CONTENT[:-1] + b"?") as server:
        at = Shop(server, tmp_path / "store")
        with pytest.raises(DownloadError, match="SHA-256"):
            at.fetch()
        assert at.names() == []


def test_an_endless_answer_is_cut_off(tmp_path: Path) -> None:
    """A server that never stops cannot fill the disk."""
    with shop(tmp_path, web.endless) as at:
        with pytest.raises(DownloadError):
            at.fetch()
        assert at.names() == []
        assert max(done for done, _ in at.told) < 2 * len(CONTENT)


def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    """503 and 429 are worth waiting for, longer each time."""
    with shop(tmp_path, web.status(503), web.status(429), web.honest) as at:
        assert at.fetch().read_bytes() == CONTENT
        assert at.pauses == sorted(set(at.pauses))
        assert len(at.pauses) == 2


def test_a_server_that_stays_busy_is_given_up(tmp_path: Path) -> None:
    """After so many tries in vain it ends, and the part is kept."""
    with shop(tmp_path, web.status(503)) as at:
        at.leave_part(CONTENT[:THIRD])
        with pytest.raises(DownloadError, match="503"):
            at.fetch()
        assert len(at.server.asked) == ATTEMPTS
        assert at.part.read_bytes() == CONTENT[:THIRD]


@pytest.mark.parametrize("code", [403, 404, 407])
def test_a_refusal_is_told_at_once(tmp_path: Path, code: int) -> None:
    """What will not change by asking again is not asked again."""
    with shop(tmp_path, web.status(code)) as at:
        with pytest.raises(DownloadError):
            at.fetch()
        assert len(at.server.asked) == 1


def test_nobody_listening_is_one_clear_error(tmp_path: Path) -> None:
    """A machine without a network gets a sentence about the network."""
    with shop(tmp_path) as at:
        pass
    with pytest.raises(DownloadError, match=r"connection to 127\.0\.0\.1") as caught:
        at.fetch()
    assert "network" in caught.value.remedy


def test_stopping_keeps_the_part(tmp_path: Path) -> None:
    """Ctrl-C in the middle loses nothing: the next run goes on from there."""

    def stop(done: int, _total: int | None) -> None:
        if done > THIRD:
            raise KeyboardInterrupt

    with shop(tmp_path) as at:
        with pytest.raises(KeyboardInterrupt):
            fetch(at.model, at.store, stop)
        kept = at.part.stat().st_size
        assert kept > THIRD
        assert at.fetch().read_bytes() == CONTENT
        assert at.server.starts == [None, kept]


def test_a_full_disk_keeps_the_part(tmp_path: Path, largest_file: LargestFile) -> None:
    """When the disk is full the error says so, and once there is room it goes on."""
    with shop(tmp_path) as at:
        with largest_file(THIRD), pytest.raises(StoreFull, match="full"):
            at.fetch()
        assert at.part.exists()
        assert at.fetch().read_bytes() == CONTENT
