"""What `docs/operate.md` tells an engineer to do, done: nginx, systemd, backup and restore."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from cli.conftest import DEPESCHE, Running, Starting, start  # noqa: F401 - a fixture
from depesche import clock
from depesche.newsroom import attempts
from depesche.newsroom.models import Attempt
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import connections
from docs.test_docs import OPERATE, block
from newsdesk import PASSWORD, Newsdesk
from pages import Page, assert_same

PATIENCE = 20.0
HOST = "live.example.org"
READER = "127.0.0.2"  # not that of nginx

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
ANALYZE = shutil.which("systemd-analyze")


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


@pytest.fixture
def newsdesk(data: Path, migrated_sqlite: Path) -> Iterator[Newsdesk]:
    data.mkdir(mode=0o700)
    shutil.copy(migrated_sqlite, data / "depesche.sqlite3")
    store = Store(Settings(data=data).url)
    yield Newsdesk(store)
    store.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "newsroom"


def settings_told() -> dict[str, str]:
    """The lines for /etc/depesche.env."""
    lines = block(OPERATE, "DEPESCHE_PUBLIC_URL=").splitlines()
    return dict(line.split("=", 1) for line in lines)


# nginx


class Nginx:
    """The nginx of the docs, on a port of its own."""

    def __init__(self, home: Path, upstream: int) -> None:
        self.home, self.upstream = home, upstream
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]

    def configuration(self) -> str:
        """The text of the docs: other are only the ports and the places."""
        told = block(OPERATE, "# /etc/nginx/conf.d/depesche.conf")
        replaced = {
            "/var/cache/nginx/depesche": str(self.home / "cache"),
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{self.upstream};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(self.home / "cert.pem"),
            f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(self.home / "key.pem"),
        }
        for said, here in replaced.items():
            assert said in told, said
            told = told.replace(said, here)
        temporary = "".join(
            f"{kind}_temp_path {self.home / kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"daemon off; pid {self.home / 'pid'}; error_log {self.home / 'error.log'} warn;\n"
            "worker_processes 1; events { worker_connections 256; }\n"
            f"http {{\naccess_log off;\n{temporary}{told}\n}}\n"
        )

    def client(self) -> httpx2.Client:
        """A browser that finds this nginx under the newsroom's name."""
        trusting = ssl.create_default_context(cafile=str(self.home / "cert.pem"))
        trusting.check_hostname = False
        return httpx2.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": HOST},
            transport=httpx2.HTTPTransport(verify=trusting, local_address=READER),
            timeout=PATIENCE,
        )


@pytest.fixture
def server(start: Starting, data: Path, newsdesk: Newsdesk) -> Running:  # noqa: F811
    newsdesk.opens(slug="gipfel")
    words = ("serve", "--port", "0", "--data", str(data))
    running = start(*words, DEPESCHE_HEARTBEAT="0.2", **settings_told())
    running.says("Desk")
    return running


@pytest.fixture
def nginx(server: Running, tmp_path: Path) -> Iterator[Nginx]:
    if NGINX is None:
        pytest.skip("nginx is not here")
    found = re.search(r"listens on http://\S+:(\d+)", server.says("listens on"))
    assert found is not None
    home = tmp_path / "nginx"
    home.mkdir()
    made = Nginx(home, int(found[1]))
    (home / "nginx.conf").write_text(made.configuration())
    _certify(home)
    with _started(home):
        _wait_for(made.port, home)
        yield made


def _certify(home: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )


@contextmanager
def _started(home: Path) -> Iterator[None]:
    """nginx, for as long as the block runs; not as root, where that can be."""
    asked = [str(NGINX), "-p", str(home), "-c", str(home / "nginx.conf")]
    if os.geteuid() == 0:
        for path in (home, *home.iterdir()):
            shutil.chown(path, "nobody")
        for parent in home.parents:
            if "pytest-of" in str(parent):
                parent.chmod(parent.stat().st_mode | 0o011)
        asked = ["setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", *asked]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _wait_for(port: int, home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            log = home / "error.log"
            assert time.monotonic() < deadline, log.read_text() if log.exists() else "no nginx"
            time.sleep(0.05)
        else:
            return


def test_behind_the_nginx_of_the_docs_a_change_comes_at_once(
    nginx: Nginx, newsdesk: Newsdesk
) -> None:
    with nginx.client() as reader:
        page = Page(reader.get("/live/gipfel").text)
        stream = f"{page.facts['data-stream']}&after={page.sequence}"
        with reader.stream("GET", stream) as opened:
            lines = opened.iter_lines()
            assert next(line for line in lines if line.startswith("event: heartbeat"))
            for words in ("Die Türen sind offen.", "Die Türen sind zu."):
                newsdesk.publishes(words)  # the second once the first has come: nothing collects
                assert next(line for line in lines if line.startswith("data:") and words in line)


def test_behind_the_nginx_of_the_docs_pages_are_kept_and_the_desk_is_not(
    nginx: Nginx, server: Running, newsdesk: Newsdesk
) -> None:
    with nginx.client() as reader:
        page = reader.get("/live/gipfel")
        assert (page.status_code, page.headers["cache-control"][:6]) == (200, "public")
        assert reader.get("/desk/sign-in").status_code == 200
        assert reader.get("/metrics").status_code == 404
        server.ends(signal.SIGKILL)
        assert reader.get("/live/gipfel").text == page.text, "readers keep what they have"
        assert reader.get("/desk/sign-in").status_code == 502
    kept = b"".join(
        file.read_bytes() for file in (nginx.home / "cache").rglob("*") if file.is_file()
    )
    assert b"/live/gipfel" in kept
    assert b"/desk/sign-in" not in kept


def test_behind_the_nginx_of_the_docs_one_signs_in_and_is_known_by_ones_own_address(
    nginx: Nginx, newsdesk: Newsdesk
) -> None:
    with nginx.client() as person:
        person.headers |= {"X-Forwarded-For": "198.51.100.66", "Forwarded": "for=198.51.100.66"}
        person.headers |= {"Origin": f"https://{HOST}", "Sec-Fetch-Site": "same-origin"}
        wrong = person.post("/desk/sign-in", data={"name": "Mara", "password": "wrong"})
        assert wrong.status_code == 401
        with newsdesk.store.reading() as session:
            assert session.scalars(select(Attempt.address)).all() == [attempts._hash(READER)]
        answer = person.post("/desk/sign-in", data={"name": "Mara", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        assert answer.headers["set-cookie"].startswith("__Host-depesche=")
        assert "secure" in answer.headers["set-cookie"].lower()


# systemd


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
def test_the_nginx_of_the_docs_hangs_up_before_the_server_does() -> None:
    told = re.search(r"keepalive_timeout (\d+)s;", block(OPERATE, "# /etc/nginx/conf.d"))
    assert told is not None
    assert int(told[1]) < connections.HEAD_SECONDS


def test_the_unit_of_the_docs_is_a_unit(tmp_path: Path) -> None:
    told = block(OPERATE, "# /etc/systemd/system/depesche.service")
    unit = tmp_path / "depesche.service"
    unit.write_text(told.replace("/opt/depesche/bin/depesche", shutil.which("true") or "/bin/true"))
    found = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    about_ours = [line for line in found.stderr.splitlines() if "depesche" in line]
    assert about_ours == []
    unit.write_text(told.replace("RestrictRealtime", "RestrictSurrealtime"))
    found = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "RestrictSurrealtime" in found.stderr, "it would tell"


@pytest.mark.parametrize("env", ["", "DEPESCHE_NAME='Der Bote & Co'\n"])
def test_a_command_has_the_settings_of_the_server(tmp_path: Path, data: Path, env: str) -> None:
    """The wrapper of the docs, as the account that runs the test."""
    file = tmp_path / "depesche.env"
    told = block(OPERATE, "#!/bin/sh\n# /usr/local/bin/depesche")
    for said, here in {
        "/etc/depesche.env": str(file),
        "runuser -u depesche -- /opt/depesche/bin/depesche": str(DEPESCHE),
    }.items():
        assert said in told, said
        told = told.replace(said, here)

    def run() -> subprocess.CompletedProcess[str]:
        asked = ["sh", "-c", told, "depesche", "settings"]
        return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)

    refused = run()
    assert refused.returncode != 0
    assert refused.stdout == "", "without the settings nothing is done"
    file.write_text(block(OPERATE, "DEPESCHE_DATA=").replace("/var/lib/depesche", str(data)) + env)
    shown = run().stdout
    assert f"DEPESCHE_DATA={data}\n" in shown
    assert ("DEPESCHE_NAME=Der Bote & Co\n" in shown) == bool(env)


# Backup and restore


def test_a_newsroom_comes_back_by_the_numbers(
    start: Starting,  # noqa: F811
    data: Path,
    newsdesk: Newsdesk,
    tmp_path: Path,
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Vorher.")
    steps = OPERATE.split("To restore, by the numbers:")[1].split("Everybody has to")[0]
    assert [line[0] for line in steps.splitlines() if line[:1].isdigit()] == list("12345")
    saved = tmp_path / "evening.tar"

    def run(line: str) -> None:
        assert line.split(maxsplit=1)[0] in {"depesche", "mv", "install"}, line
        words = line.replace("/backup/evening.tar", str(saved)).replace(
            "/var/lib/depesche", str(data)
        )
        if not words.startswith("depesche"):
            us = f"-o {os.getuid()} -g {os.getgid()}"
            subprocess.run(words.replace("-o depesche -g depesche", us).split(), check=True)
            return
        done = start(*words.split()[1:], DEPESCHE_DATA=str(data))
        assert done.process.wait(60) == 0, done.complains()

    def serving() -> Running:
        running = start("serve", "--port", "0", DEPESCHE_DATA=str(data))
        running.says("Desk")
        return running

    def page(running: Running) -> Page:
        url = running.says("listens on").partition("listens on ")[2].split(".\n")[0]
        return Page(httpx2.get(f"{url}/live/gipfel").text)

    first = serving()
    run(next(line for line in block(OPERATE, "depesche backup").splitlines() if "backup" in line))
    before = page(first)
    first.ends(signal.SIGTERM)  # 1
    newsdesk.store.close()
    for line in re.findall(r"`((?:mv|install|depesche restore)[^`]*)`", steps):  # 2, 3
        run(line)
    again = serving()  # 4
    assert_same(page(again), before)
    run("depesche doctor")  # 5
