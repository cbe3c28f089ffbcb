"""`depesche settings`: every setting, and what it is."""

import re

from depesche import settings as environment
from depesche.cli import console
from depesche.cli.newsroom import Data
from depesche.settings import Settings, variable

_SECRET = re.compile(r"(://[^:@/]*:).+(?=@)|(password=)[^&]+")


def settings(data: Data = None) -> None:
    """Show every setting: its name in the environment, its value, its default, what it is."""
    present = environment.load(data=data)
    for name, field in Settings.model_fields.items():
        console.say(f"{variable(name)}={_typed(getattr(present, name))}")
        console.say(f"    {field.description} (default: {_typed(field.default) or 'none'})")


def _typed(value: object) -> str:
    """The value as one would type it, without the passwords it may hold."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "" if value is None else _SECRET.sub(r"\1\2***", str(value))
