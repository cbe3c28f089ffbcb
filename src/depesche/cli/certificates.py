"""The certificate with which Depesche speaks https itself, where no proxy stands in front."""

import ssl
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from depesche.errors import NotReady
from depesche.settings import Settings, variable


def encryption(settings: Settings) -> ssl.SSLContext | None:
    """How connections are encrypted; None where they are not. Raises NotReady."""
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None or key is None:
        return None
    _check_readable("tls_certificate", certificate)
    _check_readable("tls_key", key)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key, password=_refuse_locked)
    except ssl.SSLError as error:
        raise NotReady(reason=_why(error, certificate, key)) from error
    return context


def expiry(certificate: Path, server: ssl.SSLContext, *, host: str | None) -> datetime:
    """Until when that server's certificate is good, and for `host` where one is named.

    Found out as the browser of a reader does who trusts it: by a handshake, in memory.
    Raises ssl.SSLCertVerificationError for one that has expired or is not that host's.
    """
    told = _greeted(server, _trusting(certificate), host)
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)


def _trusting(certificate: Path) -> ssl.SSLContext:
    """Whoever has issued it: that is for the browsers' lists, and the readers' machines."""
    context = ssl.create_default_context(cafile=certificate)
    context.verify_flags = ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def _greeted(server: ssl.SSLContext, client: ssl.SSLContext, host: str | None) -> dict[str, object]:
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client.check_hostname = host is not None
    reader = client.wrap_bio(back, there, server_hostname=host)
    ours = server.wrap_bio(there, back, server_side=True)
    for side in (reader, ours) * 2:
        with suppress(ssl.SSLWantReadError):
            side.do_handshake()
    return dict(reader.getpeercert() or {})


def _check_readable(field: str, file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        reason = f"{variable(field)}={file} cannot be read ({error.strerror})."
        raise NotReady(reason=f"{reason} Let the server's account read it.") from error


def _refuse_locked() -> NoReturn:
    reason = "the key of DEPESCHE_TLS_KEY is locked with a passphrase, and nobody is asked for it."
    raise NotReady(reason=f"{reason} Name a file that is not: openssl pkey -in KEY -out NEW.")


def _why(error: ssl.SSLError, certificate: Path, key: Path) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"{key} is not the key of {certificate}. Name the two that were made together."
    return (
        f"{certificate} and {key} are no certificate and key that can be read "
        f"({error.reason or 'PEM'}). Both have to be PEM, the server's own certificate first."
    )
