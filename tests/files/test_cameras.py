"""What real cameras write, where such pictures lie beside the clone: nothing of it survives."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from depesche.files import renditions

PLACE = os.environ.get("DEPESCHE_TESTDATA")
TAKEN = sorted((Path(PLACE) / "images-gps").iterdir()) if PLACE else []


@pytest.mark.skipif(not TAKEN, reason="no pictures of real cameras lie beside this clone")
@pytest.mark.parametrize("photograph", TAKEN, ids=lambda path: path.name)
def test_a_photograph_loses_where_when_and_with_what_it_was_taken(photograph: Path) -> None:
    with photograph.open("rb") as upload:
        made = renditions.developed(upload)
    for rendition in made.renditions:
        picture = Image.open(BytesIO(rendition.content))
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()
        assert not dict(picture.getexif())
        assert photograph.stem.encode() not in rendition.content
