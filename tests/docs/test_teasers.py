"""The teaser on another site, as `docs/operate.md` tells an engineer to put it there."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from docs.test_docs import OPERATE, block
from docs.test_operate import NGINX, _started, _wait_for
from newsdesk import Newsdesk
from serving import serving

HERE = "https://live.example.org"


class Site:
    """Another site of the house: one page, and the nginx of the docs in front of it."""

    def __init__(self, home: Path, upstream: str) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        include = re.search(r"<!--#include .*?-->", OPERATE)
        assert include is not None
        (home / "index.html").write_text(f"<p>Davor</p>{include[0]}<p>Danach</p>")
        (home / "nginx.conf").write_text(self._configuration(upstream))

    def shows(self) -> str:
        """What somebody sees who opens it now."""
        answer = httpx2.get(f"http://127.0.0.1:{self.port}/index.html")
        assert answer.status_code == 200
        return answer.text

    def forgets(self) -> None:
        """Nothing is kept there any more."""
        for kept in (self.home / "cache").rglob("*"):
            if kept.is_file():
                kept.unlink()

    def _configuration(self, upstream: str) -> str:
        told = block(OPERATE, "proxy_cache_path /var/cache/nginx/teasers")
        for said, here in ((HERE, upstream), ("/var/cache/nginx/teasers", f"{self.home}/cache")):
            assert said in told, said
            told = told.replace(said, here)
        shared, locations = told.split("\n", 1)
        temporary = "".join(
            f"{kind}_temp_path {self.home / kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"daemon off; pid {self.home / 'pid'}; error_log {self.home / 'error.log'} warn;\n"
            "worker_processes 1; events { worker_connections 64; }\n"
            f"http {{\naccess_log off; types {{ text/html html; }}\n{temporary}{shared}\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {self.home};\n{locations}}}\n}}\n"
        )


@pytest.fixture
def depesche(app: FastAPI) -> Iterator[tuple[str, ExitStack]]:
    """The address of a running newsroom, and what ends it."""
    with ExitStack() as running:
        yield running.enter_context(serving(app)), running


@pytest.fixture
def newsdesk(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.opens("Der Gipfel")
    newsdesk.publishes("Ein Satz", headline="Sie sind da")
    return newsdesk


def test_another_site_shows_the_teaser_and_does_without_it(
    newsdesk: Newsdesk, depesche: tuple[str, ExitStack], tmp_path: Path
) -> None:
    if NGINX is None:
        pytest.skip("nginx is not here")
    url, running = depesche
    home = tmp_path / "site"
    home.mkdir()
    site = Site(home, url)
    with _started(home):
        _wait_for(site.port, home)
        shown = site.shows()
        assert shown.startswith('<p>Davor</p><section class="depesche-teaser" lang="de"')
        assert "Sie sind da" in shown
        running.close()
        assert site.shows() == shown, "nobody is there, and it is served on"
        site.forgets()
        assert site.shows() == "<p>Davor</p><p>Danach</p>"
