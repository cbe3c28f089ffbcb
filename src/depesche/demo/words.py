"""What the demo says in the terminal, in the evening's own language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from depesche.demo.evening import Language


@dataclass(frozen=True)
class Words:
    """Labels and sentences. `soon` wants {opening}, {evening}, {rate}; `at_once` {posts}."""

    title: str
    reader: str
    front: str
    desk: str
    account: str
    password: str
    roles: Mapping[str, str]
    soon: str
    at_once: str
    end: str
    done: str
    waiting: str
    verbs: Mapping[str, str]


WORDS: Final[Mapping[Language, Words]] = {
    "de": Words(
        title="Depesche: ein Abend im Liveticker",
        reader="Leserseite",
        front="Startseite",
        desk="Desk",
        account="Konto",
        password="Passwort",  # noqa: S106 - the word for it
        roles={
            "chief": "Chefin vom Dienst",
            "editor": "Redakteur",
            "contributor": "Reporterin",
        },
        soon="Der Ticker öffnet in {opening} von selbst, danach läuft der Abend {evening} lang. "
        "Lassen Sie die Leserseite offen: Sie folgt ohne Neuladen. Bis alles erzählt ist, geht die "
        "Uhr dieser Redaktion {rate}-mal so schnell: Was dort 15 Minuten gilt, ist bald vorbei.",
        at_once="Der Abend ist schon erzählt: {posts} Beiträge, und der Ticker ist noch offen.",
        end="Strg-C beendet die Vorführung und löscht alles, was in ihr entstanden ist.",
        done="Der Abend ist erzählt; der Ticker bleibt offen.",
        waiting="Wartet auf 20.00 Uhr",
        verbs={
            "publish": "Neu",
            "amend": "Verbessert",
            "correct": "Berichtigt",
            "withdraw": "Zurückgezogen",
            "pin": "Angepinnt",
            "unpin": "Nicht mehr angepinnt",
            "key_event": "Wichtig",
            "summary": "Zusammenfassung",
            "put": "Ins Dossier",
            "settle": "Eingeordnet",
            "base": "Mit Grundlage",
            "keep": "Geprüft",
            "estimate": "Eingeschätzt",
            "confirm": "Einschätzung bestätigt",
            "answer": "Beantwortet",
        },
    ),
    "en": Words(
        title="Depesche: an evening of live coverage",
        reader="Reader page",
        front="Front page",
        desk="Desk",
        account="Account",
        password="Password",  # noqa: S106 - the word for it
        roles={
            "chief": "chief of the desk",
            "editor": "editor",
            "contributor": "reporter",
        },
        soon="The ticker opens by itself in {opening}; the evening then plays for {evening}. "
        "Leave the reader page open: it follows without a reload. Until all is told the clock of "
        "this newsroom goes {rate} times as fast: what lasts 15 minutes there is over soon.",
        at_once="The evening has been told already: {posts} posts, and the ticker is still open.",
        end="Ctrl-C ends the demo and deletes everything that came of it.",
        done="The evening has been told; the ticker stays open.",
        waiting="Waits for 20:00",
        verbs={
            "publish": "New",
            "amend": "Amended",
            "correct": "Corrected",
            "withdraw": "Withdrawn",
            "pin": "Pinned",
            "unpin": "No longer pinned",
            "key_event": "Key event",
            "summary": "Summary",
            "put": "Into the dossier",
            "settle": "Classified",
            "base": "Sourced",
            "keep": "Checked",
            "estimate": "Estimated",
            "confirm": "Estimate confirmed",
            "answer": "Answered",
        },
    ),
}
