"""Debian's WebKit, the engine of Safari, in the small browser that comes with it: plain WebDriver.

https://www.w3.org/TR/webdriver2/
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.servers import free_port
from windows import MISSING, PATIENCE, Outside, as_text, running, until

PACKAGES = "webkit2gtk-driver xvfb"
HERE = ["localhost", "127.0.0.1"]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that the standard gives it


@contextmanager
def webkit(home: Path, outside: Outside) -> Iterator["WebKit"]:
    """A WebKit with nothing in it, and its window, on a screen that nobody sees."""
    driver, port = _program("WebKitWebDriver"), free_port()
    log = home / "webkit.log"
    with (
        _screen(home) as display,
        running([driver, f"--port={port}"], home, {"DISPLAY": display}, log=log),
        closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection,
    ):
        until(lambda: _listens(connection), log)
        yield WebKit(connection, outside, log)


class WebKit:
    """The window of one session."""

    def __init__(self, connection: HTTPConnection, outside: Outside, log: Path) -> None:
        self._connection = connection
        self._log = log
        elsewhere = f"127.0.0.1:{outside.port}"
        wanted = {
            "proxy": {
                "proxyType": "manual",
                "httpProxy": elsewhere,
                "sslProxy": elsewhere,
                "noProxy": HERE,
            },
            "webkitgtk:browserOptions": {
                "binary": _browser(),
                "args": ["--automation", "--enable-write-console-messages-to-stdout=true"],
            },
        }
        self._session = "/session"
        made = self._ask("POST", "", capabilities={"alwaysMatch": wanted})
        self._session = f"/session/{made['sessionId']}"

    def open(self, url: str) -> None:
        self._ask("POST", "/url", url=url)

    def evaluate(self, expression: str) -> Any:
        script = f"return {as_text(expression)}"
        return json.loads(self._ask("POST", "/execute/sync", script=script, args=[]))

    def click(self, selector: str) -> None:
        found = self._ask("POST", "/element", using="css selector", value=selector)
        self._ask("POST", f"/element/{found[ELEMENT]}/click")

    def errors(self) -> list[str]:
        return re.findall(r"CONSOLE JS ERROR (.*)", self._log.read_text("utf-8"))

    def _ask(self, method: str, path: str, **wanted: Any) -> Any:
        body = json.dumps(wanted) if method == "POST" else None
        self._connection.request(method, f"{self._session}{path}", body)
        answer = self._connection.getresponse()
        told = json.loads(answer.read())["value"]
        assert answer.status == 200, told
        return told


@contextmanager
def _screen(home: Path) -> Iterator[str]:
    """A screen in memory; the name of its display."""
    log = home / "screen.log"
    command = [_program("Xvfb"), "-displayfd", "1", "-screen", "0", "1280x900x24"]
    with running([*command, "-nolisten", "tcp"], home, {}, log=log):
        number = until(lambda: re.search(r"^(\d+)\n", log.read_text("utf-8"), re.MULTILINE), log)
        yield f":{number[1]}"


def _listens(connection: HTTPConnection) -> bool:
    try:
        connection.request("GET", "/status")
        return connection.getresponse().read() != b""
    except ConnectionError:
        connection.close()
        return False


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, MISSING.format(name, PACKAGES)
    return found


def _browser() -> str:
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    assert found, MISSING.format("WebKit", PACKAGES)
    return str(found[-1])
