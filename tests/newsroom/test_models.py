"""What the tables themselves refuse, whoever writes into them."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from depesche.newsroom import coverages, people, posts
from newsdesk import Newsdesk

WORDS = {
    "people.role": people.ROLES,
    "tokens.scope": ("read", "write"),
    "coverages.status": coverages.STATUSES,
    "posts.status": posts.STATUSES,
}


@pytest.mark.parametrize(("column", "words"), WORDS.items(), ids=WORDS)
def test_a_column_takes_the_words_that_are_known_and_no_other(
    newsdesk: Newsdesk, column: str, words: Sequence[str]
) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    newsdesk.issues_token("Agentur")
    table, name = column.split(".")
    write = text(f"UPDATE {table} SET {name} = :word")
    for word in words:
        with newsdesk.store.writing() as session:
            session.execute(write, {"word": word})
    for word in ("emperor", "", words[0].upper()):
        with pytest.raises(IntegrityError), newsdesk.store.writing() as session:
            session.execute(write, {"word": word})
