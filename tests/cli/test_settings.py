"""`depesche settings`."""

from pathlib import Path

import pytest

from cli.conftest import Shell
from depesche.settings import Settings, variable


def test_every_setting_is_shown_with_name_value_default_and_meaning(
    depesche: Shell, data: Path
) -> None:
    shown = depesche("settings").stdout
    for name, field in Settings.model_fields.items():
        assert f"{variable(name)}=" in shown
        assert f"    {field.description} (default: " in shown
    assert f"DEPESCHE_DATA={data}\n" in shown
    assert "DEPESCHE_MAX_STREAMS=20000\n" in shown


def test_what_is_in_force_is_shown(depesche: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPESCHE_NAME", "Der Abendbote")
    monkeypatch.setenv("DEPESCHE_LANGUAGE", "")
    shown = depesche("settings", "--data", "/srv/newsroom").stdout
    assert "DEPESCHE_NAME=Der Abendbote\n" in shown
    assert "DEPESCHE_DATA=/srv/newsroom\n" in shown
    assert "DEPESCHE_LANGUAGE=de\n" in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://mara:geheim@db/news", "postgresql://mara:***@db/news"),
        ("postgresql://mara:ge@he/im@db/news", "postgresql://mara:***@db/news"),
        ("postgresql:///news?password=geheim&host=db", "postgresql:///news?password=***&host=db"),
        ("postgresql://mara@db/news", "postgresql://mara@db/news"),
    ],
)
def test_passwords_are_masked(
    depesche: Shell, monkeypatch: pytest.MonkeyPatch, url: str, shown: str
) -> None:
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", url)
    assert f"DEPESCHE_DATABASE_URL={shown}\n" in depesche("settings").stdout


@pytest.mark.parametrize(
    "url",
    [
        *("https://x.example/path", "https://x.example?q", "https://x.example#f", "x.example"),
        *("https://mara:geheim@x.example", "https://", "https://x y", "ftp://x.example"),
        f"https://{'x' * 254}",
    ],
)
def test_a_public_address_is_a_host_and_no_more(
    depesche: Shell, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DEPESCHE_PUBLIC_URL", url)
    refused = depesche("settings")
    assert refused.exit_code == 1
    assert "DEPESCHE_PUBLIC_URL must be" in refused.stderr


@pytest.mark.parametrize("colour", ["blue", "#12", "#1234567", "0b5fa5", "#0b5fa5; } * {"])
def test_a_colour_is_told_by_its_digits(
    depesche: Shell, monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    monkeypatch.setenv("DEPESCHE_COLOUR_DARK", colour)
    refused = depesche("settings")
    assert refused.exit_code == 1
    assert "DEPESCHE_COLOUR_DARK must be a colour such as #0b5fa5" in refused.stderr


def test_no_server_starts_with_a_colour_that_nobody_can_read(
    depesche: Shell, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_COLOUR", "#ffcc00")
    refused = depesche("serve", "--port", "0")
    assert refused.exit_code == 1
    assert "DEPESCHE_COLOUR=#ffcc00 cannot be read" in refused.stderr
