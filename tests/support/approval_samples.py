"""A paper of one finding, its two posts, and approvals of them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scicomm_bot.approval import Approvals, approval_of
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post, PostImage
from support.paper_samples import PAPER

CONTENT = Content(papers=(PAPER,))
AT = datetime(2026, 11, 22, 16, 0, 5, 999, tzinfo=UTC)
TEXT = "In mice, survival increased.\n\nA Journal, 2023"
IMAGE = PostImage("figure.png", "a1" * 32, "Two curves.")


def post(name="f", text=TEXT, **fields):
    kind = name if name in {"authors", "source", "correction"} else "finding"
    return replace(Post(f"p/{name}", "p", kind, text, len(text), 15_000, "posts.yaml:7"), **fields)


def approved(*posts, by="Doe J"):
    return [approval_of(one, CONTENT, "approved", by=by, at=AT) for one in posts]


def rejected(one, why="A word is wrong."):
    return approval_of(one, CONTENT, "rejected", by="Roe R", at=AT, why=why)


def approvals(*entries, **fields):
    return Approvals(Path("approved.yaml"), {entry.id: entry for entry in entries}, **fields)
