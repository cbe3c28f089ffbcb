"""An answer is the same by whichever door it leaves."""

import gzip
from datetime import timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from depesche import clock
from depesche.live import deflate
from depesche.web import answers, caching, headers
from depesche.web.answers import Answer, Content

LONG = "<p>Sie sind da.</p>" * 200


def page(text: str = LONG) -> Content:
    told = answers.moment()
    return answers.page(f"<live-coverage {told.attributes()}>{text}", told)


def answer(content: Content) -> Answer:
    return Answer(content, of=1, route="/live/{slug}", house=headers.table(https=True))


def read(wire: tuple[int, bytes]) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what went out."""
    status, data = wire
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    assert first == {200: "HTTP/1.1 200 OK", 304: "HTTP/1.1 304 Not Modified"}[status]
    told = dict(line.split(": ", 1) for line in lines)
    assert len(told) == len(lines), "each header once"
    return status, told, body


def asked(one: Answer, **said: str) -> Response:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in said.items()]
    return one.response(Request({"type": "http", "method": "GET", "headers": named}))


def a_second_later(one: Answer) -> None:
    one._second.until = 0.0


@pytest.mark.parametrize("content", [page(), answers.document("{}", tells_time=True)])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("is_known", [True, False])
def test_both_doors_say_the_same(content: Content, *, packed: bool, is_known: bool) -> None:
    one = answer(content)
    said = {"accept_encoding": "gzip"} if packed else {}
    said |= {"if_none_match": content.tag.decode()} if is_known else {}

    through_the_app = asked(one, **said)
    known = content.tag if is_known else None
    status, told, body = read(one.wire(known, gzip=packed, head=False))

    assert (status, body) == (through_the_app.status_code, through_the_app.body)
    house = {name.lower(): value for name, value in headers.table(https=True).items()}
    date = {"date": told["date"]}
    assert told == {**through_the_app.headers, **house, **date}


def test_who_takes_gzip_gets_gzip_and_who_does_not_gets_none() -> None:
    one = answer(page())
    _, told, body = read(one.wire(None, gzip=True, head=False))
    assert (told["content-encoding"], told["vary"]) == ("gzip", "Accept-Encoding")
    assert int(told["content-length"]) == len(body)

    _, plainly, whole = read(one.wire(None, gzip=False, head=False))
    assert "content-encoding" not in plainly
    assert plainly["vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == whole
    for refused in ("", "br", "gzip;q=0", "gzip;q=0, *", "identity"):
        assert asked(one, accept_encoding=refused).body == whole, refused
    for taken in ("gzip", "br, gzip;q=0.1", "*", "GZIP"):
        assert asked(one, accept_encoding=taken).body == body, taken


def test_little_is_not_packed_where_that_makes_it_more() -> None:
    _, told, body = read(answer(answers.document('{"a":1}')).wire(None, gzip=True, head=False))

    assert "content-encoding" not in told
    assert body == b'{"a":1}'


@pytest.mark.parametrize("content", [page(LONG * 30), answers.document(f'"{LONG * 30}"')])
def test_big_answers_are_packed_by_whoever_draws_them(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the first who asked, through the app, took none of it packed."""
    monkeypatch.setattr(deflate, "_deflated", None)
    one = answer(content)
    plainly = bytes(asked(one).body)

    for _ in range(2):
        body = read(one.wire(None, gzip=True, head=False))[2]
        assert gzip.decompress(body) == plainly
        a_second_later(one)


def test_each_variant_is_put_together_once() -> None:
    one = answer(page())
    variants = [(gzip, head) for gzip in (True, False) for head in (True, False)]
    first = [one.wire(None, gzip=gzip, head=head) for gzip, head in variants]

    assert len({told for _, told in first}) == 4
    again = [one.wire(None, gzip=gzip, head=head) for gzip, head in variants]
    assert all(one is other for one, other in zip(first, again, strict=True))


@pytest.mark.parametrize("packed", [True, False])
def test_the_head_alone_is_the_same_head(*, packed: bool) -> None:
    one = answer(page())
    _, whole, _ = read(one.wire(None, gzip=packed, head=False))

    assert read(one.wire(None, gzip=packed, head=True)) == (200, whole, b"")


def test_what_somebody_has_already_is_not_sent_again() -> None:
    one, tag = answer(page()), page().tag
    strong = tag.removeprefix(b"W/")
    assert tag.startswith(b'W/"')
    for known in (tag, strong, b"*", b'"other", ' + tag, b'W/"other" ,' + strong):
        status, told, body = read(one.wire(known, gzip=True, head=False))
        assert (status, body, told["etag"]) == (304, b"", tag.decode()), known
        assert {"cache-control", "vary", "date", "x-frame-options"} <= told.keys()
        assert not {"content-length", "content-type", "content-encoding"} & told.keys()
    for known in (b"", b"W/", b'""', strong[:-2] + b'"', strong.strip(b'"'), b'"*"', b'*, "x"'):
        assert one.wire(known, gzip=True, head=False)[0] == 200, known


def test_the_tag_does_not_depend_on_the_clock_but_on_every_other_byte() -> None:
    first = page()
    clock.move(timedelta(minutes=1))
    assert page().tag == first.tag

    assert len({one.tag for one in (first, page("a"), page("b"), page(""))}) == 4


def test_the_time_is_put_in_anew_after_a_second() -> None:
    timed, poll = answer(page()), answer(answers.document("{}", tells_time=True))
    for one in (timed, poll):
        before = {packed: one.wire(None, gzip=packed, head=False) for packed in (True, False)}
        clock.move(timedelta(minutes=1))

        for packed, told in before.items():
            assert one.wire(None, gzip=packed, head=False) is told, "the very same bytes"
        a_second_later(one)
        for packed in before:
            _, then, body = read(one.wire(None, gzip=packed, head=False))
            body = gzip.decompress(body) if "content-encoding" in then else body
            assert clock.now().isoformat() in then.get("depesche-time", "") + body.decode()


def test_also_who_has_it_already_learns_what_time_it_is() -> None:
    content = answers.document("{}", tells_time=True)
    one = answer(content)
    assert read(one.wire(content.tag, gzip=False, head=False))[1]["depesche-time"] == (
        "2025-08-15T17:50:00+00:00;rate=0.0"
    )
    clock.move(timedelta(seconds=1))
    a_second_later(one)
    told = read(one.wire(content.tag, gzip=False, head=False))[1]["depesche-time"]
    assert told == "2025-08-15T17:50:01+00:00;rate=0.0"


def test_a_page_without_the_time_is_none() -> None:
    with pytest.raises(ValueError, match="does not tell the time"):
        answers.page("<p>", answers.moment())


def test_a_star_is_known_only_alone() -> None:
    assert caching.is_known(b" * ", b'"a"')
    assert not caching.is_known(b'*, "b"', b'"a"')
