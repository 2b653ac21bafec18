"""What a person is shown beside a post: facts of each quotation, and one thing to look at where no rule asks."""

from dataclasses import replace

from scicomm_bot.app.beside import beside
from scicomm_bot.domain.paper import Content, Evidence, Finding
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.length import weighted_length
from support.paper_samples import PAPER

QUOTE = "In total, 12.5% of the nap group and 20.1% of the other group slept badly."
SAID = "In all, 12.5% of the nap group and 20.1% of the others slept badly."


def shown(text=SAID, quotes=(QUOTE,), remarks=()):
    """What is shown beside a post with these quotations, and beside the one on its source."""
    evidence = tuple(Evidence(quote=quote, on=("people",)) for quote in quotes)
    finding = Finding(id="f", text=text, evidence=evidence)
    paper = PAPER.model_copy(update={"abstract": " ".join(quotes), "findings": (finding,)})
    content = Content.model_construct(papers=(paper,))
    post = Post(f"{paper.id}/f", paper.id, "finding", text, weighted_length(text), 0, "here:1", remarks)
    source = replace(post, id=f"{paper.id}/source", kind="source")
    found = beside([post, source], content)
    return found[post.id], found[source.id]


def test_each_quotation_has_its_own_facts_in_order():
    post, source = shown(quotes=(QUOTE, "More sleep is needed."))
    first, second = post.facts
    assert any("12.5%" in line for line in first)
    assert not any("12.5%" in line for line in second)
    assert source.facts == ()


def test_a_post_that_no_rule_asks_about_has_one_thing_to_look_at():
    post, source = shown()
    assert post.look_at is not None
    assert "12.5%" in post.look_at
    assert source.look_at is None


def test_where_a_rule_asks_there_is_no_hint_besides():
    question = Remark("cure", Level.QUESTION, "Is it a cure?", key="cure/0123456789")
    for asked in (question, question.answered("The trial says it itself.")):
        assert shown(remarks=(asked,))[0].look_at is None
