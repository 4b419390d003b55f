"""The bell: with a Redis a worker begins at once; without one, or with one that went away, it begins all the same."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from pytest_django import Settings

from bihuan.loop.jobs import bell
from bihuan.loop.jobs.bell import JOBS, NOTICES, ring, wait_for_bell
from tests.rooms.loop.notices.servers import free_port

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="there is no redis-server here: the Debian package is redis-server"
)


@pytest.fixture(autouse=True)
def _no_bell_is_kept() -> Iterator[None]:
    bell._redis.cache_clear()
    yield
    bell._redis.cache_clear()


@pytest.fixture
def redis_server(tmp_path: Path, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis that keeps nothing, entered in the settings."""
    import redis

    port = free_port()
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    settings.BIHUAN_REDIS = f"redis://127.0.0.1:{port}/0"
    with redis.Redis.from_url(settings.BIHUAN_REDIS) as client:
        for _ in range(600):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


class Rest:
    """Counts how often a worker fell back to waiting by itself."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _seconds: float) -> None:
        self.times += 1


@needs_redis
def test_a_worker_that_waits_hears_the_bell_of_its_own_work_alone(
    redis_server: subprocess.Popen[bytes], transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "LONGEST", 60.0)
    woken: list[str] = []

    def wait(what: str) -> None:
        wait_for_bell(what, Rest())
        woken.append(what)

    threads = [Thread(target=wait, args=(what,)) for what in (JOBS, NOTICES)]
    for thread in threads:
        thread.start()
    ring(NOTICES)
    threads[1].join(timeout=30)
    assert woken == [NOTICES]
    ring(JOBS)
    threads[0].join(timeout=30)
    assert woken == [NOTICES, JOBS]


@needs_redis
def test_one_ring_wakes_one_of_many_workers(redis_server: subprocess.Popen[bytes], transactional_db: None) -> None:
    ring(JOBS)
    rest = Rest()
    begun = time.monotonic()
    wait_for_bell(JOBS, rest)  # it rang before anybody waited, and is not lost
    wait_for_bell(JOBS, rest)  # nobody rang for this one: it looks for itself after LONGEST
    assert time.monotonic() - begun >= bell.LONGEST - 0.2
    assert rest.times == 0


@needs_redis
def test_a_redis_that_goes_away_stops_nobody(redis_server: subprocess.Popen[bytes], transactional_db: None) -> None:
    wait_for_bell(JOBS, Rest())
    redis_server.terminate()
    redis_server.wait()
    rest = Rest()
    ring(JOBS)  # a page rings, and answers all the same
    wait_for_bell(JOBS, rest)
    assert rest.times == 1


def test_without_redis_a_worker_looks_for_itself(settings: Settings, transactional_db: None) -> None:
    settings.BIHUAN_REDIS = ""
    rest = Rest()
    ring(JOBS)
    wait_for_bell(JOBS, rest)
    assert rest.times == 1


@needs_redis
def test_the_bell_rings_only_after_the_commit(redis_server: subprocess.Popen[bytes], transactional_db: None) -> None:
    import redis
    from django.conf import settings as given
    from django.db import transaction

    with redis.Redis.from_url(given.BIHUAN_REDIS) as client:
        with transaction.atomic():
            ring(JOBS)
            assert client.llen("bihuan:bell:jobs") == 0
        assert client.llen("bihuan:bell:jobs") == 1
