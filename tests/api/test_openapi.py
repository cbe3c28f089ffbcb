"""The OpenAPI document says all there is to say."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.program import API

PROBLEM = "application/problem+json"


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    answer = client.get(f"{API}/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def test_it_tells_every_call_of_the_contract_and_nothing_else(document: dict[str, Any]) -> None:
    post = f"{API}/coverages/{{slug}}/posts/{{post_id}}"
    dossier = f"{API}/coverages/{{slug}}/dossier"
    calls = {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert calls == {
        "list_coverages": f"GET {API}/coverages",
        "read_coverage": f"GET {API}/coverages/{{slug}}",
        "put_coverage": f"PUT {API}/coverages/{{slug}}",
        "list_posts": f"GET {API}/coverages/{{slug}}/posts",
        "read_post": f"GET {post}",
        "put_post": f"PUT {post}",
        "read_picture": f"GET {API}/coverages/{{slug}}/pictures/{{picture_id}}",
        "put_picture": f"PUT {API}/coverages/{{slug}}/pictures/{{picture_id}}",
        "correct_post": f"PUT {post}/corrections/{{correction_id}}",
        "withdraw_post": f"PUT {post}/withdrawal",
        "pin_post": f"PUT {post}/pin",
        "unpin_post": f"DELETE {post}/pin",
        "make_key_event": f"PUT {post}/key-event",
        "remove_key_event": f"DELETE {post}/key-event",
        "make_summary": f"PUT {post}/summary",
        "remove_summary": f"DELETE {post}/summary",
        "list_objects": f"GET {dossier}/{{kind}}",
        "read_object": f"GET {dossier}/{{kind}}/{{key}}",
        "put_object": f"PUT {dossier}/{{kind}}/{{key}}",
        "remove_object": f"DELETE {dossier}/{{kind}}/{{key}}",
        "merge_object": f"PUT {dossier}/{{kind}}/{{key}}/merge",
        "keep_object": f"DELETE {dossier}/{{kind}}/{{key}}/flag",
        "estimate_scenario": f"PUT {dossier}/scenario/{{key}}/likelihood",
        "take_likelihood_back": f"DELETE {dossier}/scenario/{{key}}/likelihood/{{number}}",
        "take_answer_back": f"DELETE {dossier}/question/{{key}}/answer/{{number}}",
        "answer_question": f"PUT {dossier}/question/{{key}}/answer",
    }


def test_every_call_needs_the_token_and_says_what_it_does(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["security"] == [{"token": []}]
            assert operation["description"]


def test_every_answer_has_a_shape(document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for method, operation in operations.items():
            answers = operation["responses"]
            assert {"200", "401", "403", "404", "422", "503"} <= set(answers)
            assert ("requestBody" in operation) == ("415" in answers)
            assert "201" not in answers or method == "put"
            for status, answer in answers.items():
                (kind,) = answer["content"]
                assert kind == ("application/json" if status < "400" else PROBLEM)
                assert answer["content"][kind]["schema"]


def test_what_is_sent_knows_no_other_fields(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if name.startswith("Wanted"):
            assert schema["additionalProperties"] is False
            assert all("default" not in field for field in schema["properties"].values())
