"""What X's answers mean: a row for each of the answers that matter, and for every odd one."""

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest

from scicomm_bot.domain.outcome import (
    AccountRefused,
    DuplicateText,
    Lost,
    PictureRefused,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.transport import Answer
from scicomm_bot.x.answers import outcome_of
from support.samples import NOW
from xserver import answers as xs

ID = "1790000000000000001"
UNIX = int(NOW.timestamp())


def answer(status, body=b"", **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, content)


def served(one):
    """An answer as the stand-in gives it."""
    return Answer(one.status, dict(one.headers), one.body)


def problem(status, detail, kind="about:blank"):
    return served(xs.problem(status, "Title", detail, kind))


def limited(**headers):
    return answer(429, {"title": "Too Many Requests", "detail": "Slow down", "type": "about:blank"}, **headers)


def invalid(parameters):
    problem = {"title": "Invalid Request", "detail": "One or more parameters to your request was invalid."}
    kind = "https://api.twitter.com/2/problems/invalid-request"
    return answer(400, {**problem, "type": kind, "errors": [{"parameters": parameters, "message": "It is wrong."}]})


def problem_of_another_status():
    return answer(403, {"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank", "status": 401})


NOT_XS = {
    "html": b"<html><title>Attention Required!</title></html>",
    "empty": b"",
    "text": b"Forbidden",
    "binary": b"\xff\xfe",
    "list": [],
    "string": "no",
    "no-words": {},
    "words-of-other-types": {"detail": 7, "errors": ["x"]},
    "words-without-a-type": {"detail": "Forbidden", "title": "Forbidden"},
    "errors-without-a-code": {"errors": [{"message": "Forbidden"}]},
    "gateway": {"message": "Forbidden"},
    "gateway-error": {"error": {"code": 403, "message": "blocked"}},
    "problem-of-somebody-else": {"type": "https://waf.example.org/blocked", "title": "Blocked", "detail": "Blocked"},
}


TABLE = [
    # published
    pytest.param(answer(201, {"data": {"id": ID, "text": "hello"}}), Published, id="201"),
    # the text is refused
    pytest.param(served(xs.invalid_request("One or more parameters was invalid.", "text")), TextRefused, id="400"),
    pytest.param(invalid({"$.text": ["x"]}), TextRefused, id="400-names-the-text"),
    pytest.param(invalid({"text": ["x"]}), TextRefused, id="400-names-the-text-without-a-dollar"),
    pytest.param(problem(400, "Your post text is not valid."), TextRefused, id="400-in-words-about-the-text"),
    pytest.param(served(xs.too_long()), TextRefused, id="403-too-long"),
    pytest.param(served(xs.unprocessable()), TextRefused, id="422"),
    pytest.param(
        answer(403, {"errors": [{"code": 186, "message": "Tweet needs to be a bit shorter."}]}),
        TextRefused,
        id="403-list-of-errors",
    ),
    # the form of the request is refused: no fault of this text
    pytest.param(served(xs.bad_form()), AccountRefused, id="400-content-type"),
    pytest.param(invalid({"$.made_up": ["x"]}), AccountRefused, id="400-names-a-field-that-is-no-post's"),
    pytest.param(served(xs.invalid_request("One or more parameters was invalid.")), AccountRefused, id="400-no-field"),
    pytest.param(problem(400, "$.Content-Type: is not defined in the schema"), AccountRefused, id="400-schema"),
    # the account is in trouble
    pytest.param(served(xs.unauthorized()), AccountRefused, id="401"),
    pytest.param(
        answer(401, {"errors": [{"code": 32, "message": "Could not authenticate you."}]}),
        AccountRefused,
        id="401-list-of-errors",
    ),
    pytest.param(served(xs.out_of_credits()), AccountRefused, id="402"),
    pytest.param(served(xs.no_permission()), AccountRefused, id="403-permission"),
    pytest.param(served(xs.not_permitted()), AccountRefused, id="403-not-permitted"),
    pytest.param(served(xs.suspended()), AccountRefused, id="403-suspended"),
    pytest.param(problem(403, "Forbidden", "client-forbidden"), AccountRefused, id="403-client-forbidden"),
    pytest.param(served(xs.no_route()), AccountRefused, id="404"),
    pytest.param(served(xs.usage_capped()), AccountRefused, id="429-usage-capped"),
    # a body that is not X's, whatever its status: something on the way answered, and X may have published
    *(
        pytest.param(answer(status, body), Lost, id=f"{status}-{name}")
        for status in (400, 401, 402, 403, 404, 422, 429)
        for name, body in NOT_XS.items()
    ),
    pytest.param(problem_of_another_status(), Lost, id="403-that-says-401"),
    # the text is there already
    pytest.param(served(xs.duplicate()), DuplicateText, id="403-duplicate"),
    # wait
    pytest.param(served(xs.too_many_requests(UNIX + 600, 600)), RateLimited, id="429"),
    # unknown: it may be published
    pytest.param(served(xs.internal_error()), Lost, id="500"),
    pytest.param(served(xs.page(502, "502 Bad Gateway")), Lost, id="502-html"),
    pytest.param(served(xs.unavailable(503)), Lost, id="503"),
    pytest.param(served(xs.unavailable(504)), Lost, id="504"),
    pytest.param(answer(500, {"data": {"id": ID}}), Lost, id="500-with-an-id"),
    pytest.param(answer(599), Lost, id="599"),
    pytest.param(answer(201), Lost, id="201-empty"),
    pytest.param(answer(201, b'{"data": {"id": "17900'), Lost, id="201-cut-off"),
    pytest.param(answer(201, b"<!-- \xff\xfe -->"), Lost, id="201-garbage"),
    pytest.param(answer(201, {"data": {"text": "no id"}}), Lost, id="201-no-id"),
    pytest.param(answer(201, {"data": {"id": 1790000000000000001}}), Lost, id="201-id-is-a-number"),
    pytest.param(answer(201, {"data": {"id": ""}}), Lost, id="201-id-is-empty"),
    pytest.param(answer(201, {"data": {"id": "12a"}}), Lost, id="201-id-with-a-letter"),
    pytest.param(answer(201, {"data": {"id": "١٢٣"}}), Lost, id="201-id-in-other-digits"),
    pytest.param(answer(201, {"data": [{"id": ID}]}), Lost, id="201-list"),
    pytest.param(answer(201, b"[" * 100_000), Lost, id="201-nested-too-deep"),
    pytest.param(answer(200, {"data": {"id": ID}}), Lost, id="200"),
    pytest.param(answer(202, {"data": {"id": ID}}), Lost, id="202"),
    pytest.param(answer(204), Lost, id="204"),
    pytest.param(answer(301, location="/elsewhere"), Lost, id="301"),
    pytest.param(answer(307, location="/elsewhere"), Lost, id="307"),
    pytest.param(answer(308), Lost, id="308"),
    pytest.param(answer(304), Lost, id="304"),
    pytest.param(answer(405, {"detail": "Method Not Allowed"}), Lost, id="405"),
    pytest.param(answer(408, {"detail": "Request Timeout"}), Lost, id="408"),
    pytest.param(answer(409, {"detail": "Conflict"}), Lost, id="409"),
    pytest.param(answer(425), Lost, id="425"),
    pytest.param(answer(100), Lost, id="100"),
]


@pytest.mark.parametrize(("given", "kind"), TABLE)
def test_each_answer_has_its_meaning(given, kind):
    assert type(outcome_of(given, NOW)) is kind


def test_the_id_is_xs_own():
    assert outcome_of(answer(201, {"data": {"id": ID}}), NOW) == Published(ID)


@pytest.mark.parametrize(
    "detail",
    ["You can only reply to or quote posts where you are mentioned or are the author.",
     "You attempted to reply to a Tweet that is deleted or not visible to you.",
     "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author"],
    ids=["mentioned", "gone", "conversation"],
)  # fmt: skip
def test_a_refused_reply_ends_the_thread_not_the_account(detail):
    assert isinstance(outcome_of(problem(403, detail), NOW, reply=True), ReplyRefused)


@pytest.mark.parametrize(
    "given",
    [
        invalid({"$.media.media_ids": ["x"]}),
        served(xs.invalid_request("One or more parameters was invalid.", "media.media_ids")),
        problem(400, "Your media IDs are invalid."),
    ],
    ids=["parameters", "parameter", "words"],
)
def test_a_refused_picture_is_no_refused_text(given):
    assert isinstance(outcome_of(given, NOW, media=True), PictureRefused)


def test_words_about_replies_mean_nothing_for_a_post_that_is_none():
    given = problem(403, "You can only reply to posts where you are mentioned.")
    assert isinstance(outcome_of(given, NOW), TextRefused)


class TestWords:
    def test_the_reason_has_the_status_and_xs_own_words(self):
        said = outcome_of(served(xs.too_long()), NOW).reason
        assert said == "X answered 403: Your Tweet text is too long."

    def test_the_words_of_the_list_of_errors_are_told_too(self):
        assert outcome_of(invalid({"text": ["x"]}), NOW).reason.endswith("was invalid. (It is wrong.)")

    def test_they_are_one_line_of_bounded_length(self):
        said = outcome_of(problem(403, "two\nlines " + "x" * 5_000), NOW).reason
        assert "two lines" in said
        assert len(said) < 400

    @pytest.mark.parametrize(
        ("given", "remedy"),
        [(served(xs.unauthorized()), "credentials are wrong, revoked or swapped"),
         (served(xs.out_of_credits()), "credits are used up, buy some"),
         (served(xs.no_route()), "look at SCICOMM_X_API_URL"),
         (served(xs.usage_capped()), "usage cap of your plan"),
         (served(xs.bad_form()), "no fault of the text: look whether there is a newer scicomm-bot")],
        ids=["401", "402", "404", "429", "400"],
    )  # fmt: skip
    def test_account_trouble_names_a_remedy(self, given, remedy):
        assert remedy in outcome_of(given, NOW).reason


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (str(UNIX + 600), timedelta(minutes=10)),
        (str(UNIX + 24 * 3600), timedelta(hours=24)),
        (None, timedelta(minutes=15)),
        ("", timedelta(minutes=15)),
        ("soon", timedelta(minutes=15)),
        (str(UNIX - 1), timedelta(seconds=1)),
        (str(UNIX), timedelta(seconds=1)),
        (str(UNIX - 3600), timedelta(minutes=15)),
        (str(UNIX + 26 * 3600), timedelta(minutes=15)),
        ("9" * 30, timedelta(minutes=15)),
        ("-1", timedelta(minutes=15)),
    ],
    ids=[
        "told",
        "a-day",
        "missing",
        "empty",
        "words",
        "just-over",
        "now",
        "long-past",
        "not-believed",
        "huge",
        "negative",
    ],
)
def test_a_429_is_waited_out_until_the_reset_that_it_tells_of(header, wait):
    headers = {} if header is None else {"x_rate_limit_reset": header}
    assert outcome_of(limited(**headers), NOW).until == NOW + wait


def test_a_reset_is_as_far_off_as_it_is_by_xs_own_date_whatever_our_clock_says():
    """Our clock is a day ahead here: the reset would seem to be long past."""
    told = limited(x_rate_limit_reset=str(UNIX + 60), date=format_datetime(NOW, usegmt=True))
    tomorrow = NOW + timedelta(days=1)
    assert outcome_of(told, tomorrow).until == tomorrow + timedelta(seconds=60)
