"""Whatever the OpenAPI allows and forbids: the API does as it says, and nothing is our mistake."""

from typing import Any

import hypothesis
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.program import API
from drills import LONG
from newsdesk import Newsdesk

# Of each call. Who may only read reads the same; what they write is refused before it is looked at.
EXAMPLES = {"write": 25, "read": 5, None: 5}
# A schema cannot say that a headline is needed only once, or that a time zone must be one.
BEYOND_A_SCHEMA = [positive_data_acceptance]
SETTINGS = hypothesis.settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("scope", ["write", "read", None])
def test_schemathesis_finds_nothing(app: FastAPI, newsdesk: Newsdesk, scope: str | None) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins")
    schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", app)
    headers = (
        {"Authorization": f"Bearer {newsdesk.issues_token('P', scope=scope)}"} if scope else {}
    )
    found: list[str] = []
    for result in schema.get_all_operations():
        _try(result.ok(), headers, 200 if LONG else EXAMPLES[scope], found)
    assert not found, "\n\n".join(found)


def _try(operation: Any, headers: dict[str, str], examples: int, found: list[str]) -> None:
    @hypothesis.settings(SETTINGS, max_examples=examples)
    @hypothesis.given(case=operation.as_strategy())
    def attempt(case: Any) -> None:
        answer = case.call(headers=headers)
        assert answer.status_code != 500, answer.text
        case.validate_response(answer, headers=headers, excluded_checks=BEYOND_A_SCHEMA)

    try:
        attempt()
    except (FailureGroup, AssertionError) as error:  # all are tried, and all is told
        told = getattr(error, "exceptions", [error])
        found += [
            f"{operation.label}: {failure} {getattr(failure, 'message', '')}" for failure in told
        ]
