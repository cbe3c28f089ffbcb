"""What is wanted of an object is checked before it is an act: field by field, and as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from depesche.errors import PositionTaken, TooMuch, UnknownField, UnknownKind, UnknownObject
from depesche.newsroom import words
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.kinds.fields import SEVERAL, Field
from depesche.newsroom.dossier.kinds.kind import Facts, Kind
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, DossierObject, Post

_TAKEN: Final = ("actor", "issue", "stance", "supersedes")  # of a position: for good


def check_kind(kind: str) -> Kind:
    """The kind of that name. Raises UnknownKind."""
    if kind not in KINDS:
        raise UnknownKind(kind=kind[: words.SLUG], known=", ".join(KINDS), field="kind")
    return KINDS[kind]


def checked(
    session: Session,
    coverage: Coverage,
    kind: str,
    wanted: Mapping[str, Any],
    *,
    or_was: bool = False,
) -> dict[str, Any]:
    """Each field by itself, as it is kept, and that everything it names is there (`or_was`).

    Raises what is wrong with a field, and UnknownObject.
    """
    facts: dict[str, Any] = {}
    for name, value in wanted.items():
        if name == "posts":
            facts[name] = [_post(session, coverage, post) for post in _several(value)]
            continue
        field = check_kind(kind).fields.get(name)
        if field is None or name == "superseded_by":
            raise UnknownField(field=name[:40])
        read = field.check(value, name)
        if field.refers:
            _check_there(session, coverage, field, read, name, or_was=or_was)
        facts[name] = naming(session, coverage).owned(read)
    return facts


def check_whole(
    session: Session,
    coverage: Coverage,
    kind: str,
    key: str,
    *,
    facts: Facts,
    present: DossierObject | None = None,
    post: Post | None = None,
) -> None:
    """The rules between fields, on the object as it would be. Raises what they raise."""

    def others(of_kind: str, of_key: str) -> Facts | None:
        found = session.get(DossierObject, (coverage.id, of_kind, of_key))
        return found.facts if found else None

    its_kind = check_kind(kind)
    before = present.facts if present else its_kind.empty()
    posts = [*before["posts"], *facts.get("posts", []), *([str(post.id)] if post else [])]
    whole = {**before, **facts, "posts": posts}
    for name, field in its_kind.fields.items():
        if field.is_required:
            field.check(whole[name], name)
    if present and kind == "position":
        _check_taken(present, facts)
    its_kind.check(whole, key, others)


def _check_taken(present: DossierObject, facts: Facts) -> None:
    """Where somebody stood then does not change; where they stand now is another position."""
    is_same = all(facts[name] == present.facts[name] for name in _TAKEN if name in facts)
    if present.standing != "standing" or not is_same:
        raise PositionTaken(key=present.key)


def _check_there(
    session: Session,
    coverage: Coverage,
    field: Field,
    named: str | Sequence[str],
    name: str,
    *,
    or_was: bool,
) -> None:
    """What was taken back can be named, as what is contradicted; it carries nothing."""
    gone = {"removed", "merged", *(("withdrawn",) if field.carries else ())}
    gone = set() if or_was else gone
    for key in [named] if isinstance(named, str) else named:
        found = session.get(DossierObject, (coverage.id, field.refers, key)) if key else None
        if key and (found is None or found.standing in gone):
            raise UnknownObject(kind=field.refers, key=key, field=name)


def _post(session: Session, coverage: Coverage, post_id: str) -> str:
    try:
        post = session.get(Post, UUID(post_id))
    except ValueError:
        post = None
    if post is None or post.coverage_id != coverage.id or post.status != "published":
        raise UnknownObject(kind="post", key=post_id[:40], field="posts")
    return str(post.id)


def _several(value: Any) -> Sequence[str]:
    """The ids of posts, each once. Raises TooMuch."""
    given = value if isinstance(value, (list, tuple)) else [value]
    named = list(dict.fromkeys(str(one) for one in given if one is not None))
    if len(named) > SEVERAL:
        raise TooMuch(field="posts", limit=SEVERAL, length=len(named))
    return named
