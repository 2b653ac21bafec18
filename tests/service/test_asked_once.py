"""A post that waits for an answer is logged once, however often the files are read again."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

from scicomm_bot.announcer import Announcer
from scicomm_bot.approval.questions import asked
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.plan import PostState
from support.approval_samples import CONTENT, post
from support.service_fakes import said

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def waiting(name, question="Is it?"):
    remark = Remark("cure", Level.QUESTION, question, key=f"cure/{name}")
    one = replace(post(), id=f"p/{name}", remarks=(remark,))
    return replace(one, obstacle=asked(one))


def told(announcer, caplog, *posts):
    caplog.clear()
    states = [(one, PostState("held", one.obstacle)) for one in posts]
    announcer.edition(SimpleNamespace(posts=posts, content=CONTENT), states, NOW)
    return [fields["id"] for fields in said(caplog, "held")]


def test_a_post_that_waits_for_an_answer_is_logged_at_the_start_and_when_the_set_changes(caplog):
    caplog.set_level(logging.INFO)
    announcer = Announcer()
    f, g = waiting("f"), waiting("g")
    assert told(announcer, caplog, f) == ["p/f"]
    assert told(announcer, caplog, f) == []
    assert told(announcer, caplog, f, g) == ["p/g"]
    assert told(announcer, caplog, f) == []
    assert told(announcer, caplog, waiting("f", "Is it so?")) == ["p/f"]
    assert told(Announcer(), caplog, f) == ["p/f"]
