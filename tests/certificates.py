"""Certificates as openssl makes them, for nobody but these tests."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES = "DNS:localhost,IP:127.0.0.1"


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, as files."""

    certificate: Path
    key: Path

    @property
    def trusting(self) -> ssl.SSLContext:
        """What a reader has who trusts it."""
        return ssl.create_default_context(cafile=self.certificate)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "DEPESCHE_TLS_CERTIFICATE": str(self.certificate),
            "DEPESCHE_TLS_KEY": str(self.key),
        }


def certified(
    home: Path, *, days: int = 30, names: str = NAMES, passphrase: str = ""
) -> Certificate:
    """One that has issued itself, good for so many days; below 1, it has expired."""
    home.mkdir(exist_ok=True)
    made = Certificate(home / "certificate.pem", home / "key.pem")
    locked = ["-passout", f"pass:{passphrase}"] if passphrase else ["-nodes"]
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", *locked, "-days", str(max(days, 1))),
        *("-subj", "/CN=Depesche", "-addext", f"subjectAltName={names}"),
        *("-keyout", str(made.key), "-out", str(made.certificate)),
    )
    if days < 1:
        _expire(made, names)
    return made


def _expire(made: Certificate, names: str) -> None:
    """`openssl x509` signs a request for a time that is over; `req` of all versions does not."""
    request, more = made.key.with_name("request.pem"), made.key.with_name("extensions")
    more.write_text(f"subjectAltName={names}\n")
    openssl(*("req", "-new", "-key", str(made.key), "-subj", "/CN=Depesche", "-out", str(request)))
    openssl(
        *("x509", "-req", "-in", str(request), "-signkey", str(made.key), "-days", "-1"),
        *("-extfile", str(more), "-out", str(made.certificate)),
    )


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)
