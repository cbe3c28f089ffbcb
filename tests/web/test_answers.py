"""An answer is the same by whichever door it leaves."""

import gzip
from datetime import timedelta
from itertools import product

import brotli
import pytest
from starlette.requests import Request
from starlette.responses import Response

from depesche import clock
from depesche.live import deflate
from depesche.web import answers, caching, headers
from depesche.web.answers import Answer, Content

LONG = "<p>Sie sind da.</p>" * 200
FILE = answers.file(LONG.encode(), "text/html", keeping=caching.FOR_GOOD)
WAYS = (b"", b"gzip", b"br")  # to say what is taken


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


@pytest.mark.parametrize("content", [page(), FILE, answers.document("{}", tells_time=True)])
@pytest.mark.parametrize("accepted", WAYS)
@pytest.mark.parametrize("is_known", [True, False])
def test_both_doors_say_the_same(content: Content, accepted: bytes, *, is_known: bool) -> None:
    one = answer(content)
    said = {"accept_encoding": accepted.decode()} if accepted else {}
    said |= {"if_none_match": content.tag.decode()} if is_known else {}

    through_the_app = asked(one, **said)
    known = content.tag if is_known else None
    status, told, body = read(one.wire(known, accepted=accepted, head=False))

    assert (status, body) == (through_the_app.status_code, through_the_app.body)
    house = {name.lower(): value for name, value in headers.table(https=True).items()}
    date = {"date": told["date"]}
    assert told == {**through_the_app.headers, **house, **date}


def test_who_takes_gzip_gets_gzip_and_who_does_not_gets_none() -> None:
    one = answer(page())
    _, told, body = read(one.wire(None, accepted=b"gzip", head=False))
    assert (told["content-encoding"], told["vary"]) == ("gzip", "Accept-Encoding")
    assert int(told["content-length"]) == len(body)

    _, plainly, whole = read(one.wire(None, accepted=b"", head=False))
    assert "content-encoding" not in plainly
    assert plainly["vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == whole
    for refused in ("", "br", "gzip;q=0", "gzip;q=0, *", "identity"):
        assert asked(one, accept_encoding=refused).body == whole, refused
    for taken in ("gzip", "br, gzip;q=0.1", "*", "GZIP"):
        assert asked(one, accept_encoding=taken).body == body, taken


def test_a_file_is_packed_as_well_as_its_asker_can_read() -> None:
    one = answer(FILE)
    for said, encoding, unpacked in (
        ("br, gzip", "br", brotli.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0.5, gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ):
        told = asked(one, accept_encoding=said)
        assert told.headers.get("content-encoding") == encoding, said
        assert unpacked(bytes(told.body)) == LONG.encode(), said
        assert told.headers["content-length"] == str(len(told.body)), said
    sizes = [len(asked(one, accept_encoding=said).body) for said in ("br", "gzip", "identity")]
    assert sizes == sorted(set(sizes))


def test_a_page_that_tells_no_time_is_one_as_well() -> None:
    told = asked(answer(answers.still(LONG)))
    assert told.body == LONG.encode()
    assert told.headers["content-type"] == "text/html; charset=utf-8"


def test_little_is_not_packed_where_that_makes_it_more() -> None:
    little = answer(answers.document('{"a":1}'))
    _, told, body = read(little.wire(None, accepted=b"gzip", head=False))

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
        body = read(one.wire(None, accepted=b"gzip", head=False))[2]
        assert gzip.decompress(body) == plainly
        a_second_later(one)


def test_each_variant_is_put_together_once() -> None:
    one = answer(FILE)
    variants = list(product(WAYS, (True, False)))
    first = [one.wire(None, accepted=accepted, head=head) for accepted, head in variants]

    assert len({told for _, told in first}) == 6
    again = [one.wire(None, accepted=accepted, head=head) for accepted, head in variants]
    assert all(one is other for one, other in zip(first, again, strict=True))


@pytest.mark.parametrize("accepted", WAYS)
def test_the_head_alone_is_the_same_head(accepted: bytes) -> None:
    one = answer(FILE)
    _, whole, _ = read(one.wire(None, accepted=accepted, head=False))

    assert read(one.wire(None, accepted=accepted, head=True)) == (200, whole, b"")


def test_what_somebody_has_already_is_not_sent_again() -> None:
    one, tag = answer(page()), page().tag
    strong = tag.removeprefix(b"W/")
    assert tag.startswith(b'W/"')
    for known in (tag, strong, b"*", b'"other", ' + tag, b'W/"other" ,' + strong):
        status, told, body = read(one.wire(known, accepted=b"gzip", head=False))
        assert (status, body, told["etag"]) == (304, b"", tag.decode()), known
        assert {"cache-control", "vary", "date", "x-frame-options"} <= told.keys()
        assert not {"content-length", "content-type", "content-encoding"} & told.keys()
    for known in (b"", b"W/", b'""', strong[:-2] + b'"', strong.strip(b'"'), b'"*"', b'*, "x"'):
        assert one.wire(known, accepted=b"gzip", head=False)[0] == 200, known


def test_the_tag_does_not_depend_on_the_clock_but_on_every_other_byte() -> None:
    first = page()
    clock.move(timedelta(minutes=1))
    assert page().tag == first.tag

    assert len({one.tag for one in (first, page("a"), page("b"), page(""))}) == 4


def test_the_time_is_put_in_anew_after_a_second() -> None:
    timed, poll = answer(page()), answer(answers.document("{}", tells_time=True))
    for one in (timed, poll):
        before = {way: one.wire(None, accepted=way, head=False) for way in (b"gzip", b"")}
        clock.move(timedelta(minutes=1))

        for accepted, told in before.items():
            assert one.wire(None, accepted=accepted, head=False) is told, "the very same bytes"
        a_second_later(one)
        for accepted in before:
            _, then, body = read(one.wire(None, accepted=accepted, head=False))
            body = gzip.decompress(body) if "content-encoding" in then else body
            assert clock.now().isoformat() in then.get("depesche-time", "") + body.decode()


def test_also_who_has_it_already_learns_what_time_it_is() -> None:
    content = answers.document("{}", tells_time=True)
    one = answer(content)
    assert read(one.wire(content.tag, accepted=b"", head=False))[1]["depesche-time"] == (
        "2025-08-15T17:50:00+00:00;rate=0.0"
    )
    clock.move(timedelta(seconds=1))
    a_second_later(one)
    told = read(one.wire(content.tag, accepted=b"", head=False))[1]["depesche-time"]
    assert told == "2025-08-15T17:50:01+00:00;rate=0.0"


def test_a_page_without_the_time_is_none() -> None:
    with pytest.raises(ValueError, match="does not tell the time"):
        answers.page("<p>", answers.moment())


def test_a_star_is_known_only_alone() -> None:
    assert caching.is_known(b" * ", b'"a"')
    assert not caching.is_known(b'*, "b"', b'"a"')
