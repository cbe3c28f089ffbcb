"""The doors are the same on every database: one is enough here."""

import shutil
from pathlib import Path

import pytest

from depesche.settings import Settings


@pytest.fixture
def settings(migrated_sqlite: Path, tmp_path: Path) -> Settings:
    given = Settings(data=tmp_path, public_url="http://testserver")
    shutil.copy(migrated_sqlite, given.sqlite_file)
    return given
