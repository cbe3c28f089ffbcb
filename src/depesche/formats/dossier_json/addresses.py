"""What a document names: objects by key and address, posts by address, owners by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from depesche.formats.dossier_json.shapes import ByActor, ByName, Owner
from depesche.newsroom.models import Coverage, DossierObject


class Addresses:
    """The addresses of one coverage's dossier. What was merged is found where it went."""

    def __init__(
        self, coverage: Coverage, objects: Sequence[DossierObject], public_url: str
    ) -> None:
        self.coverage = f"{public_url}/live/{coverage.slug}"
        self._objects = {(one.kind, one.key): one for one in objects}

    def of(self, kind: str, key: str) -> str:
        """The object's own page."""
        return f"{self.coverage}/dossier/{kind}/{key}"

    def post(self, post_id: str) -> str:
        """The post's permalink."""
        return f"{self.coverage}/posts/{post_id}"

    def found(self, kind: str, key: str) -> DossierObject | None:
        """The object that readers find under that key; None where it was taken out."""
        seen = set[str]()
        one = self._objects.get((kind, key))
        while one is not None and one.standing == "merged" and one.key not in seen:
            seen.add(one.key)
            one = self._objects.get((kind, one.facts["merged_into"]))
        return one if one and one.standing in {"standing", "withdrawn"} else None

    def keys(self, kind: str, named: Any) -> Any:
        """The same names, as far as they lead somewhere: one or None, or a list."""
        if isinstance(named, list):
            found = (self.found(kind, key) for key in named)
            return list(dict.fromkeys(one.key for one in found if one))
        one = self.found(kind, named) if named else None
        return one.key if one else None

    def owner(self, stored: Mapping[str, str]) -> Owner:
        """Whose it is. An actor who was taken out is still named: what is said needs somebody."""
        if "actor" not in stored:
            return ByName(name=stored["name"])
        actor = self.found("actor", stored["actor"])
        if actor is None or actor.standing != "standing":
            former = self._objects.get(("actor", stored["actor"]))
            return ByName(name=former.facts["name"] if former else stored["actor"])
        return ByActor(key=actor.key, name=actor.facts["name"], url=self.of("actor", actor.key))

    def basis(self, one: DossierObject) -> list[str]:
        """The posts it rests on, by way of its claims too; of what was withdrawn, the notice."""
        posts = [*one.facts["posts"]]
        for key in one.facts.get("claims", ()):
            claim = self._objects.get(("claim", key))
            posts += claim.facts["posts"] if claim and claim.standing == "standing" else []
        if not posts and one.post_id is not None:
            posts = [str(one.post_id)]
        return [self.post(post) for post in dict.fromkeys(posts)]
