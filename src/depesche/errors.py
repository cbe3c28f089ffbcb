"""What can go wrong, as a tree. A class's docstring is the sentence people read.

    DepescheError
    ├── Invalid (422)            what was typed or sent cannot be taken as it is
    │   ├── Missing · NothingToRead · TooLong · TextTooDeep · BadSlug · ReservedSlug
    │   ├── UnknownLanguage · UnknownZone · UnknownStatus · UnknownRole · UnknownScope
    │   ├── NaiveTime · EndPassed · UnreadableTime · UnreadableDate · TimeSkipped · TimeTwice
    │   ├── NotYet · UnknownCorrectionClass · WeakPassword · NotYourPassword · Unreadable
    │   ├── NoPicture · BrokenPicture · PictureTooBig · PictureGone · AltMissing
    │   ├── MarkerTooLong
    │   ├── MarkerUnread · UnknownChoice · UnknownKind · UnknownObject · BadKey · TooMuch · Circular
    │   ├── OwnerMissing · BasisMissing · AuthorMissing · AuthorIsActor · LikelihoodOutOfRange
    │   ├── DisputantMissing · CoordinatesMissing · CountNeedsAnchor · NotMergeable · OtherCell
    │   └── Unfit · OutOfRange · UnknownField
    ├── NotSignedIn (401)        nobody, or nobody any more
    │   └── WrongPassword · BadToken · SomebodyElse
    ├── NotAllowed (403)         somebody, but not for this
    │   └── ReadOnlyToken · OwnPassword · ForeignOrigin · PersonNeeded
    ├── NotFound (404)
    ├── ObjectRemoved (410)      it was there, and was taken out
    ├── Conflict (409)           not in this state
    │   ├── SlugTaken · SlugFixed · PresentationFixed · OpeningMissing · OpeningPassed · NoSuchStep
    │   ├── CoverageNotOpen · CoverageEnded · CoverageArchived
    │   ├── PostElsewhere · PostWithdrawn · PostPublic · PostNotPublic · NotADraft · SameWords
    │   ├── PostDiscarded · PostNotSubmitted · NotDiscardable · TooLateToUndo · CoverageChanged
    │   ├── PictureElsewhere · PictureExists
    │   ├── ObjectMerged · PositionTaken · PositionSuperseded · SecondPersonNeeded · KeyTaken
    │   ├── NothingToConfirm · NothingToTakeBack · OutcomeKnown · LeadQuestion
    │   └── CorrectionExists · NameTaken · AlreadyWithdrawn · LastAdministrator
    ├── Stale (412)              somebody was faster
    │   └── ObjectChanged
    ├── RevisionNeeded (428)     say which revision you saw
    ├── TooSlow (408)            what was sent did not come in time
    ├── TooLarge (413)           more was sent than is taken
    │   └── PictureTooHeavy
    ├── TooMany (429)
    │   └── TooManyAttempts
    ├── Unexpected (500)         a mistake of ours, with a number that is in the log too
    ├── Unavailable (503)        the database does not answer
    │   └── StorageUnavailable · Full
    ├── OldHttp (505)            a stream was asked for with HTTP/1.0
    ├── DiskFull (507)           there is no room to write
    └── NotReady (500 at start)  settings or data directory; seen by the operator only
        └── NotBackedUp · NotRestored

The sentences are message ids: rendering.translations speaks them in the reader's language.
"""

from collections.abc import Callable
from typing import Final

# Fields and states that a sentence may name. Each is a message of its own, to be spoken in the
# language of the sentence.
NAMED: Final = frozenset(
    {
        *("text", "headline", "standfirst", "dateline", "byline", "note", "internal_note"),
        *("alt", "caption", "credit"),
        *("notice", "official_subject", "unofficial_subject", "lead_question", "language"),
        *("newsroom_zone", "name", "password", "scheduled_at", "embargoed_until", "opens_at"),
        *("draft", "announced", "live", "paused", "ended", "archived"),
        *("actor", "issue", "aim", "position", "claim", "place", "entry", "scenario", "question"),
        *("post", "short_name", "aliases", "type", "role", "voice_of", "presence", "same_as"),
        *("label", "options", "attributed_to", "if_then", "stance", "wording", "from", "claims"),
        *("supersedes", "verbatim", "speaker", "speaker_role", "said_at", "said_where", "via"),
        *("kind", "disputed_by", "evidence", "contradicts", "revises", "latitude", "longitude"),
        *("area", "precision", "status_note", "why", "zone", "title", "when", "count", "set"),
        *("is_other", "counts_for", "counts_against", "resolution_rule", "depends_on"),
        *("valued_by", "outcome", "words", "author", "answer", "into", "posts"),
        *("a text", "a list", "a number", "a time with its offset"),
        *("a text, an address, or both", "an address that begins with https://"),
        "who sees it how, as “by” and “text”",
    }
)


_SPOKEN: Final = ("field", "status", "wanted", "kind")  # facts that may hold such a name


class DepescheError(Exception):
    """Something went wrong."""

    status = 500

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    @property
    def code(self) -> str:
        """The class's name in kebab case, stable: what a program reads."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")

    def sentence(self, gettext: Callable[[str], str] = str) -> str:
        """What happened and what to do, in the language that `gettext` speaks."""
        spoken = {name: gettext(str(f)) for name, f in self.facts.items() if f in NAMED}
        facts = {**self.facts, **{n: s for n, s in spoken.items() if n in _SPOKEN}}
        told = gettext(type(self).__doc__ or "").format(**facts)
        return told.encode(errors="replace").decode()  # half a character cannot be told

    def __str__(self) -> str:
        return self.sentence()


class Invalid(DepescheError):
    """This cannot be taken as it is."""

    status = 422

    @property
    def field(self) -> str | None:
        """The name of the field to look at, where one is to blame."""
        value = self.facts.get("field")
        return str(value) if value is not None else None


class Missing(Invalid):
    """Please fill in “{field}”."""


class TooLong(Invalid):
    """“{field}” may have {limit} characters and has {length}. Shorten it, or make two of it."""


class NothingToRead(Invalid):
    """There is nothing to see in this post yet. Write a text or a headline."""


class TextTooDeep(Invalid):
    """Quotes and lists may lie inside one another {limit} levels deep. Flatten this text."""


class BadSlug(Invalid):
    """“{slug}” cannot be a URL name. Use small letters, digits and single hyphens, 80 at most."""


class ReservedSlug(Invalid):
    """“{slug}” is a name Depesche needs itself. Choose another one."""


class UnknownLanguage(Invalid):
    """“{language}” is not a language Depesche speaks. Choose one of: {known}."""


class UnknownZone(Invalid):
    """“{zone}” is not a time zone. Use a name such as Europe/Berlin."""


class UnknownStatus(Invalid):
    """“{status}” cannot be asked for here. Choose one of: {known}."""


class UnknownRole(Invalid):
    """“{role}” is not a role. Choose one of: {known}."""


class UnknownScope(Invalid):
    """“{scope}” is not a scope. Choose read or write."""


class NaiveTime(Invalid):
    """“{field}” has no offset. Write it as 2025-08-15T20:00:00+02:00."""


class EndPassed(Invalid):
    """This time has already passed. Choose a later one."""


class NotYet(Invalid):
    """This time is still to come. Choose one that has passed."""


class UnreadableTime(Invalid):
    """“{value}” is not a time. Write it as 2025-08-15T20:00."""


class UnreadableDate(Invalid):
    """“{written}” is not a date. Write what is known, such as 1867, 2024-10~ or 2025-08-15."""


class TimeSkipped(Invalid):
    """{time} does not exist in {zone}: clocks are put forward then. Choose another time."""


class TimeTwice(Invalid):
    """{time} comes twice in {zone}: clocks are put back then. Choose which is meant."""


class UnknownCorrectionClass(Invalid):
    """“{name}” is not a class of correction. Choose one of: {known}."""


class WeakPassword(Invalid):
    """A password needs at least {limit} characters. A sentence is easy to remember."""


class NotYourPassword(Invalid):
    """This is not your present password. Check it and try again."""


class Unreadable(Invalid):
    """This could not be read: {reason}."""


class Unfit(Invalid):
    """“{field}” takes {wanted}."""


class OutOfRange(Invalid):
    """“{field}” takes a number from {least} to {most}."""


class UnknownField(Invalid):
    """There is no field “{field}” here. Check how it is written, or leave it out."""


class NotMergeable(Invalid):
    """Only actors, issues and places can become one with another."""


class OtherCell(Invalid):
    """A position supersedes one of the same actor on the same issue. Choose another one."""


class NoPicture(Invalid):
    """This is no picture that can be read here. Send a JPEG, PNG or WebP file."""


class BrokenPicture(Invalid):
    """This picture is damaged or incomplete. Save or export it anew, and send that."""


class PictureTooBig(Invalid):
    """This picture has more pixels than can be opened here. Save it smaller, and send that."""


class PictureGone(Invalid):
    """The picture is not here: it did not arrive, or was not used for a day. Choose it again."""


class MarkerUnread(Invalid):
    """“{typed}” cannot be read as a marker. Mend it, or put a backslash before it to keep it."""


class MarkerTooLong(Invalid):
    """“{typed}” may have {limit} characters and has {length}. Shorten it, or make two of it."""


class UnknownChoice(Invalid):
    """“{value}” cannot stand in “{field}”. Choose one of: {known}."""


class UnknownKind(Invalid):
    """A dossier has no “{kind}”. Choose one of: {known}."""


class UnknownObject(Invalid):
    """There is no {kind} “{key}” here. Check how it is written, or make it first."""


class BadKey(Invalid):
    """“{key}” cannot be a key. Use small letters, digits and single hyphens, 80 at most."""


class TooMuch(Invalid):
    """“{field}” may have {limit} lines and has {length}. Leave some out."""


class OwnerMissing(Invalid):
    """Say in “{field}” whose view this is: what is not stated needs somebody who says so."""


class BasisMissing(Invalid):
    """A position needs a basis: name the post or the claim that it rests on."""


class AuthorMissing(Invalid):
    """A likelihood needs an author: say whose it is."""


class AuthorIsActor(Invalid):
    """What an actor says of the odds is a claim. A likelihood needs an author who is no actor."""


class LikelihoodOutOfRange(Invalid):
    """A likelihood is a range from 1 to 99 per cent, such as 30 to 40. Nothing is certain."""


class DisputantMissing(Invalid):
    """Say in “{field}” who disputes it, or give evidence."""


class Circular(Invalid):
    """“{field}” leads back to where it began. Choose another one."""


class CoordinatesMissing(Invalid):
    """A place needs both latitude and longitude, or neither."""


class CountNeedsAnchor(Invalid):
    """Years cannot be counted from a date this vague. Give a year or a day, or no count."""


class AltMissing(Invalid):
    """Say what the picture shows, for people who cannot see it, or mark it as decorative."""


class NotSignedIn(DepescheError):
    """Please sign in."""

    status = 401


class WrongPassword(NotSignedIn):
    """Name and password do not match. Check both and try again."""


class BadToken(NotSignedIn):
    """This token is unknown or revoked. Send “Authorization: Bearer …” with a valid one."""


class SomebodyElse(NotSignedIn):
    """You are signed in as {name} now. This page is not yours: reload it to go on as {name}."""


class NotAllowed(DepescheError):
    """Your role does not allow this. Ask an editor or the chief of the desk."""

    status = 403


class PersonNeeded(NotAllowed):
    """Programs propose, people confirm: sign in at the desk to confirm this."""


class ReadOnlyToken(NotAllowed):
    """This token may only read. Ask for one with the scope “write”."""


class OwnPassword(NotAllowed):
    """Change your own password in your account (/desk/account). It asks for the present one."""


class ForeignOrigin(NotAllowed):
    """This request came from another site and was refused. Use the desk's own pages."""


class NotFound(DepescheError):
    """There is nothing here. The address may be mistyped, or it is not public yet."""

    status = 404


class ObjectRemoved(DepescheError):
    """This was part of the dossier. The newsroom has taken it out."""

    status = 410


class Conflict(DepescheError):
    """This is not possible in the present state."""

    status = 409


class SlugTaken(Conflict):
    """There already is a coverage at “{slug}”. Choose another URL name."""


class SlugFixed(Conflict):
    """The URL name is fixed once a coverage is announced: links to it are out in the world."""


class PresentationFixed(Conflict):
    """“{field}” is fixed once a post is public: every page already shows it."""


class OpeningMissing(Conflict):
    """An announcement needs the time of the opening. Fill it in first."""


class OpeningPassed(Conflict):
    """The opening has already passed. Choose a later time, or open the coverage now."""


class NoSuchStep(Conflict):
    """A coverage that is {status} cannot become {wanted}."""


class CoverageNotOpen(Conflict):
    """This coverage is still a draft. Announce or open it first, or save the post as a draft."""


class CoverageEnded(Conflict):
    """This coverage has ended. Posts can be amended, corrected and withdrawn, nothing else."""


class CoverageArchived(Conflict):
    """This coverage is archived and cannot be changed any more."""


class PostElsewhere(Conflict):
    """A post with this id belongs to another coverage. Make a new id and send it again."""


class PostWithdrawn(Conflict):
    """This post was withdrawn. Publish a new one instead."""


class AlreadyWithdrawn(Conflict):
    """This post was already withdrawn, with another notice."""


class PostPublic(Conflict):
    """This post is already public. Amend, correct or withdraw it."""


class NotADraft(Conflict):
    """This post is no draft any more. Save it by hand when it is finished."""


class PostDiscarded(Conflict):
    """This draft was discarded. Take it back from among the discarded ones, or write a new post."""


class PostNotSubmitted(Conflict):
    """This post does not wait for an editor any more. Look at it again."""


class NotDiscardable(Conflict):
    """Only drafts and submitted posts can be discarded. What is public is withdrawn."""


class TooLateToUndo(Conflict):
    """This post has been public for a while. Withdraw it, with a notice that says why."""


class CoverageChanged(Conflict):
    """Somebody changed this coverage in the meantime. Look at what is new, then save again."""


class PostNotPublic(Conflict):
    """This post is not public yet. Edit it instead."""


class SameWords(Conflict):
    """The corrected text is the same as before. Change it, or leave the post as it is."""


class ObjectMerged(Conflict):
    """“{key}” has become one with “{into}”. Change that one."""


class PositionTaken(Conflict):
    """Position {key} stays as it was taken. Take a new one: it comes in its place."""


class PositionSuperseded(Conflict):
    """Position {key} has already been superseded by {by}. Supersede that one."""


class SecondPersonNeeded(Conflict):
    """Somebody else has to confirm this: two people stand behind each likelihood."""


class NothingToConfirm(Conflict):
    """There is no such likelihood to confirm here. Look at the scenario again."""


class OutcomeKnown(Conflict):
    """It is known how this ended: a likelihood says what was expected before that."""


class NothingToTakeBack(Conflict):
    """There is nothing of that number to take back here. Look at it again."""


class LeadQuestion(Conflict):
    """This is the question of the coverage itself. Change it where the coverage is edited."""


class KeyTaken(Conflict):
    """“{key}” already stands for something here. Choose another key, or leave it out."""


class PictureElsewhere(Conflict):
    """This picture belongs to another post or coverage. Upload it once more under a new id."""


class PictureExists(Conflict):
    """There already is another picture with this id. Make a new id and send it again."""


class CorrectionExists(Conflict):
    """There already is another correction with this id. Make a new id and send it again."""


class NameTaken(Conflict):
    """There already is an account or token called “{name}”. Choose another name."""


class LastAdministrator(Conflict):
    """This is the last administrator. Make somebody else one first."""


class Stale(DepescheError):
    """Somebody changed this in the meantime. It is now at revision {revision}: look at it first."""

    status = 412


class ObjectChanged(Stale):
    """Somebody changed this in the meantime. Look at what is new, then save again."""


class RevisionNeeded(DepescheError):
    """This post exists. Send If-Match with its revision, now "{revision}", to amend it."""

    status = 428


class TooSlow(DepescheError):
    """What you sent did not arrive in time. Check your connection and send it again."""

    status = 408


class TooLarge(DepescheError):
    """This is too large: at most {limit} KiB are taken at once. Send less."""

    status = 413


class PictureTooHeavy(TooLarge):
    """A picture may have {limit} MB. Save this one smaller, and send that."""


class TooMany(DepescheError):
    """Too many at once. Try again in {seconds} seconds."""

    status = 429


class TooManyAttempts(TooMany):
    """Too many attempts to sign in. Try again in {minutes} min."""


class Unexpected(DepescheError):
    """A mistake of ours. Try again; if it stays, tell your technicians the number {incident}."""


class Unavailable(DepescheError):
    """The newsroom cannot be reached at the moment. Nothing is lost; try again in a moment."""

    status = 503


class Full(Unavailable):
    """All places are taken at the moment. Try again in {seconds} seconds."""


class StorageUnavailable(Unavailable):
    """The newsroom cannot reach its files. Nothing is lost; tell whoever runs the server."""


class OldHttp(DepescheError):
    """A stream wants HTTP/1.1. Without it, ask for the changes."""

    status = 505


class DiskFull(DepescheError):
    """The newsroom's disk is full, and nothing was saved. Keep your text and call the engineer."""

    status = 507


class NotReady(DepescheError):
    """Depesche cannot start: {reason}"""


class NotBackedUp(NotReady):
    """No backup was made: {reason}"""


class NotRestored(NotReady):
    """Nothing was restored: {reason}"""
