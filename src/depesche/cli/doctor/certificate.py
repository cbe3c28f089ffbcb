"""The certificate that the server speaks https with, where no proxy does."""

import ssl
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from depesche import clock
from depesche.cli import certificates
from depesche.cli.doctor.findings import Finding, State
from depesche.errors import NotReady
from depesche.settings import Settings

EXPIRING: Final = 14  # days before its end at which it ought to have been renewed


def look(settings: Settings) -> Iterator[Finding]:
    """Whether it can be used, and for how long."""
    file, renew = settings.tls_certificate, "Renew it, and restart the server."
    host = urlsplit(settings.public_url).hostname
    known = host if "public_url" in settings.model_fields_set else None
    try:
        server = certificates.encryption(settings)
        if file is None or server is None:
            return
        days = (certificates.expiry(file, server, host=known) - clock.wall()).days
    except NotReady as error:
        todo = "Without both the server does not start."
        yield Finding("certificate", "ill", str(error.facts["reason"]), todo)
    except ssl.SSLCertVerificationError as error:
        found = f"{file}: {error.verify_message.rstrip('.')}"
        yield Finding("certificate", "ill", found, f"Browsers warn of it. {renew}")
    else:
        state: State = "well" if days >= EXPIRING else "beware"
        found = f"{file} is good for {days:,} days"
        yield Finding("certificate", state, found, renew if days < EXPIRING else "")
