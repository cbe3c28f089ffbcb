"""The dossier: its acts, the objects they make, and what links them to posts"""

import sqlalchemy as sa
from alembic import op

from depesche.store.types import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("sending", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_acts_by_id_people")),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverages.id"], name=op.f("fk_acts_coverage_id_coverages")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_acts_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sa.UniqueConstraint("coverage_id", "number", name=op.f("uq_acts_coverage_id_number")),
        sa.UniqueConstraint("coverage_id", "sending", name=op.f("uq_acts_coverage_id_sending")),
    )
    op.create_index(
        op.f("ix_acts_coverage_id_kind_number"),
        "acts",
        ["coverage_id", "kind", "number"],
        unique=False,
    )
    op.create_index(op.f("ix_acts_post_id"), "acts", ["post_id"], unique=False)
    op.create_table(
        "dossier_objects",
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("as_of", Instant(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "standing IN ('standing', 'withdrawn', 'merged', 'removed')",
            name=op.f("ck_dossier_objects_standing"),
        ),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverages.id"], name=op.f("fk_dossier_objects_coverage_id_coverages")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_dossier_objects_made_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_dossier_objects_post_id_posts")
        ),
        sa.PrimaryKeyConstraint("coverage_id", "kind", "key", name=op.f("pk_dossier_objects")),
    )
    op.create_index(
        op.f("ix_dossier_objects_coverage_id_kind_parent"),
        "dossier_objects",
        ["coverage_id", "kind", "parent"],
        unique=False,
    )
    op.create_index(
        op.f("ix_dossier_objects_coverage_id_kind_standing_position"),
        "dossier_objects",
        ["coverage_id", "kind", "standing", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_dossier_objects_post_id"), "dossier_objects", ["post_id"], unique=False
    )
    op.create_table(
        "mentions",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("surface", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverages.id"], name=op.f("fk_mentions_coverage_id_coverages")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_mentions_post_id_posts")),
        sa.PrimaryKeyConstraint("post_id", "number", name=op.f("pk_mentions")),
    )
    op.create_index(
        op.f("ix_mentions_coverage_id_kind_key"),
        "mentions",
        ["coverage_id", "kind", "key"],
        unique=False,
    )
    op.create_table(
        "dossier_links",
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("to_kind", sa.String(), nullable=False),
        sa.Column("to_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coverage_id", "kind", "key"],
            ["dossier_objects.coverage_id", "dossier_objects.kind", "dossier_objects.key"],
            name=op.f("fk_dossier_links_coverage_id_kind_key_dossier_objects"),
        ),
        sa.PrimaryKeyConstraint(
            "coverage_id", "kind", "key", "role", "to_kind", "to_key", name=op.f("pk_dossier_links")
        ),
    )
    op.create_index(
        op.f("ix_dossier_links_coverage_id_to_kind_to_key"),
        "dossier_links",
        ["coverage_id", "to_kind", "to_key"],
        unique=False,
    )
    op.add_column(
        "coverages", sa.Column("dossier_sequences", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column("coverages", sa.Column("acts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("posts", sa.Column("annotations", sa.JSON(), nullable=False, server_default="[]"))
