"""Whether a server runs here, and whether the address that readers use leads to it."""

from collections.abc import Iterator
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from depesche.cli.doctor.findings import Finding
from depesche.settings import Settings
from depesche.store import lock

PATIENCE: Final = 5.0  # seconds for our own public address


def server(settings: Settings) -> Iterator[Finding]:
    """Whether one runs in this directory; of PostgreSQL nobody can tell from here."""
    if settings.database_url is not None or not settings.data.is_dir():
        return
    holder = lock.holder(settings.data.absolute())
    if holder is None:
        yield Finding("server", "beware", "none runs in this directory", "depesche serve")
    else:
        yield Finding("server", "well", f"runs{f', process {holder}' if holder else ''}")


def public(settings: Settings) -> Iterator[Finding]:
    """Ask the public address as a reader would."""
    where = urlsplit(settings.public_url)
    here = where.hostname in {"localhost", "127.0.0.1", "::1"}
    if "public_url" not in settings.model_fields_set:
        todo = "Set it to the https address that readers use."
        yield Finding("public address", "beware", "DEPESCHE_PUBLIC_URL is not set", todo)
        return
    if where.scheme != "https" and not here:
        todo = "Use https: without it the desk's cookie can be stolen on its way."
        yield Finding("public address", "ill", f"{settings.public_url} is not https", todo)
    yield _answers(settings)
    if not here and not settings.trusted_proxies:
        todo = "If a proxy stands in front, DEPESCHE_TRUSTED_PROXIES=127.0.0.1 (its address): else"
        todo += " limits on signing in hit everybody at once."
        yield Finding("proxy", "beware", "no proxy is trusted to say who asks", todo)


def _answers(settings: Settings) -> Finding:
    asked = f"{settings.public_url}/healthz?ready"
    try:
        request = Request(asked, headers={"User-Agent": "depesche-doctor"})  # noqa: S310 - http(s)
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            said = answer.read(100)
    except HTTPError as error:
        todo = "Look at the server's log, and whether the proxy passes everything on."
        return Finding("public address", "ill", f"{asked} answers {error.code}", todo)
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        todo = "Start the server; then look at the name, the certificate and the proxy."
        return Finding("public address", "beware", f"{asked} is out of reach ({reason})", todo)
    if said.strip() == b"ready":
        return Finding("public address", "well", f"{settings.public_url} leads here")
    todo = "Something else answers at that address. Look at the proxy's server_name."
    return Finding("public address", "ill", f"{asked} is not Depesche", todo)
