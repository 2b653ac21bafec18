"""The stand-in for X is itself tested: what it serves, what it refuses, and each way it can fail."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
import requests
from requests_oauthlib import OAuth1

from xserver import DEFAULT_CREDENTIALS, Contract, Fault, Kind, LoopbackX, RecordedRequest, chaos
from xserver.account import ServedMedia

CREATE = "POST /2/tweets"
TIMELINE = "GET /2/users/:id/tweets"
NOW = 1_790_000_000.0


@pytest.fixture
def clock():
    class Clock:
        now = NOW

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def x(clock):
    with LoopbackX(clock=clock) as server:
        yield server


def ask(x, method, path, *, credentials=DEFAULT_CREDENTIALS, timeout=5, follow=False, **more):
    auth = OAuth1(
        credentials.api_key, credentials.api_secret, credentials.access_token, credentials.access_token_secret
    )
    with requests.Session() as session:
        session.trust_env = False
        response = session.request(method, x.url + path, auth=auth, timeout=timeout, allow_redirects=follow, **more)
        response.content  # noqa: B018  (read before the session is closed)
        return response


def post(x, text="hello", **more):
    body = more.pop("body", {"text": text})
    return ask(x, "POST", "/2/tweets", json=body, **more)


def timeline(x, **query):
    return ask(
        x, "GET", f"/2/users/{x.account.user_id}/tweets", params={k.replace("__", "."): v for k, v in query.items()}
    )


def ids(response):
    return [post["id"] for post in response.json().get("data", [])]


needs_description = pytest.mark.skipif(Contract().skipped is not None, reason=str(Contract().skipped))


class TestCreate:
    def test_answers_201_with_the_id_of_a_post_it_keeps(self, x):
        response = post(x)
        assert response.status_code == 201
        [kept] = x.posts
        assert response.json()["data"] == {"id": kept.id, "text": "hello", "edit_history_tweet_ids": [kept.id]}
        assert (kept.text, kept.author, kept.created_at, kept.reply_to, kept.deleted) == (
            "hello",
            "us",
            NOW,
            None,
            False,
        )

    def test_writes_urls_as_tco_and_escapes(self, x):
        text = post(x, "a < b & c > d: https://example.org/a?b=1&c=2, doi.org/10.1/x.").json()["data"]["text"]
        head, first, last = text.rsplit(" ", 2)
        assert head == "a &lt; b &amp; c &gt; d:"
        assert first.startswith("https://t.co/")
        assert first.endswith(",")
        assert last.startswith("https://t.co/")
        assert last.endswith(".")

    def test_leaves_a_doi_and_an_abbreviation_alone(self, x):
        assert post(x, "doi:10.1000/abc.com et al.in vitro").json()["data"]["text"].startswith("doi:10.1000/abc.com et")

    def test_ids_are_19_digits_and_strictly_rising(self, x):
        found = [post(x, f"text {n}").json()["data"]["id"] for n in range(3)]
        assert all(len(i) == 19 and i.isdigit() for i in found)
        assert found == sorted(set(found))

    @pytest.mark.parametrize("again", ["hello", "  hello \n"], ids=["same", "white-space"])
    def test_refuses_a_duplicate_in_xs_words(self, x, again):
        post(x)
        response = post(x, again)
        assert response.status_code == 403
        assert response.json() == {
            "detail": "You are not allowed to create a Tweet with duplicate content.",
            "type": "about:blank",
            "title": "Forbidden",
            "status": 403,
        }
        assert len(x.posts) == 1

    def test_takes_the_text_of_a_deleted_post_again(self, x):
        x.delete(post(x).json()["data"]["id"])
        assert post(x).status_code == 201

    def test_a_persons_post_makes_a_duplicate_too(self, x):
        x.foreign_post("hello")
        assert post(x).status_code == 403

    def test_takes_a_reply_to_a_post_that_does_not_show_yet(self, x):
        x.timeline_lag = 60
        first = post(x).json()["data"]["id"]
        assert post(x, body={"text": "more", "reply": {"in_reply_to_tweet_id": first}}).status_code == 201
        assert x.posts[1].reply_to == first

    def test_refuses_a_reply_to_a_post_that_is_not_there(self, x):
        response = post(x, body={"text": "more", "reply": {"in_reply_to_tweet_id": "1"}})
        assert response.status_code == 403
        assert "deleted or not visible" in response.json()["detail"]

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"text": 3},
            {"text": " "},
            {"text": "a", "colour": "red"},
            {"text": "a", "reply": {}},
            {"text": "a", "media": {"media_ids": []}},
            {"text": "a", "made_with_ai": "no"},
            ["a"],
        ],
        ids=str,
    )
    def test_refuses_a_body_of_another_shape(self, x, body):
        response = post(x, body=body)
        assert response.status_code == 400
        assert response.json()["type"] == "https://api.x.com/2/problems/invalid-request"
        assert not x.posts

    def test_refuses_what_is_too_long_when_told_how_to_count(self, clock):
        with LoopbackX(clock=clock, length=len) as x:
            assert post(x, "a" * 281).status_code == 403
            assert post(x, "a" * 280).status_code == 201


class TestSignature:
    @pytest.mark.parametrize("part", ["api_key", "api_secret", "access_token", "access_token_secret"])
    def test_refuses_a_wrong_secret(self, x, part):
        response = post(x, credentials=replace(DEFAULT_CREDENTIALS, **{part: "wrong"}))
        assert response.status_code == 401
        assert response.json()["title"] == "Unauthorized"
        assert not x.posts

    def test_refuses_a_request_without_a_header(self, x):
        assert requests.post(f"{x.url}/2/tweets", json={"text": "a"}, timeout=5).status_code == 401

    def test_covers_the_query(self, x):
        assert timeline(x, tweet__fields="created_at,entities", max_results=5).status_code == 200

    def test_takes_a_signature_for_xs_own_name(self, x):
        prepared = requests.Request(
            "GET", "https://api.x.com/2/users/me", auth=OAuth1(*vars(DEFAULT_CREDENTIALS).values())
        ).prepare()
        assert requests.get(f"{x.url}/2/users/me", headers=prepared.headers, timeout=5).status_code == 200

    def test_notes_a_request_that_was_sent_twice(self, x):
        prepared = requests.Request(
            "GET", f"{x.url}/2/users/me", auth=OAuth1(*vars(DEFAULT_CREDENTIALS).values())
        ).prepare()
        with requests.Session() as session:
            for _ in range(2):
                session.send(prepared, timeout=5)
        assert x.violations == ["GET /2/users/me: oauth_nonce used twice"]


class TestMe:
    def test_tells_who_we_are(self, x):
        assert ask(x, "GET", "/2/users/me").json() == {
            "data": {"id": "2244994945", "name": "SciComm", "username": "scicomm_bot"}
        }

    def test_adds_the_fields_asked_for(self, x):
        assert "description" in ask(x, "GET", "/2/users/me", params={"user.fields": "description"}).json()["data"]


class TestDelete:
    def test_takes_the_post_off_the_timeline(self, x):
        post_id = post(x).json()["data"]["id"]
        assert ask(x, "DELETE", f"/2/tweets/{post_id}").json() == {"data": {"deleted": True}}
        assert x.posts[0].deleted
        assert timeline(x).json() == {"meta": {"result_count": 0}}


class TestTimeline:
    def test_is_newest_first_with_its_meta(self, x):
        made = [post(x, f"text {n}").json()["data"]["id"] for n in range(3)]
        response = timeline(x)
        assert ids(response) == made[::-1]
        assert response.json()["meta"] == {"result_count": 3, "newest_id": made[2], "oldest_id": made[0]}

    def test_gives_id_text_and_edit_history_unless_asked(self, x):
        post(x, "see example.org")
        assert set(timeline(x).json()["data"][0]) == {"id", "text", "edit_history_tweet_ids"}

    def test_gives_the_fields_asked_for_that_the_post_has(self, x):
        first = post(x).json()["data"]["id"]
        post(x, body={"text": "see example.org/a", "reply": {"in_reply_to_tweet_id": first}})
        newest, oldest = timeline(x, tweet__fields="created_at,entities,referenced_tweets,note_tweet").json()["data"]
        assert set(oldest) == {"id", "text", "edit_history_tweet_ids", "created_at"}
        assert newest["created_at"] == "2026-09-21T14:13:20.000Z"
        assert newest["referenced_tweets"] == [{"type": "replied_to", "id": first}]
        [url] = newest["entities"]["urls"]
        assert newest["text"][url["start"] : url["end"]] == url["url"]
        assert (url["expanded_url"], url["display_url"]) == ("http://example.org/a", "example.org/a")

    def test_speaks_the_descriptions_names_to_who_asks_with_them(self, x):
        post(x, "a" * 200 + " " + "b" * 100)
        assert set(timeline(x, post__fields="note_post").json()["data"][0]) == {
            "id",
            "text",
            "edit_history_post_ids",
            "note_post",
        }

    def test_cuts_a_long_text_and_keeps_it_whole_in_the_note(self, x):
        long = "word " * 60 + "& https://example.org/end"
        post(x, long)
        [got] = timeline(x, tweet__fields="note_tweet,entities").json()["data"]
        assert len(got["text"]) <= 280
        assert "… https://t.co/" in got["text"]
        assert got["note_tweet"]["text"].startswith("word " * 60 + "&amp; https://t.co/")
        assert [u["expanded_url"] for u in got["note_tweet"]["entities"]["urls"]] == ["https://example.org/end"]

    def test_links_attached_media_in_the_text(self, x):
        x.account.media["12"] = ServedMedia(b"", "tweet_image")
        post(x, body={"text": "a", "media": {"media_ids": ["12"]}})
        [got] = timeline(x, tweet__fields="entities,attachments").json()["data"]
        assert got["attachments"] == {"media_keys": ["3_12"]}
        [link] = got["entities"]["urls"]
        assert got["text"] == f"a {link['url']}"
        assert link["display_url"].startswith("pic.x.com/")

    def test_since_and_until_are_exclusive(self, x):
        made = [x.foreign_post(f"text {n}").id for n in range(4)]
        assert ids(timeline(x, since_id=made[1])) == made[:1:-1]
        assert ids(timeline(x, until_id=made[1])) == [made[0]]
        assert timeline(x, since_id=made[3]).json() == {"meta": {"result_count": 0}}

    def test_pages_through_everything_once_under_a_since_id(self, x):
        made = [x.foreign_post(f"text {n}").id for n in range(11)]
        seen, pages, query = [], 0, {"max_results": 5, "since_id": made[0]}
        while True:
            response = timeline(x, **query)
            seen += ids(response)
            pages += 1
            if not (token := response.json()["meta"].get("next_token")):
                break
            query["pagination_token"] = token
        assert seen == made[:0:-1]
        assert pages == 2

    def test_shows_ten_by_default(self, x):
        for n in range(12):
            x.foreign_post(f"text {n}")
        assert len(ids(timeline(x))) == 10

    def test_lags_behind_by_its_clock(self, x, clock):
        x.timeline_lag = 7.5
        post(x)
        clock.now += 7
        assert ids(timeline(x)) == []
        clock.now += 0.5
        assert len(ids(timeline(x))) == 1

    def test_has_peoples_posts_too(self, x):
        human = x.foreign_post("by hand")
        assert (ids(timeline(x)), human.author) == ([human.id], "human")

    @pytest.mark.parametrize(
        "query",
        [
            {"max_results": 4},
            {"max_results": 101},
            {"since_id": "abc"},
            {"pagination_token": "!"},
            {"tweet__fields": "x"},
        ],
        ids=str,
    )
    def test_refuses_a_wrong_query(self, x, query):
        assert timeline(x, **query).status_code == 400

    def test_knows_no_other_account(self, x):
        assert ask(x, "GET", "/2/users/1/tweets").json()["errors"][0]["resource_type"] == "user"


class TestHeaders:
    def test_date_is_the_servers_clock(self, x, clock):
        clock.now = 1_700_000_000
        assert ask(x, "GET", "/2/users/me").headers["date"] == formatdate(1_700_000_000, usegmt=True)

    def test_rate_limits_count_down(self, x):
        first, second = (ask(x, "GET", "/2/users/me").headers for _ in range(2))
        assert (first["x-rate-limit-limit"], first["x-rate-limit-remaining"]) == ("75", "74")
        assert second["x-rate-limit-remaining"] == "73"
        assert int(first["x-rate-limit-reset"]) > NOW

    def test_a_limit_bites_only_when_enforced_and_until_its_reset(self, clock):
        with LoopbackX(clock=clock, enforce_limits=True) as x:
            answers = [ask(x, "GET", "/2/users/me") for _ in range(76)]
            assert [a.status_code for a in answers[-2:]] == [200, 429]
            clock.now = int(answers[-1].headers["x-rate-limit-reset"])
            assert ask(x, "GET", "/2/users/me").status_code == 200

    def test_json_is_the_content_type(self, x):
        assert post(x).headers["content-type"].startswith("application/json")

    @pytest.mark.parametrize("method_and_path", ["GET /2/nothing", "GET /2/media/upload", "PUT /2/tweets"])
    def test_an_unknown_route_is_a_404_problem(self, x, method_and_path):
        response = ask(x, *method_and_path.split())
        assert (response.status_code, response.json()["status"]) == (404, 404)


STATUSES = {
    Kind.BAD_REQUEST: 400,
    Kind.BAD_FORM: 400,
    Kind.HTML_UNAUTHORIZED: 401,
    Kind.UNAUTHORIZED: 401,
    Kind.OUT_OF_CREDITS: 402,
    Kind.NO_PERMISSION: 403,
    Kind.NOT_PERMITTED: 403,
    Kind.REPLY_NOT_ALLOWED: 403,
    Kind.DUPLICATE: 403,
    Kind.SUSPENDED: 403,
    Kind.HTML_FORBIDDEN: 403,
    Kind.JSON_FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.HTML_NOT_FOUND: 404,
    Kind.UNPROCESSABLE: 422,
    Kind.TOO_MANY: 429,
    Kind.USAGE_CAPPED: 429,
    Kind.HTML_TOO_MANY: 429,
    Kind.SERVER_ERROR: 500,
    Kind.BAD_GATEWAY: 502,
    Kind.UNAVAILABLE: 503,
    Kind.GATEWAY_TIMEOUT: 504,
}
BROKEN = {
    Kind.LOST: requests.ConnectionError,
    Kind.RESET: requests.ConnectionError,
    Kind.HANG: requests.ReadTimeout,
    Kind.CUT_OFF: requests.exceptions.ChunkedEncodingError,
}


class TestFaults:
    @pytest.mark.parametrize(("kind", "status"), STATUSES.items(), ids=STATUSES)
    def test_a_status_comes_with_its_body(self, x, kind, status):
        x.faults.next(CREATE, Fault(kind))
        response = post(x)
        assert response.status_code == status
        if kind.endswith("-html"):
            assert response.text.startswith("<html>")
        elif kind is Kind.JSON_FORBIDDEN:
            assert "type" not in response.json()
        else:
            assert response.json().get("status", status) == status
            assert response.json()["detail"]
        assert not x.posts

    @pytest.mark.parametrize("publish", [True, False], ids=["published", "unpublished"])
    @pytest.mark.parametrize(("kind", "error"), BROKEN.items(), ids=BROKEN)
    def test_a_broken_answer_leaves_the_client_in_doubt(self, x, kind, error, publish):
        x.faults.next(CREATE, Fault(kind, publish))
        with pytest.raises(error):
            post(x, timeout=0.3 if kind is Kind.HANG else 5)
        assert len(x.posts) == publish
        assert x.faults.injected == {f"{kind}/{'published' if publish else 'unpublished'}": 1}

    @pytest.mark.parametrize("publish", [True, False], ids=["published", "unpublished"])
    @pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.EMPTY])
    def test_a_success_may_not_be_json(self, x, kind, publish):
        x.faults.next(CREATE, Fault(kind, publish))
        response = post(x)
        assert response.status_code == 201
        with pytest.raises(requests.JSONDecodeError):
            response.json()
        assert len(x.posts) == publish

    def test_a_success_may_lack_the_id(self, x):
        x.faults.next(CREATE, Fault(Kind.NO_ID, publish=True))
        assert "id" not in post(x).json()["data"]
        assert len(x.posts) == 1

    def test_a_reset_is_a_tcp_reset(self, x):
        x.faults.next(CREATE, Fault(Kind.RESET))
        with pytest.raises(requests.ConnectionError, match="reset by peer"):
            post(x)

    def test_a_late_answer_is_published_before_the_client_gives_up(self, x):
        x.faults.next(CREATE, Fault(Kind.LATE, publish=True, seconds=5))
        with pytest.raises(requests.ReadTimeout):
            post(x, timeout=0.1)
        assert len(x.posts) == 1

    def test_a_late_answer_is_the_true_one(self, x):
        x.faults.next(CREATE, Fault(Kind.LATE, publish=True, seconds=0.01))
        assert post(x).json()["data"]["id"] == x.posts[0].id

    def test_a_trickle_defeats_a_timeout_between_reads(self, x):
        x.faults.next(CREATE, Fault(Kind.TRICKLE, publish=True, seconds=0.0005))
        started = time.monotonic()
        assert post(x, timeout=0.1).json()["data"]["id"] == x.posts[0].id
        assert time.monotonic() - started > 0.1

    def test_a_hang_ends_by_itself(self, x):
        x.faults.next(CREATE, Fault(Kind.HANG, seconds=0.05))
        with pytest.raises(requests.ConnectionError):
            post(x)

    def test_a_redirect_that_is_followed_publishes(self, x):
        x.faults.next(CREATE, Fault(Kind.REDIRECT), Fault(Kind.REDIRECT))
        response = post(x)
        assert (response.status_code, len(x.posts)) == (307, 0)
        assert response.headers["location"].startswith(x.url)
        assert post(x, follow=True).status_code == 201
        assert len(x.posts) == 1

    def test_a_post_may_appear_after_its_answer_was_lost(self, x):
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True, publish_after=0.05))
        with pytest.raises(requests.ConnectionError):
            post(x)
        assert not x.posts
        x.wait_for_later()
        assert len(x.posts) == 1
        assert x.faults.injected == {"lost/published": 1}

    def test_what_x_would_refuse_is_not_published_by_a_fault(self, x):
        post(x)
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        with pytest.raises(requests.ConnectionError):
            post(x)
        assert x.faults.injected == {"lost/unpublished": 1}

    def test_a_429_tells_when_to_come_back(self, x):
        x.faults.next(CREATE, Fault(Kind.TOO_MANY, retry_after=60))
        headers = post(x).headers
        assert headers["x-rate-limit-reset"] == str(int(NOW) + 60)
        assert headers["x-rate-limit-remaining"] == "0"
        assert headers["retry-after"] == "60"

    @pytest.mark.parametrize("kind", [Kind.UNAVAILABLE, Kind.TOO_MANY, Kind.SERVER_ERROR])
    def test_the_timeline_can_be_refused(self, x, kind):
        x.faults.next("GET /2/users/{id}/tweets", Fault(kind))
        assert timeline(x).status_code == STATUSES[kind]
        assert x.faults.injected == {f"{kind}/read": 1}

    def test_the_timeline_can_be_cut_off(self, x):
        x.faults.next(TIMELINE, Fault(Kind.CUT_OFF))
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            timeline(x)

    def test_faults_are_taken_in_order_one_to_a_request(self, x):
        x.faults.next(CREATE, Fault(Kind.OK), Fault(Kind.UNAVAILABLE))
        assert [post(x, f"text {n}").status_code for n in range(3)] == [201, 503, 201]
        assert x.faults.waiting() == 0

    def test_a_fault_waits_for_its_own_route(self, x):
        x.faults.next(CREATE, Fault(Kind.UNAVAILABLE))
        assert timeline(x).status_code == 200
        assert x.faults.waiting() == 1

    def test_a_chooser_sees_the_request(self, x):
        x.faults.chooser = lambda r: Fault(Kind.UNAVAILABLE) if r.body and r.body["text"] == "bad" else None
        assert [post(x, text).status_code for text in ("good", "bad")] == [201, 503]

    def test_kinds_are_known_by_name(self):
        assert Fault.from_json({"kind": "lost", "publish": True}) == Fault(Kind.LOST, publish=True)
        with pytest.raises(ValueError, match="nonsense"):
            Fault.from_json({"kind": "nonsense"})


class TestChaos:
    REQUESTS = tuple(RecordedRequest(method, "/", {}, None, 0.0) for method in ("POST", "GET") * 200)

    def test_is_the_same_for_the_same_seed(self):
        first, second = (list(map(chaos(random.Random(7), 0.5), self.REQUESTS)) for _ in range(2))
        assert first == second
        assert any(first)

    def test_keeps_to_its_rate(self):
        spoiled = sum(map(bool, map(chaos(random.Random(1), 0.25), self.REQUESTS)))
        assert 60 < spoiled < 140

    def test_never_publishes_what_it_refuses_with_429(self):
        found = [fault for fault in map(chaos(random.Random(3), 1.0), self.REQUESTS) if fault]
        assert not any(fault.publish for fault in found if fault.kind is Kind.TOO_MANY)


@needs_description
class TestContract:
    def test_all_the_stand_in_says_is_as_described(self, x):
        first = post(x, "see https://example.org & more").json()["data"]["id"]
        post(x, body={"text": "b" * 300, "reply": {"in_reply_to_tweet_id": first}, "made_with_ai": False})
        picture = {"media": "iVBORw0KGgo=", "media_category": "tweet_image"}
        media_id = ask(x, "POST", "/2/media/upload", json=picture).json()["data"]["id"]
        ask(x, "POST", "/2/media/metadata", json={"id": media_id, "metadata": {"alt_text": {"text": "A mouse."}}})
        post(x, body={"text": "c", "media": {"media_ids": [media_id]}})
        post(x, body={"text": "d", "media": {"media_ids": ["5"]}})
        ask(x, "POST", "/2/media/upload", json={"media": "AAAA", "media_category": "tweet_image"})
        post(x, "c")
        ask(x, "GET", "/2/users/me", params={"user.fields": "description"})
        timeline(x, tweet__fields="created_at,entities,referenced_tweets,note_tweet,attachments", max_results=5)
        timeline(x, post__fields="created_at,entities,note_post", expansions="referenced_posts", since_id="1")
        ask(x, "GET", "/2/users/1/tweets")
        ask(x, "DELETE", f"/2/tweets/{first}")
        post(x, credentials=replace(DEFAULT_CREDENTIALS, api_secret="wrong"))
        assert x.violations == []

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ({"text": "a", "colour": "red"}, "colour"),
            ({"text": 3}, "text: 3 is not of type"),
            ({"reply": {"in_reply_to_tweet_id": "1"}}, "text: required"),
            ({"text": "a", "reply": {"in_reply_to_tweet_id": 1}}, "reply.in_reply_to_tweet_id"),
            ({"text": "a", "media": {"media_ids": list("12345")}}, "media.media_ids"),
        ],
        ids=["unknown", "type", "required", "nested", "too-many"],
    )
    def test_catches_a_wrong_body(self, x, body, said):
        post(x, body=body)
        assert said in x.violations[0]

    def test_catches_a_wrong_body_of_a_spoiled_request(self, x):
        x.faults.next(CREATE, Fault(Kind.UNAVAILABLE))
        post(x, body={"text": "a", "colour": "red"})
        assert len(x.violations) == 1

    def test_catches_a_query_that_is_not_described(self, x):
        timeline(x, start="yesterday", max_results=500)
        assert [line.split(": ")[0].rsplit(" ", 1)[1] for line in x.violations] == ["start", "max_results"]

    def test_catches_a_wrong_answer(self):
        found = Contract().answer("POST", "/2/tweets", 201, {"data": {"id": 1, "text": "a"}})
        assert len(found) == 1
        assert "data.id" in found[0]
        assert Contract().answer("POST", "/2/tweets", 200, {}) != []
        assert Contract().answer("POST", "/2/tweets", 500, {"oops": 1}) != []

    def test_looks_under_the_old_names_too(self):
        page = {"data": [{"id": "1", "text": "a", "referenced_tweets": [{"type": "liked", "id": "2"}]}]}
        assert len(Contract().answer("GET", "/2/users/{id}/tweets", 200, page)) == 1

    def test_can_be_switched_off(self, clock):
        with LoopbackX(clock=clock, validate=False) as x:
            post(x, body={"colour": "red"})
            assert x.violations == []


def test_without_the_description_the_contract_says_why(monkeypatch):
    monkeypatch.setattr("xserver.contract.description_path", lambda: None)
    contract = Contract()
    assert "SCICOMM_SHARED" in str(contract.skipped)
    assert contract.request_body("POST", "/2/tweets", 3) == []


def test_requests_are_recorded_without_secrets(x):
    post(x, "hello")
    timeline(x, since_id="5")
    created, read = x.requests
    assert (created.method, created.path, created.body, created.at) == ("POST", "/2/tweets", {"text": "hello"}, NOW)
    assert (read.route, read.resource, read.query) == (TIMELINE, x.account.user_id, {"since_id": "5"})
    assert "authorization" not in created.headers
    assert "oauth" not in repr(created)


def test_an_outage_keeps_port_and_posts(x):
    post(x)
    address = x.url
    x.stop()
    with pytest.raises(requests.ConnectionError):
        post(x, "while it is down")
    x.start()
    assert (x.url, len(ids(timeline(x)))) == (address, 1)


def test_a_stop_hangs_up_on_who_waits(clock):
    x = LoopbackX(clock=clock).start()
    x.faults.chooser = lambda _: x.stopping.set() or Fault(Kind.HANG)
    with pytest.raises(requests.ConnectionError):
        post(x)
    x.stop()


class TestProcess:
    @pytest.fixture
    def process(self, tmp_path):
        folder = Path(sys.modules["xserver"].__file__).parent
        command = [sys.executable, str(folder), "--port-file", tmp_path / "port", "--state", tmp_path / "state.json"]
        environment = os.environ | {"SCICOMM_X_API_KEY": "from-the-environment"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as started:
            self.url = started.stdout.readline().strip()
            self.folder = tmp_path
            yield started
            started.kill()

    def test_serves_obeys_and_leaves_its_state(self, process):
        credentials = replace(DEFAULT_CREDENTIALS, api_key="from-the-environment")
        assert self.url.endswith(":" + (self.folder / "port").read_text())

        def order(name, **body):
            return requests.post(f"{self.url}/_control/{name}", json=body, timeout=5)

        assert order("faults", route=CREATE, faults=[{"kind": "lost", "publish": True}]).json() == {"faults_waiting": 1}
        with pytest.raises(requests.ConnectionError):
            post(self, "hello", credentials=credentials)
        human = order("foreign", text="by hand").json()
        assert order("delete", id=human["id"]).json() == {"deleted": True}
        assert order("settings", timeline_lag=2).json() == {"timeline_lag": 2.0}
        assert order("faults", route=CREATE, faults=[{"kind": "nonsense"}]).status_code == 400
        assert requests.get(f"{self.url}/_control/nothing", timeout=5).status_code == 404

        seen = requests.get(f"{self.url}/_control/state", timeout=5).json()
        assert [(p["text"], p["author"], p["deleted"]) for p in seen["posts"]] == [
            ("hello", "us", False),
            ("by hand", "human", True),
        ]
        assert (seen["injected"], seen["requests"], seen["violations"]) == ({"lost/published": 1}, 1, [])
        assert json.loads((self.folder / "state.json").read_text()) == seen

        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
        assert json.loads((self.folder / "state.json").read_text()) == seen
