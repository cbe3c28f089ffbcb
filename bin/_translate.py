"""What the interface says, from the templates, the Python files and the errors; for bin/translate.

No dates, no line numbers and no guesses go into the catalogues: they change when a sentence does.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from depesche import errors

SOURCE = Path(errors.__file__).parent
TRANSLATIONS = SOURCE / "rendering" / "translations"

_METHODS = [
    ("errors.py", "ignore"),
    ("templates/**", "jinja2.ext.babel_extract"),
    ("**.py", "python"),
]
_TEMPLATE_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}

Id = str | tuple[str, ...]  # two for a singular and its plural


def said() -> list[Id]:
    """Every message once, in the order of the alphabet."""
    sentences = (error.__doc__ or "" for error in raised())
    return sorted({*_written(), *sentences, *errors.NAMED}, key=_alphabetically)


def _written() -> Iterator[Id]:
    options = {"templates/**": _TEMPLATE_OPTIONS}
    for _, _, message, _, _ in extract_from_dir(SOURCE, _METHODS, options, _KEYWORDS):
        yield message


def raised() -> list[type[errors.DepescheError]]:
    """Every class of errors.py."""
    classes = (kind for kind in vars(errors).values() if isinstance(kind, type))
    return [kind for kind in classes if issubclass(kind, errors.DepescheError)]


def _alphabetically(message: Id) -> tuple[str, str]:
    first = message if isinstance(message, str) else message[0]
    return first.casefold(), first


def updated(source: str, language: str) -> str:
    """The catalogue with exactly what is said now; its head stays as it is."""
    head, _, _ = source.partition("\n\n")
    before = read_po(BytesIO(source.encode()), locale=language)
    after = Catalog(locale=language, fuzzy=False)
    for message in said():
        known = before.get(message)
        if known is None:
            after.add(message)
        else:
            after.add(message, known.string, user_comments=known.user_comments)
    body = BytesIO()
    write_po(body, after, width=0, no_location=True, omit_header=True)
    return f"{head}\n\n{body.getvalue().decode().strip()}\n"


def main() -> None:
    for path in sorted(TRANSLATIONS.glob("*.po")):
        source = updated(path.read_text("utf-8"), path.stem)
        path.write_text(source, "utf-8")
        messages = [message for message in read_po(BytesIO(source.encode())) if message.id]
        missing = [message.id for message in messages if not message.string]
        sys.stdout.write(f"{path.name}: {len(messages)} messages, {len(missing)} to translate\n")
        for message in missing:
            sys.stdout.write(f"    {message}\n")


if __name__ == "__main__":
    main()
