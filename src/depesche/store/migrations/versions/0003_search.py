"""What a search looks through. Of posts that are there the core keeps it, see search.catch_up"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("stems", sa.String(), nullable=True))
