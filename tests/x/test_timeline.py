"""The account's own timeline: a look is whole or none, and what X does to a text is undone."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from scicomm_bot.bot.same import same_text
from scicomm_bot.domain.timeline import CannotReadTimeline, OwnPost, TimelineRead
from scicomm_bot.errors import XError
from scicomm_bot.medium import ids
from scicomm_bot.transport import Answer
from scicomm_bot.x import XClient, XCredentials, XPublisher
from scicomm_bot.x.timeline import FIELDS, UnreadableError, page_of
from support.samples import ACCOUNT, NOW
from xserver import DEFAULT_CREDENTIALS, Fault, Kind, LoopbackX, ServedPost

TIMELINE, DELETE = "GET /2/users/:id/tweets", "DELETE /2/tweets/:id"
WHOLE_NOW = NOW.replace(microsecond=0)


@pytest.fixture
def x():
    with LoopbackX(clock=lambda: NOW.timestamp() + 0.9) as server:
        yield server
        assert server.violations == []


def publisher_of(x, seconds=10.0, user_id=ACCOUNT.id):
    client = XClient(XCredentials(**vars(DEFAULT_CREDENTIALS)), x.url, seconds, lambda: NOW)
    return XPublisher(client, user_id, lambda: NOW)


def look(x, since_id=None, newest=100, **options):
    return publisher_of(x, **options).read_timeline(since_id=since_id, newest=newest)


def served(x, text, **parts):
    return x.account.publish(ServedPost("", text, 0.0, **parts))


def page(*posts, status=200, date=WHOLE_NOW, **changes):
    """A page of a timeline as X would write it."""
    body = {"data": list(posts), "meta": {"result_count": len(posts)}, **changes}
    headers = {"date": format_datetime(date, usegmt=True)} if date else {}
    return Answer(status, headers, json.dumps(body).encode())


def listed(text, **more):
    return {"id": "17", "text": text, **more}


def links(*pairs):
    return {"urls": [{"start": 0, "end": 1, "url": short, "expanded_url": full} for short, full in pairs]}


class TestUndo:
    """`page_of` gives the text as it was sent."""

    def text(self, *posts):
        [post] = page_of(page(*posts)).posts
        return post.text

    @pytest.mark.parametrize(
        ("written", "sent"),
        [("a &amp; b &lt;c&gt;", "a & b <c>"), ("&amp;lt;", "&lt;"), ("&amp;amp;", "&amp;"), ("&quot;&#39;", "&quot;&#39;"),
         ("&amp;amp;lt;", "&amp;lt;")],
        ids=["each", "an-escaped-escape", "an-escaped-ampersand", "no-others", "three-deep"],
    )  # fmt: skip
    def test_the_three_escapes_are_undone_once(self, written, sent):
        assert self.text(listed(written)) == sent

    def test_an_address_is_what_was_written_and_not_the_short_one(self):
        entities = links(("https://t.co/Aa", "https://a.org/?x=1&y=2"), ("https://t.co/Bb", "http://b.org"))
        text = self.text(listed("one https://t.co/Aa two https://t.co/Bb", entities=entities))
        assert text == "one https://a.org/?x=1&y=2 two http://b.org"

    def test_an_address_with_an_escape_in_it_is_not_unescaped(self):
        entities = links(("https://t.co/Aa", "https://a.org/?q=&lt;"))
        assert self.text(listed("see https://t.co/Aa", entities=entities)) == "see https://a.org/?q=&lt;"

    def test_the_same_short_address_twice(self):
        entities = links(("https://t.co/Aa", "https://a.org"), ("https://t.co/Aa", "https://a.org"))
        assert self.text(listed("https://t.co/Aa https://t.co/Aa", entities=entities)) == "https://a.org https://a.org"

    @pytest.mark.parametrize("host", ["x", "twitter", "X"])
    @pytest.mark.parametrize("kind", ["photo", "video"])
    def test_a_link_to_the_post_s_own_media_is_dropped(self, host, kind):
        entities = links(("https://t.co/Aa", f"https://{host}.com/scicomm_bot/status/17/{kind}/1"))
        [post] = page_of(page(listed("words https://t.co/Aa", entities=entities))).posts
        assert (post.text.strip(), post.has_media) == ("words", True)

    def test_a_link_to_a_post_is_no_media(self):
        entities = links(("https://t.co/Aa", "https://x.com/somebody/status/17"))
        [post] = page_of(page(listed("words https://t.co/Aa", entities=entities))).posts
        assert (post.text, post.has_media) == ("words https://x.com/somebody/status/17", False)

    @pytest.mark.parametrize("name", ["note_tweet", "note_post"])
    def test_a_long_text_is_whole_in_its_note(self, name):
        note = {
            "text": "the whole &amp; long text https://t.co/Aa",
            "entities": links(("https://t.co/Aa", "https://a.org")),
        }
        cut = listed("the whole… https://t.co/Zz", **{name: note})
        assert self.text(cut) == "the whole & long text https://a.org"

    @pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
    def test_what_it_replies_to(self, name):
        references = [{"type": "quoted", "id": "3"}, {"type": "replied_to", "id": "5"}]
        [post] = page_of(page(listed("words", **{name: references}))).posts
        assert post.reply_to == "5"

    def test_a_quote_is_no_reply(self):
        [post] = page_of(page(listed("words", referenced_tweets=[{"type": "quoted", "id": "3"}]))).posts
        assert post.reply_to is None

    @pytest.mark.parametrize(
        "entities", [None, [], {}, {"urls": None}, {"urls": [None, {}, {"url": "https://t.co/Aa"}]}], ids=str
    )
    def test_entities_of_an_odd_shape_change_nothing(self, entities):
        assert self.text(listed("see https://t.co/Aa", entities=entities)) == "see https://t.co/Aa"

    @pytest.mark.parametrize(
        ("written", "moment"),
        [("2026-11-28T07:00:02.000Z", WHOLE_NOW), ("2026-11-28T10:30:02+03:30", WHOLE_NOW), (None, None)],
        ids=["utc", "offset", "missing"],
    )  # fmt: skip
    def test_when_it_was_made(self, written, moment):
        [post] = page_of(page(listed("words", created_at=written))).posts
        assert post.created_at == moment

    def test_only_what_stands_in_the_entities_is_replaced(self):
        assert self.text(listed("https://t.co/Zz is t.co")) == "https://t.co/Zz is t.co"


TEXTS = [
    "plain",
    "G-CSF & ALS <review> &amp; more",
    "see https://example.org/a?b=1&c=2#d and example.org.",
    "a bare name.org, twice: name.org",
    "Zwölf \u2066نورون\u2069 🧠\nnext  line",
    "cafe\u0301",
    "long " * 70 + "https://example.org/end & <more>",
    "doi:10.1000/abc (no link)",
]


class TestStandIn:
    """Whatever goes out is recognised when it is seen again."""

    @pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
    def test_a_text_comes_back_as_it_was_sent(self, x, text):
        there = served(x, text)
        seen = look(x)
        assert [post.remote_id for post in seen.posts] == [there.id]
        assert same_text(seen.posts[0].text, text)

    def test_nothing_else_is_the_same(self, x):
        for text in TEXTS:
            served(x, text)
        for own, text in zip(look(x).posts, reversed(TEXTS), strict=True):
            assert [other for other in TEXTS if same_text(own.text, other)] == [text]

    def test_a_reply_has_its_target(self, x):
        first = served(x, "one")
        served(x, "two", reply_to=first.id)
        assert [post.reply_to for post in look(x).posts] == [first.id, None]

    def test_media_are_told(self, x):
        served(x, "with a picture https://example.org", media_ids=("5",))
        [post] = look(x).posts
        assert post.has_media
        assert same_text(post.text, "with a picture https://example.org")


class TestLook:
    def test_an_id_tells_what_comes_after_it_from_what_was_there(self, x):
        before = look(x)
        first = served(x, "one")
        assert int(before.horizon) < int(first.id)
        assert NOW.timestamp() - 61 < (int(before.horizon) >> 22) / 1_000 + 1_288_834_974.657 < NOW.timestamp() - 59
        assert look(x).horizon == first.id

    def test_an_empty_timeline_is_a_whole_look_with_xs_time(self, x):
        seen = look(x)
        assert (seen.posts, seen.began, seen.ended) == ((), WHOLE_NOW, WHOLE_NOW)

    def test_the_newest_come_first_with_their_times(self, x):
        first, second = served(x, "one"), served(x, "two")
        assert look(x).posts == (
            OwnPost(second.id, "two", datetime.fromtimestamp(NOW.timestamp() + 0.9, UTC)),
            OwnPost(first.id, "one", datetime.fromtimestamp(NOW.timestamp() + 0.9, UTC)),
        )

    def test_it_asks_for_all_that_it_needs_and_excludes_nothing(self, x):
        look(x, since_id="5")
        [request] = x.requests
        assert request.query == {"max_results": "100", "tweet.fields": FIELDS, "since_id": "5"}
        assert set(FIELDS.split(",")) == {"created_at", "entities", "referenced_tweets", "note_tweet"}

    def test_after_an_id_it_reads_all_pages(self, x):
        posts = [served(x, f"post {number}") for number in range(251)]
        seen = look(x, since_id=posts[0].id)
        assert [post.remote_id for post in seen.posts] == [post.id for post in reversed(posts[1:])]
        assert len(x.requests) == 3

    def test_without_an_id_it_reads_the_newest_and_no_more(self, x):
        posts = [served(x, f"post {number}") for number in range(150)]
        assert [post.remote_id for post in look(x).posts] == [post.id for post in reversed(posts[50:])]
        assert len(x.requests) == 1

    @pytest.mark.parametrize(("newest", "asked"), [(1, "5"), (5, "5"), (20, "20"), (100, "100")])
    def test_it_asks_for_no_more_than_it_needs_for_each_read_costs(self, x, newest, asked):
        look(x, newest=newest)
        assert x.requests[0].query["max_results"] == asked

    def test_the_newest_thousand_are_ten_pages(self, x):
        for number in range(1_001):
            served(x, f"post {number}")
        assert len(look(x, newest=1_000).posts) == 1_000
        assert len(x.requests) == 10

    def test_more_than_ten_pages_after_an_id_is_no_look(self, x):
        posts = [served(x, f"post {number}") for number in range(1_002)]
        seen = look(x, since_id=posts[0].id)
        assert seen == CannotReadTimeline(f"more than 1,000 posts since {posts[0].id}", hopeless=True, read=1_000)
        assert isinstance(look(x, since_id=posts[1].id), TimelineRead)

    def test_its_ends_are_xs_time_of_the_first_and_the_last_page(self, x):
        ticks = iter(range(1_000))
        posts = [served(x, f"post {number}") for number in range(201)]
        x.account.clock = lambda: NOW.timestamp() + next(ticks)
        seen = look(x, since_id=posts[0].id)
        assert timedelta(0) < seen.ended - seen.began < timedelta(seconds=60)

    def test_what_is_deleted_or_does_not_show_yet_is_not_there(self, x):
        gone = served(x, "gone")
        x.delete(gone.id)
        served(x, "late")
        x.timeline_lag = 5.0
        assert look(x).posts == ()


class TestHorizon:
    """The id from which later looks begin. One that is made up from a wrong `Date` once hid a lost post."""

    def test_of_posts_it_is_the_greatest_id(self, x):
        posts = [served(x, text) for text in ("one", "two")]
        assert look(x).horizon == posts[1].id

    @pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(days=-20_000), timedelta(days=365 * 70)])
    def test_where_nothing_is_newer_it_stays_whatever_xs_clock_says(self, x, wrong):
        x.account.clock = lambda: (NOW + wrong).timestamp()
        assert look(x, since_id="1790000000000000001").horizon == "1790000000000000001"

    @pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(days=365 * 70)])
    def test_of_an_account_without_posts_it_is_never_ahead_of_our_clock(self, x, wrong):
        x.account.clock = lambda: (NOW + wrong).timestamp()
        assert ids.made_at(look(x).horizon) <= NOW - timedelta(minutes=1)

    def test_a_date_before_all_ids_makes_none_up(self, x):
        x.account.clock = lambda: (NOW - timedelta(days=20_000)).timestamp()
        assert look(x).horizon is None


class TestCannotLook:
    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            (Kind.SERVER_ERROR, "X answered 500: Something is broken"),
            (Kind.BAD_GATEWAY, "an answer 502 came that is not X's own"),
            (Kind.UNAVAILABLE, "X answered 503"),
            (Kind.GATEWAY_TIMEOUT, "X answered 504"),
            (Kind.UNAUTHORIZED, "X answered 401"),
            (Kind.OUT_OF_CREDITS, "X answered 402"),
            (Kind.NO_PERMISSION, "X answered 403"),
            (Kind.REDIRECT, "X answered 307"),
            (Kind.LOST, "no answer"),
            (Kind.RESET, "no answer"),
            (Kind.CUT_OFF, "no answer"),
            (Kind.GARBAGE, "its body is not JSON"),
            (Kind.EMPTY, "its body is not JSON"),
        ],
        ids=lambda value: str(value) if isinstance(value, Kind) else "",
    )
    def test_a_fault_on_any_page_makes_it_no_look(self, x, kind, said):
        posts = [served(x, f"post {number}") for number in range(150)]
        for ok in (0, 1):
            x.faults.next(TIMELINE, *[Fault(Kind.OK)] * ok, Fault(kind))
            seen = look(x, since_id=posts[0].id)
            assert isinstance(seen, CannotReadTimeline)
            assert said in seen.reason
            assert seen.until is None

    def test_a_429_says_until_when(self, x):
        x.faults.next(TIMELINE, Fault(Kind.TOO_MANY, retry_after=600))
        seen = look(x)
        assert "X answered 429" in seen.reason
        assert abs(seen.until - (NOW + timedelta(minutes=10))) <= timedelta(seconds=1)

    @pytest.mark.parametrize(
        "fault",
        [Fault(Kind.HANG), Fault(Kind.LATE, seconds=30), Fault(Kind.TRICKLE, seconds=0.05)],
        ids=lambda f: f.kind,
    )
    def test_one_that_takes_too_long(self, x, fault):
        x.faults.next(TIMELINE, fault)
        assert "no answer within 0.3 s" in look(x, seconds=0.3).reason

    def test_an_x_that_is_not_there(self, x):
        x.stop()
        assert isinstance(look(x), CannotReadTimeline)

    def test_an_account_that_is_not_there(self, x):
        seen = look(x, user_id="99")
        assert isinstance(seen, CannotReadTimeline)

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (page(listed("a"), meta={"result_count": 2}), "it says 2 posts and holds 1"),
            (page(listed("a"), meta={"result_count": 0}), "it says 0 posts and holds 1"),
            (page(meta={"result_count": 3}), "it says 3 posts and holds 0"),
            (page(meta={}), "it says None posts"),
            (page(meta=None), "it has no `meta`"),
            (page(data={"id": "1"}), "it has no `meta`"),
            (page(errors=[{"detail": "Could not find a post"}]), "it holds errors"),
            (page(date=None), "it has no Date header"),
            (page({"id": "1"}), "a post in it has no text"),
            (page({"text": "a"}), "an id in it is none of X's"),
            (page({"id": "1a", "text": "a"}), "an id in it is none of X's"),
            (page("17"), "a post in it has no text"),
            (Answer(200, {"date": "yesterday"}, b'{"meta": {"result_count": 0}}'), "it has no Date header"),
            (Answer(200, {}, b"[]"), "its body is JSON, but no object"),
            (Answer(200, {}, b"[" * 100_000), "its body is not JSON"),
            (page({"id": 17, "text": "a"}), "an id in it is none of X's"),
            (page({"id": "١٢٣", "text": "a"}), "an id in it is none of X's"),
            (page({"id": "9" * 19, "text": "a"}), "an id in it is none of X's"),
            (page({"id": "1" * 40, "text": "a"}), "an id in it is none of X's"),
            (page({"id": "017", "text": "a"}), "an id in it is none of X's"),
            (page({"id": "", "text": "a"}), "an id in it is none of X's"),
            (page({"id": "17", "text": 5}), "a post in it has no text"),
            (page({"id": "17", "text": "a", "created_at": "soon"}), "a time in it cannot be read"),
            (page({"id": "17", "text": "a", "created_at": "2026-11-28T07:00:02"}), "a time in it has no zone"),
            (page({"id": "17", "text": "a", "created_at": "9999-12-31T23:59:59-12:00"}), "a time in it cannot be read"),
            (page({"id": "17", "text": "a", "created_at": 1_764_000_000}), "a time in it is no string"),
            (page({"id": "17", "text": "a", "referenced_tweets": "x"}), "that are no list"),
            (page({"id": "17", "text": "a", "referenced_tweets": [{"type": "replied_to"}]}), "an id in it is none"),
            (page(meta={"result_count": False}), "it says False posts"),
            (page(listed("a"), meta={"result_count": True}), "it says True posts"),
            (page(meta={"result_count": 0.0}), "it says 0.0 posts"),
            (page(meta={"result_count": 0, "next_token": 7}), "its `next_token` is no string"),
            (page(meta={"result_count": 0, "next_token": ""}), "its `next_token` is no string"),
            (
                Answer(200, {"date": "Fri, 31 Dec 9999 23:59:59 -1200"}, b'{"meta": {"result_count": 0}}'),
                "it has no Date header",
            ),
            (Answer(200, {"date": "1"}, b'{"meta": {"result_count": 0}}'), "it has no Date header"),
        ],
        ids=range(35),
    )
    def test_a_page_of_an_odd_shape_is_no_page(self, answer, said):
        with pytest.raises(UnreadableError, match=said.replace("`", ".")):
            page_of(answer)

    def test_an_empty_page_may_leave_out_its_data(self):
        answer = Answer(200, {"date": format_datetime(WHOLE_NOW, usegmt=True)}, b'{"meta": {"result_count": 0}}')
        assert page_of(answer).posts == ()

    def test_no_secret_is_in_what_it_says(self, x):
        x.faults.next(TIMELINE, Fault(Kind.UNAUTHORIZED))
        said = look(x).reason
        assert not any(secret in said for secret in vars(DEFAULT_CREDENTIALS).values())


class TestDelete:
    def client(self, x, seconds=10.0):
        return XClient(XCredentials(**vars(DEFAULT_CREDENTIALS)), x.url, seconds, lambda: NOW)

    def test_the_post_is_gone(self, x):
        there = served(x, "wrong")
        self.client(x).delete(there.id)
        assert x.posts[0].deleted
        assert [request.route for request in x.requests] == [DELETE]

    def test_one_that_is_not_there_counts_as_deleted(self, x):
        self.client(x).delete("17")

    @pytest.mark.parametrize(
        ("kind", "said"),
        [(Kind.UNAVAILABLE, "X answered 503 to deleting"), (Kind.UNAUTHORIZED, "X answered 401 to deleting"),
         (Kind.TOO_MANY, "X answered 429 to deleting"), (Kind.REDIRECT, "X answered 307 to deleting"),
         (Kind.NO_ID, "X answered 200 to deleting"), (Kind.GARBAGE, "X answered 200 to deleting"), (Kind.LOST, "no answer")],
        ids=lambda value: str(value) if isinstance(value, Kind) else "",
    )  # fmt: skip
    def test_anything_else_is_an_error_after_which_one_may_ask_again(self, x, kind, said):
        there = served(x, "wrong")
        x.faults.next(DELETE, Fault(kind))
        with pytest.raises(XError, match=said):
            self.client(x).delete(there.id)
        assert not x.posts[0].deleted
        self.client(x).delete(there.id)
        assert x.posts[0].deleted

    @pytest.mark.parametrize("kind", [Kind.UNAVAILABLE, Kind.GARBAGE, Kind.NO_ID, Kind.REDIRECT], ids=str)
    def test_whatever_x_answers_a_post_that_is_gone_is_deleted(self, x, kind):
        there = served(x, "wrong")
        x.faults.next(DELETE, Fault(kind, publish=True))
        self.client(x).delete(there.id)
        assert x.posts[0].deleted

    def test_one_that_takes_too_long(self, x):
        x.faults.next(DELETE, Fault(Kind.HANG))
        with pytest.raises(XError, match=r"no answer within 0\.3 s"):
            self.client(x, 0.3).delete("17")
