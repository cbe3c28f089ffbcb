"""Where one is signed in, and another password."""

import re
from typing import Any

import pytest

from depesche import clock
from depesche.newsroom import keys, people
from newsdesk import PASSWORD, Newsdesk

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
AGENTS = {
    FIREFOX: "Firefox, Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari, iPhone",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0": "Edge, Windows",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
    "Mobile Safari/537.36": "Chrome, Android",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605 Version/18 Safari/605": (
        "Safari, macOS"
    ),
    "<script>curl</script>": "Unbekannter Browser",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items(), ids=AGENTS.values())
def test_a_browser_is_told_in_words(
    newsdesk: Newsdesk, at_the_desk: Any, agent: str, words: str
) -> None:
    seat = at_the_desk()
    seat.browser.headers["user-agent"] = agent
    seat.sends("/sign-in", name="Jonas", password=PASSWORD)
    page = seat.opens("/account").text
    assert f"<strong>{words}</strong>" in page
    assert agent not in page


def test_one_sees_where_one_is_signed_in_and_ends_it(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    here, there = at_the_desk(newsdesk.jonas), at_the_desk(newsdesk.jonas)
    newsdesk.signs_in(newsdesk.mara)
    page = here.opens("/account").text
    assert page.count("Dieser Browser") == 1
    (action,) = re.findall(r'action="/desk(/account/sign-ins/\d+/end)"', page)
    assert here.sends(action).status_code == 303
    assert there.opens().status_code == 303
    assert here.opens().status_code == 200
    assert "sign-ins/end" not in here.opens("/account").text


def test_one_ends_all_other_sign_ins(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    here, *others = (at_the_desk(newsdesk.jonas) for _ in range(3))
    mara = at_the_desk(newsdesk.mara)
    here.sends("/account/sign-ins/end")
    assert [seat.opens().status_code for seat in (here, *others, mara)] == [200, 303, 303, 200]


def test_nobody_ends_somebody_elses_sign_in(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    mara = at_the_desk(newsdesk.mara)
    with newsdesk.store.reading() as session:
        (sign,) = keys.sign_ins(session, newsdesk.mara, wall=clock.wall())
    at_the_desk(newsdesk.jonas).sends(f"/account/sign-ins/{sign.id}/end")
    assert mara.opens().status_code == 200


def test_when_a_browser_was_last_seen_is_kept_now_and_then(
    newsdesk: Newsdesk, at_the_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, wall = at_the_desk(newsdesk.jonas), clock.wall()

    def seen() -> Any:
        with newsdesk.store.reading() as session:
            return keys.sign_ins(session, newsdesk.jonas, wall=wall)[0].seen_at

    before = seen()
    monkeypatch.setattr(clock, "wall", lambda: before + keys.SEEN / 2)
    seat.opens()
    assert seen() == before
    monkeypatch.setattr(clock, "wall", lambda: before + keys.SEEN)
    seat.opens()
    assert seen() == before + keys.SEEN


def test_nobody_waits_at_the_door_because_somebody_writes(
    newsdesk: Newsdesk, at_the_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite, one at a time: whoever reads, or has nothing to sign out of, need not write."""
    seat, before = at_the_desk(newsdesk.jonas), clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: before + keys.SEEN)
    with newsdesk.store.writing() as session:
        people.add(session, name="Nina", role="editor", now=before)
        assert seat.opens().status_code == 200
        seat.browser.cookies.set("depesche", "of nobody", domain="testserver.local")
        assert seat.sends("/sign-out").status_code == 303


def test_another_password_needs_the_present_one_and_ends_the_other_sign_ins(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    here, there = at_the_desk(newsdesk.jonas), at_the_desk(newsdesk.jonas)
    new = "another sentence altogether"
    for present, password, sentence in (
        ("wrong", new, "nicht Ihr bisheriges Passwort"),
        (PASSWORD, "short", "mindestens 10 Zeichen"),
        (PASSWORD, "x" * 1001, "1000"),
        ("", "", "nicht Ihr bisheriges Passwort"),
    ):
        answer = here.sends("/account/password", present=present, password=password)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert new not in answer.text
    assert there.opens().status_code == 200

    answer = here.sends("/account/password", present=PASSWORD, password=new)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/account?done=password")
    assert 'role="status"' in here.opens("/account?done=password").text
    assert (here.opens().status_code, there.opens().status_code) == (200, 303)
    stranger = at_the_desk()
    assert stranger.sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 401
    assert stranger.sends("/sign-in", name="Jonas", password=new).status_code == 303


def test_nobody_guesses_the_present_password_at_an_open_desk(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    seat = at_the_desk(newsdesk.jonas)
    asked = {"present": "wrong", "password": "another sentence"}
    answers = [seat.sends("/account/password", **asked) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "Min." in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 60
