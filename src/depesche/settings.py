"""Every setting, in one list. `depesche settings` prints it, `docs/operate.md` explains it."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from depesche.errors import NotReady

_ADDRESS = re.compile(  # a name has 253 characters at most (RFC 1035, 2.3.4)
    r"https?://(\[[0-9a-f:.]{2,45}\]|[\w.-]{1,253})(:\d{1,5})?/?", re.IGNORECASE
)
_COLOUR = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_DATABASES = ("postgresql://", "postgres://", "postgresql+psycopg://", "sqlite:///")


class Settings(BaseSettings):
    """The settings of one Depesche, read from the environment with the prefix DEPESCHE_."""

    model_config = SettingsConfigDict(env_prefix="DEPESCHE_", env_ignore_empty=True, frozen=True)

    data: Path = Field(Path("data"), description="the directory that holds all state")
    database_url: str | None = Field(
        None, description="postgresql://user:password@host/name; without it, SQLite under the data"
    )
    public_url: str = Field(
        "http://localhost:8000", description="where readers find this newsroom, without a path"
    )
    name: str = Field("Depesche", description="the newsroom's name, as readers see it")
    language: Literal["de", "en"] = Field("de", description="of the front page and of the desk")
    logo: Path | None = Field(
        None, description="a file with the newsroom's logo: SVG, PNG or WebP, 200 KB at most"
    )
    colour: str | None = Field(
        None, description="the newsroom's colour, as #0b5fa5, for links, marks and buttons"
    )
    colour_dark: str | None = Field(
        None, description="the same on dark paper; without it, made of the other one"
    )
    imprint_url: str | None = Field(None, description="linked at the foot of every page")
    privacy_url: str | None = Field(None, description="linked at the foot of every page")
    heartbeat: float = Field(
        15.0, gt=0, le=30, description="seconds between signs of life on a stream, 30 at most"
    )
    max_streams: int = Field(
        20_000, ge=1, description="open streams at the same time; beyond that readers poll"
    )
    streams_per_address: int = Field(
        1000, ge=1, description="of those, from one address (IPv6: one network of 56 bits)"
    )
    delivery: Literal["hook", "plain"] = Field(
        "hook", description="streams: hook (handed to the connection) or plain (ASGI tasks)"
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="addresses and networks of proxies that may say who asks, with commas"
    )
    tls_certificate: Path | None = Field(
        None, description="a file with the certificate and its chain: serve https without a proxy"
    )
    tls_key: Path | None = Field(
        None, validate_default=True, description="a file with the certificate's key"
    )
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="figures for Prometheus on this port of 127.0.0.1"
    )
    metrics_token: SecretStr | None = Field(
        None, min_length=16, description="figures at /metrics, for whoever sends this as Bearer"
    )
    max_picture_mb: int = Field(
        20, ge=1, le=100, description="megabytes that an uploaded picture may have"
    )
    sign_in_hours: int = Field(14, ge=1, description="how long a sign-in lasts")

    @field_validator("public_url")
    @classmethod
    def _without_path(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        if not _ADDRESS.fullmatch(value):
            raise ValueError("must be an address such as https://live.example.org, and no more")
        return value.rstrip("/")

    @field_validator("colour", "colour_dark")
    @classmethod
    def _as_hex(cls, value: str | None) -> str | None:
        if value is not None and not _COLOUR.fullmatch(value):
            raise ValueError("must be a colour such as #0b5fa5")
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(network.strip()) for network in value.split(","))
        except ValueError as error:
            raise ValueError("must be addresses or networks such as 10.0.0.0/8, ::1") from error

    @field_validator("tls_key")
    @classmethod
    def _with_certificate(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if (value is None) != (info.data.get("tls_certificate") is None):
            raise ValueError("and DEPESCHE_TLS_CERTIFICATE belong together: set both, or none")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(_DATABASES):
            raise ValueError("must begin with postgresql://")
        return value

    @property
    def sqlite_file(self) -> Path:
        return self.data / "depesche.sqlite3"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def url(self) -> str:
        """The database's address as SQLAlchemy wants it."""
        if self.database_url is None:
            return f"sqlite:///{self.sqlite_file}"
        scheme, _, rest = self.database_url.partition("://")
        return (
            f"postgresql+psycopg://{rest}"
            if scheme in {"postgres", "postgresql"}
            else (self.database_url)
        )

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def load(**given: object) -> Settings:
    """Settings from the environment; what is `given` and not None wins.

    Raises NotReady with one line per setting that cannot be used.
    """
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        complaints = [_complaint(str(e["loc"][0]), e["msg"]) for e in error.errors()]
        raise NotReady(reason=f"{'; '.join(complaints)}.") from error


def variable(field: str) -> str:
    """The environment's name of a setting."""
    return f"DEPESCHE_{field.upper()}"


def _complaint(field: str, message: str) -> str:
    said = message.removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{variable(field)} {said}"
