"""Debian's Firefox, spoken to as it likes it best: WebDriver BiDi, over one websocket.

https://www.w3.org/TR/webdriver-bidi/
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from windows import MISSING, PATIENCE, Outside, as_text, running, until

# It is led to `Outside` with all that is not on the loopback; and most of it is not even wanted.
PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.contentblocking.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.topsites.contile.enabled": False,
    "captivedetect.canonicalURL": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.proxy.failover_direct": False,
    "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    "network.proxy.type": 1,
    "network.trr.mode": 5,
    "nimbus.rollouts.enabled": False,
    "services.settings.server": "data:,#nobody/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "toolkit.telemetry.unified": False,
}


@contextmanager
def firefox(home: Path, outside: Outside) -> Iterator["Firefox"]:
    """A Firefox with nothing in it, and its window."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, MISSING.format("Firefox", "firefox-esr")
    preferences = PREFERENCES | {
        f"network.proxy.{kind}": value
        for scheme in ("http", "ssl")
        for kind, value in ((scheme, "127.0.0.1"), (f"{scheme}_port", outside.port))
    }
    (home / "user.js").write_text(
        "".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in preferences.items()
        ),
        "utf-8",
    )
    log = home / "firefox.log"
    command = [program, "--headless", "--no-remote", "--profile", str(home)]
    command += ["--remote-debugging-port", "0", "about:blank"]
    quiet = {"MOZ_CRASHREPORTER_DISABLE": "1", "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}
    with running(command, home, quiet, log=log):
        listens = until(lambda: re.search(r"listening on (ws://\S+)", log.read_text("utf-8")), log)
        with connect(f"{listens[1]}/session", max_size=None, proxy=None) as socket:
            yield Firefox(socket)


class Firefox:
    """Its first window."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self._errors: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        (window,) = self._ask("browsingContext.getTree")["contexts"]
        self._window = window["context"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        answer = self._ask(
            "script.evaluate",
            expression=as_text(expression),
            target={"context": self._window},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def click(self, selector: str) -> None:
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({NEAREST})")
        found = self._ask(
            "browsingContext.locateNodes",
            context=self._window,
            locator={"type": "css", "value": selector},
        )["nodes"]
        there = {"type": "element", "element": {"sharedId": found[0]["sharedId"]}}
        pressing = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": there},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "mouse", "actions": pressing}
        self._ask("input.performActions", context=self._window, actions=[pointer])

    def errors(self) -> list[str]:
        self._ask("session.status")  # and what was noted before has come
        return self._errors

    def _ask(self, method: str, **wanted: Any) -> Any:
        self._number += 1
        order = {"id": self._number, "method": method, "params": wanted}
        self._socket.send(json.dumps(order))
        while True:
            told = json.loads(self._socket.recv(PATIENCE))
            if told.get("id") == self._number:
                assert told["type"] == "success", told
                return told["result"]
            self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        entry = told.get("params", {})
        if (entry.get("type"), entry.get("level")) == ("javascript", "error"):
            self._errors.append(entry["text"])


NEAREST = '{block: "nearest", behavior: "instant"}'
