"""A newsroom in a file and back, on either database and from one to the other."""

import fcntl
import io
import json
import random
import shutil
import signal
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Interval, func, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from depesche import clock
from depesche.app import create
from depesche.cli import ending
from depesche.errors import NotBackedUp, NotRestored
from depesche.newsroom import changes
from depesche.newsroom.models import Coverage, Person, Post, SignIn, Token
from depesche.settings import Settings
from depesche.store import archive, backups
from depesche.store.engine import Store
from depesche.store.tables import Table
from newsdesk import Newsdesk
from pages import Page, assert_same

Rewrite = Callable[[str, bytes], tuple[str, bytes] | None]


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """An empty place to restore to, of either kind."""
    given = Settings(data=tmp_path_factory.mktemp("elsewhere"), public_url="http://testserver")
    if request.param == "sqlite":
        yield given
        return
    create_database = request.getfixturevalue("bare_postgresql")
    yield given.model_copy(update={"database_url": create_database()})


@pytest.fixture
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same in a file, where the database makes no difference."""
    return Settings(data=tmp_path_factory.mktemp("nowhere"), public_url="http://testserver")


@pytest.fixture
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("safe") / "evening.tar"


def back_up(settings: Settings, store: Store, saved: Path) -> None:
    backups.write(store, settings.files, saved, now=clock.wall(), progress=in_silence)


def bring_back(saved: Path, settings: Settings) -> Store:
    """The newsroom of that backup, at work in its new place."""
    store = Store(settings.url)
    try:
        with (
            archive.opened(saved) as whole,
            backups.restored(whole, store, settings.files, progress=in_silence) as session,
        ):
            changes.begin_editions(session)
    except BaseException:
        store.close()
        raise
    return store


def in_silence(_what: str, _done: int, _total: int) -> None:
    pass


def an_evening(newsdesk: Newsdesk) -> None:
    """Something of everything a newsroom makes."""
    newsdesk.opens(slug="gipfel", opens_at=None)
    newsdesk.prepares("actor", "putin", name="Wladimir Putin", aliases=["Putin", "привет 🕊"])
    newsdesk.prepares("issue", "tueren", label="Türen")
    newsdesk.prepares("scenario", "zu", label="Sie bleiben zu")
    newsdesk.confirms("zu", newsdesk.estimates("zu", 20, 30))
    stance = {"actor": "putin", "issue": "tueren", "stance": "opposes"}
    said = newsdesk.publishes("> Putin: „Zu!“ 🕊\n> — Putin\n\n<>", positions=[stance])
    newsdesk.corrects(said, "> Putin: „Auf!“ 🕊\n> — Putin")
    first = newsdesk.publishes("Die Türen sind offen. 🕊 „Endlich“ – *sagt er*.\n\n- a\n- b")
    newsdesk.corrects(first, "Die Türen sind zu.", note="Sie waren nie offen.")
    newsdesk.pins(newsdesk.publishes("Es wird gesprochen."))
    newsdesk.withdraws(newsdesk.publishes("Falsch."))
    newsdesk.drafts("Noch nicht.")
    newsdesk.schedules("Um acht.\n\n/frage Wann?\n@putin")
    newsdesk.issues_token("wire")
    newsdesk.signs_in(newsdesk.jonas)


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but what no backup holds or a restore changes."""
    with store.reading() as session:
        return {
            table.name: [
                tuple(v for c, v in zip(table.columns, row, strict=True) if c.name != "edition")
                for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Table.metadata.sorted_tables
            if not table.info.get("fleeting")
        }


def pages(settings: Settings, store: Store) -> list[str]:
    with TestClient(create(settings, store), base_url="http://testserver") as client:
        return [client.get(path).text for path in ("/live/gipfel", "/live/gipfel/changes", "/")]


def test_what_is_restored_is_what_was_there_on_either_database(
    settings: Settings, store: Store, newsdesk: Newsdesk, elsewhere: Settings, saved: Path
) -> None:
    an_evening(newsdesk)
    picture = settings.files / "ab" / "picture.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(bytes(range(256)))
    (settings.files / ".arriving").write_text("half a pic")
    back_up(settings, store, saved)

    there = bring_back(saved, elsewhere)

    assert rows(there) == rows(store)
    assert (elsewhere.files / "ab" / "picture.webp").read_bytes() == bytes(range(256))
    assert not (elsewhere.files / ".arriving").exists()
    assert not list(elsewhere.data.glob(".*restoring"))
    (page, log, _), (old_page, old_log, _) = pages(elsewhere, there), pages(settings, store)
    assert_same(Page(page), Page(old_page))
    assert log == old_log
    newsdesk.store, newsdesk.slug = there, "gipfel"  # and work goes on
    newsdesk.hires("Neu", "editor")
    newsdesk.publishes("Es geht weiter, sagt Putin.")
    assert newsdesk.differs() == []
    there.close()


def test_sign_ins_are_over_and_tokens_work_on(
    settings: Settings, store: Store, newsdesk: Newsdesk, nowhere: Settings, saved: Path
) -> None:
    an_evening(newsdesk)
    back_up(settings, store, saved)
    there = bring_back(saved, nowhere)
    with there.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0
        assert session.scalars(select(Token.name)).all() == ["wire"]
    there.close()


@pytest.mark.parametrize("audience", ["reader", "desk"])
def test_a_page_that_stayed_away_until_the_log_had_grown_past_it_is_reset(
    settings: Settings,
    store: Store,
    newsdesk: Newsdesk,
    nowhere: Settings,
    saved: Path,
    audience: str,
) -> None:
    newsdesk.opens(slug="gipfel")
    back_up(settings, store, saved)
    newsdesk.publishes("Das geht verloren.")
    page, _, _ = pages(settings, store)

    there = bring_back(saved, nowhere)
    newsdesk.store = there
    for n in range(3):
        newsdesk.publishes(f"Danach {n}")
    secret = newsdesk.signs_in(newsdesk.mara)
    with TestClient(create(nowhere, there), base_url="http://testserver") as client:
        base, facts = "/live/gipfel", Page(page).facts
        edition = facts["data-stream"].rpartition("edition=")[2]
        if audience == "desk":
            base = "/desk/coverages/gipfel"
            client.cookies.set("depesche", secret)
        asked = {"after": facts["data-sequence"], "edition": edition}
        told = client.get(f"{base}/changes", params=asked).json()
        assert told == {"sequence": 0, "changes": [], "more": False}
        stream = client.get(f"{base}/stream", params=asked, headers={"Last-Event-ID": "2"})
        assert stream.text.endswith("event: reset\ndata: 0\n\n")
        fresh = Page(client.get("/live/gipfel").text).facts["data-changes"]
        assert client.get(f"{fresh}&after=1").json()["sequence"] == 4
    there.close()


def test_a_backup_is_one_look_however_much_is_written_meanwhile(
    settings: Settings, store: Store, newsdesk: Newsdesk, nowhere: Settings, saved: Path
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Vorher.")
    before = rows(store)

    def write_more(_what: str, _done: int, _total: int) -> None:
        newsdesk.publishes("Währenddessen.")

    backups.write(store, settings.files, saved, now=clock.wall(), progress=write_more)
    there = bring_back(saved, nowhere)
    assert len(newsdesk.readers_see()) > 3, "nobody had to wait"
    assert rows(there) == before
    there.close()


def test_nothing_is_restored_over_a_newsroom(
    settings: Settings, store: Store, newsdesk: Newsdesk, saved: Path
) -> None:
    an_evening(newsdesk)
    back_up(settings, store, saved)
    before = rows(store)
    store.close()
    with pytest.raises(NotRestored, match="holds a newsroom already"):
        bring_back(saved, settings)
    assert rows(store) == before


def test_a_database_of_something_else_is_left_alone(
    settings: Settings, store: Store, newsdesk: Newsdesk, elsewhere: Settings, saved: Path
) -> None:
    back_up(settings, store, saved)
    there = Store(elsewhere.url)
    with there.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
        session.commit()
    there.close()
    with pytest.raises(NotRestored, match="something else"):
        bring_back(saved, elsewhere)


def test_files_that_are_there_are_left_alone(
    settings: Settings, store: Store, nowhere: Settings, saved: Path
) -> None:
    back_up(settings, store, saved)
    nowhere.files.mkdir()
    (nowhere.files / "mine").touch()
    with pytest.raises(NotRestored, match="holds files already"):
        bring_back(saved, nowhere)
    assert (nowhere.files / "mine").exists()


def test_a_server_that_is_still_connected_is_told_of(
    settings: Settings, store: Store, saved: Path, request: pytest.FixtureRequest
) -> None:
    back_up(settings, store, saved)
    url: str = request.getfixturevalue("bare_postgresql")()
    there = Settings(data=settings.data, database_url=url)
    other = Store(there.url)
    with other.engine.connect(), pytest.raises(NotRestored, match="still connected"):
        bring_back(saved, there)
    other.close()
    bring_back(saved, there).close()


def test_an_empty_database_has_no_backup(nowhere: Settings, saved: Path) -> None:
    there = Store(nowhere.url)
    with pytest.raises(NotBackedUp, match="no newsroom"):
        back_up(nowhere, there, saved)
    there.close()
    assert list(saved.parent.iterdir()) == []


def test_a_backup_that_fails_leaves_nothing_and_the_old_one_is_still_there(
    settings: Settings, store: Store, newsdesk: Newsdesk, saved: Path
) -> None:
    an_evening(newsdesk)
    saved.write_text("the old one")

    def fail(_what: str, _done: int, _total: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        backups.write(store, settings.files, saved, now=clock.wall(), progress=fail)
    assert [(file.name, file.read_text()) for file in saved.parent.iterdir()] == [
        (saved.name, "the old one")
    ]


def test_only_its_owner_may_read_a_backup(settings: Settings, store: Store, saved: Path) -> None:
    back_up(settings, store, saved)
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_restore_that_fails_leaves_nothing_behind(
    settings: Settings, store: Store, newsdesk: Newsdesk, elsewhere: Settings, saved: Path
) -> None:
    an_evening(newsdesk)
    (settings.files).mkdir()
    (settings.files / "a").touch()
    back_up(settings, store, saved)
    there = Store(elsewhere.url)
    with (
        archive.opened(saved) as whole,
        pytest.raises(ZeroDivisionError),
        backups.restored(whole, there, elsewhere.files, progress=in_silence),
    ):
        raise ZeroDivisionError
    there.close()
    assert not elsewhere.files.exists()
    there = bring_back(saved, elsewhere)
    assert rows(there) == rows(store)
    there.close()


def test_every_column_has_a_kind_that_a_backup_can_hold() -> None:
    for table in Table.metadata.sorted_tables:
        for column in table.columns:
            assert backups.kind_of(column)
    with pytest.raises(TypeError, match="cannot hold"):
        backups.kind_of(Column("x", Interval))


def test_a_restore_that_was_killed_does_not_hinder_the_next(
    settings: Settings, store: Store, nowhere: Settings, saved: Path
) -> None:
    (settings.files / "ab").mkdir(parents=True)
    (settings.files / "ab" / "480").write_bytes(b"ours")
    back_up(settings, store, saved)
    left = nowhere.data / ".files.restoring"
    (left / "ab").mkdir(parents=True)
    (left / "ab" / "480").write_bytes(b"half")
    (left / "of another").touch()
    bring_back(saved, nowhere).close()
    assert not left.exists()
    assert [path.name for path in nowhere.files.rglob("*")] == ["ab", "480"]
    assert (nowhere.files / "ab" / "480").read_bytes() == b"ours"


def test_files_that_came_without_their_rows_are_taken_by_the_next_restore(
    settings: Settings,
    store: Store,
    nowhere: Settings,
    saved: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The power failed between the two."""
    (settings.files / "ab").mkdir(parents=True)
    (settings.files / "ab" / "480").write_bytes(b"ours")
    back_up(settings, store, saved)
    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bring_back(saved, nowhere)
    assert (nowhere.files / "ab" / "480").read_bytes() == b"ours"
    (nowhere.files / "ab" / "480").write_bytes(b"mine")
    with pytest.raises(NotRestored, match="holds files already"):
        bring_back(saved, nowhere)
    (nowhere.files / "ab" / "480").write_bytes(b"ours")
    there = bring_back(saved, nowhere)
    assert rows(there) == rows(store)
    there.close()


def interrupted(_session: Session) -> None:
    raise KeyboardInterrupt


def test_a_disk_that_is_full_is_not_the_backups_fault(
    settings: Settings,
    store: Store,
    nowhere: Settings,
    saved: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.files.mkdir()
    (settings.files / "a").touch()
    back_up(settings, store, saved)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(
        NotRestored, match=rf"restored: {nowhere.files} cannot be used \(No space"
    ) as told:
        bring_back(saved, nowhere)
    assert str(saved) not in str(told.value)
    assert not nowhere.files.exists()


def test_a_picture_that_cannot_be_read_is_named(
    settings: Settings, store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.files.mkdir()
    (settings.files / "a").touch()

    def broken(_path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(NotBackedUp, match=r"files/a cannot be read \(Input"):
        back_up(settings, store, saved)


def test_what_a_killed_backup_left_is_taken_away_and_nothing_else(
    settings: Settings, store: Store, saved: Path
) -> None:
    left, other = (saved.with_name(name) for name in (".evening.tar.x1.part", ".noon.tar.x1.part"))
    at_work = saved.with_name(".evening.tar.x2.part")
    for part in (left, other, at_work):
        part.touch()
    with at_work.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        back_up(settings, store, saved)
    assert {path.name for path in saved.parent.iterdir()} == {saved.name, other.name, at_work.name}


def test_a_backup_that_is_told_to_end_leaves_nothing(
    settings: Settings, store: Store, saved: Path
) -> None:
    def told_to_end(_what: str, _done: int, _total: int) -> None:
        signal.raise_signal(signal.SIGTERM)

    newsdesk = Newsdesk(store)
    newsdesk.opens(slug="gipfel")
    before = signal.getsignal(signal.SIGTERM)
    ending.tidily()
    try:
        with pytest.raises(SystemExit):
            backups.write(store, settings.files, saved, now=clock.wall(), progress=told_to_end)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert list(saved.parent.iterdir()) == []


# Backups that are none


def rewritten(saved: Path, rewrite: Rewrite) -> None:
    """The same tar with other members, its manifest as it was."""
    changed = io.BytesIO()
    with tarfile.open(saved) as old, tarfile.open(fileobj=changed, mode="w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            kept = rewrite(member.name, content.read())
            if kept:
                info = tarfile.TarInfo(kept[0])
                info.size = len(kept[1])
                new.addfile(info, io.BytesIO(kept[1]))
    saved.write_bytes(changed.getvalue())


def resealed(saved: Path, change: Callable[[dict[str, object]], None]) -> None:
    """The same backup with another manifest, and everything right about it."""
    with archive.opened(saved) as whole:
        contents = {name: whole.open(name).read() for name in whole.manifest["members"]}
        manifest = whole.manifest
    change(manifest)
    with archive.written(saved, clock.wall()) as writer:
        for name, content in contents.items():
            writer.add(name, io.BytesIO(content))
        writer.close({k: v for k, v in manifest.items() if k not in {"made_at", "members"}})


@pytest.fixture
def sound(newsdesk_in_a_file: Newsdesk, nowhere: Settings, saved: Path) -> Iterator[Path]:
    """A sound backup, to be spoilt."""
    an_evening(newsdesk_in_a_file)
    back_up(nowhere.model_copy(update={"data": saved.parent}), newsdesk_in_a_file.store, saved)
    yield saved
    assert not nowhere.files.exists()
    if nowhere.sqlite_file.exists():
        there = Store(nowhere.url)
        with there.engine.connect() as connection:
            assert not there.engine.dialect.get_table_names(connection)
        there.close()


@pytest.fixture
def newsdesk_in_a_file(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Newsdesk]:
    shutil.copy(migrated_sqlite, tmp_path / "depesche.sqlite3")
    store = Store(Settings(data=tmp_path).url)
    yield Newsdesk(store)
    store.close()


@pytest.mark.parametrize(
    "name",
    [
        *("../evil", "/etc/evil", "files/../../evil", "files/.hidden", "tables/../x.jsonl", "evil"),
        *("files/a\\..\\b", "files//a", "files/a\n", "files/" + "a/" * 9 + "a"),
    ],
)
def test_a_member_that_wants_out_is_refused(sound: Path, nowhere: Settings, name: str) -> None:
    with tarfile.open(sound, "a") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(NotRestored, match="holds what none holds"):
        bring_back(sound, nowhere)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE]
)
def test_what_is_no_plain_file_is_refused(sound: Path, nowhere: Settings, kind: bytes) -> None:
    with tarfile.open(sound, "a") as tar:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(NotRestored, match="holds what none holds"):
        bring_back(sound, nowhere)


def test_a_member_that_comes_twice_is_refused(sound: Path, nowhere: Settings) -> None:
    with tarfile.open(sound, "a") as tar:
        tar.addfile(tarfile.TarInfo("tables/people.jsonl"), io.BytesIO())
    with pytest.raises(NotRestored, match="holds what none holds"):
        bring_back(sound, nowhere)


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda name, content: (name, content.replace(b"chief", b"admin")),
        lambda name, content: None if "posts" in name else (name, content),
        lambda name, content: None if "sha256" in name else (name, content),
        lambda name, content: None if "json" in name else (name, content),
        lambda name, content: (name, content.replace(b'"rows": 5', b'"rows": 6')),
        lambda name, content: (name, b"[]" if name == "manifest.json" else content),
    ],
    ids=["changed", "missing", "unsealed", "empty", "miscounted", "no manifest"],
)
def test_what_was_changed_is_refused(sound: Path, nowhere: Settings, rewrite: Rewrite) -> None:
    rewritten(sound, rewrite)
    with pytest.raises(NotRestored, match=r"damaged|missing"):
        bring_back(sound, nowhere)


def test_what_was_cut_off_or_is_something_else_is_refused(sound: Path, nowhere: Settings) -> None:
    whole = sound.read_bytes()
    for spoilt in (whole[:700], whole[: len(whole) // 2], whole[:-11_000], b"", b"not a tar" * 99):
        sound.write_bytes(spoilt)
        with pytest.raises(NotRestored):
            bring_back(sound, nowhere)
    with pytest.raises(NotRestored, match="cannot be read"):
        bring_back(sound.with_name("nothing.tar"), nowhere)


def test_no_byte_can_be_another(sound: Path, nowhere: Settings) -> None:
    """A flipped bit is refused, unless it lies where tar keeps nothing."""
    whole, chance = sound.read_bytes(), random.Random(7)
    for _ in range(60):
        spoilt, at = bytearray(whole), chance.randrange(len(whole))
        spoilt[at] ^= 1 << chance.randrange(8)
        sound.write_bytes(spoilt)
        try:
            with archive.opened(sound) as found:
                contents = {name: found.open(name).read() for name in found.manifest["members"]}
        except NotRestored:
            continue
        assert all(content in whole for content in contents.values())


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("revision", "9999", "newer Depesche"),
        ("format", "depesche-backup-2", "newer Depesche"),
        ("revision", None, "manifest cannot be read"),
        ("tables", "x", "manifest cannot be read"),
        ("tables", [{"name": "people"}], "manifest cannot be read"),
        ("tables", [{"name": "people", "columns": {"id": "integer"}, "rows": 1}], "cannot be read"),
        ("tables", [{"name": "people", "columns": {"id": "magic"}, "rows": 1}], "cannot be read"),
    ],
)
def test_a_backup_that_this_depesche_does_not_understand_is_refused(
    sound: Path, nowhere: Settings, field: str, value: object, sentence: str
) -> None:
    resealed(sound, lambda manifest: manifest.update({field: value}))
    with pytest.raises(NotRestored, match=sentence):
        bring_back(sound, nowhere)


def test_a_moment_without_its_zone_is_refused(sound: Path, nowhere: Settings) -> None:
    with archive.opened(sound) as whole:
        contents = {name: whole.open(name).read() for name in whole.manifest["members"]}
        manifest = {k: v for k, v in whole.manifest.items() if k not in {"made_at", "members"}}
    people = contents["tables/people.jsonl"]
    contents["tables/people.jsonl"] = people.replace(b"+00:00", b"")
    assert contents["tables/people.jsonl"] != people
    with archive.written(sound, clock.wall()) as writer:
        for name, content in contents.items():
            writer.add(name, io.BytesIO(content))
        writer.close(manifest)
    with pytest.raises(NotRestored, match="refused it"):
        bring_back(sound, nowhere)


def test_a_backup_says_what_it_is(sound: Path) -> None:
    with tarfile.open(sound) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        manifest = json.load(content)
    counts = {table["name"]: table["rows"] for table in manifest["tables"]}
    assert counts[Person.__tablename__] == 5
    assert counts[Post.__tablename__] == 6
    assert counts[Coverage.__tablename__] == 1
    assert SignIn.__tablename__ not in counts
