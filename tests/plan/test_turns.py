"""Whose turn it is where papers have files of their own."""

from dataclasses import replace
from datetime import timedelta

from scicomm_bot.domain.history import History
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.plan import Queue, Terms, decide
from scicomm_bot.plan.calendar import calendar
from scicomm_bot.plan.forecast import forecast
from support.samples import NOW, after, make_post, record

S = PublicationState
DAILY = Schedule(slots=("0 9 * * *",))


def posts_of(*papers, in_files=True, count=2):
    return [
        replace(make_post(f"{paper}-{number}"), id=f"{paper}/{number}", paper_id=paper, begins_in_turn=in_files)
        for paper in papers
        for number in range(1, count + 1)
    ]


def out(*posts, state=S.POSTED):
    return after(*(record(post, state) for post in posts))


def order(posts, history):
    return [post.id for post in Queue.of(posts, history).posts()]


def test_a_new_file_does_not_break_into_a_series():
    posts = posts_of("a", "b")
    assert decide(posts, out(posts[2]), NOW, Terms()).post.id == "b/2"


def test_papers_of_which_something_is_out_keep_their_order_among_themselves():
    posts = posts_of("a", "b", "c")
    assert order(posts, out(posts[2], posts[4])) == ["b/1", "b/2", "c/1", "c/2", "a/1", "a/2"]


def test_a_paper_that_is_being_sent_has_begun():
    posts = posts_of("a", "b")
    assert order(posts, out(posts[2], state=S.UNKNOWN))[0] == "b/1"


def test_a_paper_of_which_an_attempt_came_to_nothing_has_not_begun():
    posts = posts_of("a", "b")
    for state in (S.RELEASED, S.REFUSED, S.SKIPPED):
        assert order(posts, out(posts[2], state=state))[0] == "a/1"


def test_without_files_the_order_is_that_of_posts_yaml():
    posts = posts_of("a", "b", in_files=False)
    assert decide(posts, out(posts[2]), NOW, Terms()).post.id == "a/1"


def test_a_correction_goes_before_all():
    posts = [
        *posts_of("a", "b"),
        replace(make_post(), id="b/correction", paper_id="b", kind="correction", begins_in_turn=True),
    ]
    assert order(posts, History())[0] == "b/correction"


def test_a_paper_that_has_begun_and_is_held_lets_others_go():
    first, second, *others = posts_of("b", "c")
    posts = [first, make_held(second), *others]
    assert decide(posts, out(first), NOW, Terms()).post.id == "c/1"


def make_held(post):
    from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode

    return replace(post, obstacle=Obstacle(ObstacleCode.FILE, "its file has an error"))


def test_the_plan_the_forecast_and_the_steps_agree():
    posts = posts_of("a", "b", "c", count=3)
    history = out(posts[4])
    slots = calendar(posts, DAILY, history, NOW, Terms(), NOW + timedelta(days=10)).slots
    plan = [post.id for slot in slots for post in slot.posts]
    assert forecast(posts, history, NOW, Terms()).upcoming.id == plan[0]
    steps, published = [], [posts[4]]
    for day in range(len(plan)):
        decision = decide(posts, out(*published), NOW + timedelta(days=day), Terms())
        steps.append(decision.post.id)
        published.append(decision.post)
    assert steps == plan
