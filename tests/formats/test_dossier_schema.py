"""The schema that is published is the one that the document keeps to."""

import json
from pathlib import Path

from depesche.formats.dossier_json import shapes
from depesche.newsroom.dossier.kinds import KINDS, PLURALS

DOCS = Path(__file__).parents[2] / "docs"
SHAPES = {
    "actor": shapes.Actor,
    "issue": shapes.Issue,
    "aim": shapes.Aim,
    "position": shapes.Position,
    "claim": shapes.Claim,
    "place": shapes.Place,
    "entry": shapes.Entry,
    "scenario": shapes.Scenario,
    "question": shapes.Question,
}


def test_the_published_schema_is_that_of_the_document() -> None:
    published = (DOCS / "dossier.schema.json").read_text("utf-8")
    assert published == json.dumps(shapes.schema(), indent=2, ensure_ascii=False) + "\n"


def test_the_document_has_a_list_of_every_kind_with_every_field() -> None:
    lists = {*shapes.Dossier.model_fields} - {"context", "coverage"}
    assert lists == {*PLURALS.values()}
    for kind, shape in SHAPES.items():
        told = {field.alias or name for name, field in shape.model_fields.items()}
        assert told >= {*KINDS[kind].fields}, kind
