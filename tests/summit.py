"""What a row of `summit_facts.toml` speaks of: its object, its owners, and where readers see it."""

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from depesche.demo.evening import Evening
from depesche.newsroom.dossier import objects
from depesche.newsroom.models import Coverage, DossierObject, Mention
from depesche.store.engine import Store
from pages import Element, Page

Row = dict[str, Any]

LANGUAGES = ["de", "en"]
FACTS: list[Row] = tomllib.loads(
    (Path(__file__).parent / "summit_facts.toml").read_text("utf-8")
)["facts"]  # fmt: skip

_OWNERS = ("speaker", "attributed_to", "disputed_by", "valued_by", "actor", "voice_of")


@dataclass
class Told:
    """One edition of the evening, all of it told, and its pages as visitors get them."""

    evening: Evening
    store: Store
    app: FastAPI
    _pages: dict[str, Page] = field(default_factory=dict)

    def get(self, path: str) -> str:
        """What is at that address of the coverage."""
        answer = TestClient(self.app).get(f"/live/{self.evening.slug}{path}")
        assert answer.status_code == 200, path
        return answer.text

    def element(self, path: str, kind: str, key: str) -> Element:
        """That element of that page."""
        page = self.page(path)
        found = page.all(kind)[0] if kind == "coverage" else page.find(kind, key)
        assert found is not None, f"no {kind} {key} at {path or '/'}"
        return found

    def page(self, path: str) -> Page:
        """The page at that address of the coverage, asked for once."""
        if path not in self._pages:
            self._pages[path] = Page(self.get(path))
        return self._pages[path]


@dataclass(frozen=True)
class Desk:
    """The edition with an open database."""

    told: Told
    session: Session
    coverage: Coverage

    @property
    def evening(self) -> Evening:
        return self.told.evening

    def post_id(self, post: str) -> str:
        return str(self.evening.post_id(post))

    def find(self, kind: str, key: str) -> DossierObject:
        return objects.find(self.session, self.coverage, kind, key)

    def with_post(self, kind: str, post: str) -> DossierObject:
        """The object of that kind that came with the post."""
        return self.session.scalars(
            select(DossierObject)
            .where(DossierObject.post_id == self.evening.post_id(post))
            .where(DossierObject.kind == kind)
        ).one()

    def found(self, row: Row) -> DossierObject:
        """The object that a row speaks of."""
        if "cell" in row:
            current = objects.current(self.session, self.coverage, *row["cell"].split("/"))
            assert current is not None
            return current
        if "key" in row:
            return self.find(row["kind"], row["key"])
        return self.with_post(row["kind"], row["post"])

    def meant(self, row: Row) -> dict[str, Any]:
        """What its fields are in this language."""
        return {name: self._said(value) for name, value in row.get("is", {}).items()}

    def owners(self, row: Row) -> list[str]:
        """The names of those whose it is."""
        named: list[str] = []
        for value in (value for name, value in self.meant(row).items() if name in _OWNERS):
            named += [value] if isinstance(value, str) else value
        actors = objects.standing(self.session, self.coverage, "actor")
        names = {one.key: str(one.facts["name"]) for one in actors}
        return [names.get(name, name) for name in named]

    def places(self, row: Row) -> Sequence[tuple[str, str, str]]:
        """The elements in which readers see it: path of the page, kind, id."""
        if row["kind"] == "coverage":
            return [("", "coverage", self.coverage.slug)]
        if row["kind"] == "post":
            post_id = self.post_id(row["post"])
            return [(f"/posts/{post_id}", "post", post_id)]
        one = self.found(row)
        pages = ["/dossier"] if one.kind == "claim" else ["", "/dossier"]  # claims are many
        around = [(page, *name) for page in pages for name in _elements(one)]
        return [(address(one), one.kind, one.key), *around]

    def mentioned(self, post: str) -> set[str]:
        """Whom and what the post mentions."""
        of_post = Mention.post_id == self.evening.post_id(post)
        found = self.session.execute(select(Mention.kind, Mention.key).where(of_post))
        return {f"{kind}/{key}" for kind, key in found}

    def _said(self, value: Any) -> Any:
        is_by_language = isinstance(value, Mapping) and value.keys() == {*LANGUAGES}
        return value[self.evening.language] if is_by_language else value


def address(one: DossierObject) -> str:
    """Where its own page is."""
    return f"/dossier/{one.kind}/{one.key}"


def plain(value: Any) -> Any:
    """What a field holds, owners as their keys or names."""
    if isinstance(value, Mapping):
        return value.get("actor") or value.get("name") or plain(value["by"])
    return [plain(one) for one in value] if isinstance(value, list) else value


def words(element: Element) -> str:
    """What is to be read there."""
    return re.sub(r"[^\S\xa0]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", element.source)))


def _elements(one: DossierObject) -> Sequence[tuple[str, str]]:
    """In which elements of a whole dossier it is."""
    match one.kind:
        case "aim":
            return [("actor", one.facts["actor"])]
        case "position":
            return [("issue", one.facts["issue"]), ("matrix", "all")]
        case _:
            return [(one.kind, one.key)]
