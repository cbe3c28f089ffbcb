"""A partner's program at the API, so that tests read as stories."""

import json
from typing import Any
from uuid import UUID, uuid4

from httpx2 import Response
from starlette.testclient import TestClient

API = "/api/v1"
Headers = dict[str, str]
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    428: "Precondition Required",
    503: "Service Unavailable",
}


class Program:
    """It has a token, and speaks of the coverage `gipfel` unless it says `slug`."""

    def __init__(self, client: TestClient, token: str | None) -> None:
        self.client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def asks(
        self, method: str, path: str, wanted: Any = None, *, headers: Headers | None = None
    ) -> Response:
        """What the API answers; `path` is below /api/v1, or a URL that it gave."""
        url = path if path.startswith("http") else f"{API}{path}"
        headers = {**self._headers, "Content-Type": "application/json", **(headers or {})}
        content = wanted if isinstance(wanted, bytes) else json.dumps(wanted)
        return self.client.request(method, url, headers=headers, content=content)

    def gets(self, path: str) -> Response:
        return self.asks("GET", path)

    def puts_coverage(self, slug: str = "gipfel", /, **wanted: Any) -> Response:
        return self.asks("PUT", f"/coverages/{slug}", wanted)

    def puts(
        self,
        post_id: UUID | None = None,
        *,
        seen: int | str | None = None,
        slug: str = "gipfel",
        **wanted: Any,
    ) -> Response:
        """The post becomes what is wanted; `seen` is its revision, or the whole of If-Match."""
        tag = f'"{seen}"' if isinstance(seen, int) else seen
        return self.asks(
            "PUT",
            _post(post_id or uuid4(), slug),
            wanted,
            headers={"If-Match": tag} if tag is not None else {},
        )

    def publishes(self, text: str = "Die Türen sind zu.", **wanted: Any) -> UUID:
        """The id of a new post, which is public at once."""
        answer = self.puts(text=text, status="published", **wanted)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    def drafts(self, text: str = "Die Türen sind zu.") -> UUID:
        return UUID(self.puts(text=text).json()["id"])

    def reads(self, post_id: UUID) -> dict[str, Any]:
        """The post as it is now."""
        answer = self.gets(_post(post_id))
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read

    def corrects(
        self,
        post_id: UUID,
        text: str,
        *,
        correction_id: UUID | None = None,
        seen: int | None = None,
        **wanted: Any,
    ) -> Response:
        path = f"{_post(post_id)}/corrections/{correction_id or uuid4()}"
        headers = {"If-Match": f'"{seen}"'} if seen is not None else {}
        wanted = {"text": text, "note": "Wir haben uns geirrt.", **wanted}
        return self.asks("PUT", path, wanted, headers=headers)

    def withdraws(self, post_id: UUID, notice: str = "Das stimmt nicht.") -> Response:
        return self.asks("PUT", f"{_post(post_id)}/withdrawal", {"notice": notice})

    def marks(self, post_id: UUID, mark: str) -> Response:
        return self.asks("PUT", f"{_post(post_id)}/{mark}")

    def unmarks(self, post_id: UUID, mark: str) -> Response:
        return self.asks("DELETE", f"{_post(post_id)}/{mark}")

    def prepares(self, kind: str, key: str, /, *, slug: str = "gipfel", **fields: Any) -> Response:
        """The object of the dossier becomes what is wanted."""
        return self.asks("PUT", f"/coverages/{slug}/dossier/{kind}/{key}", fields)

    def finds(self, kind: str, key: str) -> dict[str, Any]:
        """The object of the dossier as it is now."""
        answer = self.gets(f"/coverages/gipfel/dossier/{kind}/{key}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def removes(self, kind: str, key: str) -> Response:
        return self.asks("DELETE", f"/coverages/gipfel/dossier/{kind}/{key}")

    def merges(self, kind: str, key: str, *, into: str) -> Response:
        return self.asks("PUT", f"/coverages/gipfel/dossier/{kind}/{key}/merge", {"into": into})

    def estimates(self, key: str, **likelihood: Any) -> Response:
        wanted = {"low": 10, "high": 20, "words": "kaum", "author": "Mara", **likelihood}
        return self.asks("PUT", f"/coverages/gipfel/dossier/scenario/{key}/likelihood", wanted)

    def takes_back(self, what: str, number: int) -> Response:
        return self.asks("DELETE", f"/coverages/gipfel/dossier/{what}/{number}")

    def replies(self, key: str, text: str, **more: Any) -> Response:
        path = f"/coverages/gipfel/dossier/question/{key}/answer"
        return self.asks("PUT", path, {"text": text, **more})


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    """The problem details of this answer, which must be a whole one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"], told["title"]) == (status, code, TITLES[status])
    assert told["detail"].endswith(".")
    return told


def _post(post_id: UUID, slug: str = "gipfel") -> str:
    return f"/coverages/{slug}/posts/{post_id}"
