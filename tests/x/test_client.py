"""The client against a real server on loopback, which fails in every way that X and the network can."""

import socket
import ssl
import subprocess
import threading
import time
import zlib
from dataclasses import replace

import pytest
import urllib3.util.connection

from scicomm_bot.domain.outcome import AccountRefused, DuplicateText, Lost, NotSent, Published, RateLimited, TextRefused
from scicomm_bot.errors import XError
from scicomm_bot.x import XClient, XCredentials
from scicomm_bot.x.session import MOST_BYTES
from support.samples import ACCOUNT, NOW
from xserver import Fault, Kind, LoopbackX
from xserver import XCredentials as ServerCredentials
from xserver import answers as xs

CREATE, ME = "POST /2/tweets", "GET /2/users/me"
SECRETS = ("marked-api-key", "marked-api-secret", "2244994945-markedaccesstoken", "marked-access-token-secret")
TEXT = "doi:10.1000/abc: G-CSF & ALS <review> 🧠"
SHORT, LONG = 0.3, 10.0


@pytest.fixture
def x():
    with LoopbackX(credentials=ServerCredentials(*SECRETS)) as server:
        yield server
        assert server.violations == []


def client_of(url, timeout=LONG, secrets=SECRETS):
    return XClient(XCredentials(*secrets), url, timeout, lambda: NOW)


def publish(url, timeout=LONG, text=TEXT, may_send=lambda: True):
    return client_of(url, timeout).publish(text, may_send=may_send)


def wait_for_calls():
    """Wait until no thread of a call is left, so that whatever it would still do is done."""
    for thread in threading.enumerate():
        if thread.name == "x-call":
            thread.join(10)
            assert not thread.is_alive()


class TestPublishing:
    def test_the_text_arrives_to_the_letter_and_the_id_comes_back(self, x):
        outcome = publish(x.url)
        [post] = x.posts
        assert outcome == Published(post.id)
        assert post.text == TEXT

    def test_nothing_but_the_text_is_sent(self, x):
        publish(x.url)
        assert x.requests[0].body == {"text": TEXT}

    def test_it_is_one_request(self, x):
        publish(x.url)
        assert [request.route for request in x.requests] == [CREATE]

    def test_each_call_has_a_connection_of_its_own(self, x, monkeypatch):
        made = []
        create = urllib3.util.connection.create_connection
        monkeypatch.setattr(
            urllib3.util.connection, "create_connection", lambda *a, **k: made.append(a) or create(*a, **k)
        )
        client = client_of(x.url)
        for text in ("first", "second"):
            client.publish(text, may_send=lambda: True)
        client.me()
        assert len(made) == 3

    def test_no_connection_is_left_open(self, x):
        publish(x.url)
        deadline = time.monotonic() + 5
        while x._server.open and time.monotonic() < deadline:
            time.sleep(0.005)
        assert not x._server.open


# What a fault comes to, whether X has published or not.
FAULTS = [
    (Fault(Kind.LOST), Lost),
    (Fault(Kind.RESET), Lost),
    (Fault(Kind.CUT_OFF), Lost),
    (Fault(Kind.GARBAGE), Lost),
    (Fault(Kind.EMPTY), Lost),
    (Fault(Kind.NO_ID), Lost),
    (Fault(Kind.REDIRECT), Lost),
    (Fault(Kind.SERVER_ERROR), Lost),
    (Fault(Kind.BAD_GATEWAY), Lost),
    (Fault(Kind.UNAVAILABLE), Lost),
    (Fault(Kind.GATEWAY_TIMEOUT), Lost),
    (Fault(Kind.HTML_UNAUTHORIZED), Lost),
    (Fault(Kind.HTML_FORBIDDEN), Lost),
    (Fault(Kind.JSON_FORBIDDEN), Lost),
    (Fault(Kind.HTML_NOT_FOUND), Lost),
    (Fault(Kind.HTML_TOO_MANY), Lost),
]
SLOW = [Fault(Kind.LATE, seconds=30), Fault(Kind.HANG), Fault(Kind.TRICKLE, seconds=0.05)]
REFUSALS = [
    (Kind.BAD_REQUEST, TextRefused),
    (Kind.BAD_FORM, AccountRefused),
    (Kind.UNPROCESSABLE, TextRefused),
    (Kind.UNAUTHORIZED, AccountRefused),
    (Kind.OUT_OF_CREDITS, AccountRefused),
    (Kind.NO_PERMISSION, AccountRefused),
    (Kind.NOT_PERMITTED, AccountRefused),
    (Kind.SUSPENDED, AccountRefused),
    (Kind.NOT_FOUND, AccountRefused),
    (Kind.USAGE_CAPPED, AccountRefused),
    (Kind.DUPLICATE, DuplicateText),
    (Kind.TOO_MANY, RateLimited),
]
PUBLISHED = pytest.mark.parametrize("published", [False, True], ids=["unpublished", "published"])


def with_publish(fault, published):
    return Fault(fault.kind, published, fault.seconds)


class TestFaults:
    @PUBLISHED
    @pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=[str(fault.kind) for fault, _ in FAULTS])
    def test_a_lost_answer_is_lost_and_asked_for_once(self, x, fault, kind, published):
        x.faults.next(CREATE, with_publish(fault, published))
        assert type(publish(x.url)) is kind
        assert len(x.requests) == 1
        assert len(x.posts) == published

    @PUBLISHED
    @pytest.mark.parametrize("fault", SLOW, ids=[str(fault.kind) for fault in SLOW])
    def test_a_slow_answer_is_lost_at_the_deadline_of_the_whole_call(self, x, fault, published):
        """A trickle would take 15 s here: requests' own timeout counts anew with each byte."""
        x.faults.next(CREATE, with_publish(fault, published))
        begun = time.monotonic()
        outcome = publish(x.url, SHORT)
        assert time.monotonic() - begun < 5
        assert outcome == Lost(f"no whole answer within {SHORT} s")
        wait_for_calls()
        assert len(x.requests) == 1
        assert len(x.posts) == published

    @pytest.mark.parametrize("fault", [Fault(Kind.LATE, publish=True, seconds=0.05),
                                       Fault(Kind.TRICKLE, publish=True, seconds=0.0001)], ids=["late", "trickle"])  # fmt: skip
    def test_a_slow_answer_that_is_whole_in_time_counts(self, x, fault):
        x.faults.next(CREATE, fault)
        assert publish(x.url) == Published(x.posts[0].id)

    @pytest.mark.parametrize(("kind", "outcome"), REFUSALS, ids=[str(kind) for kind, _ in REFUSALS])
    def test_a_refusal_is_what_the_table_says(self, x, kind, outcome):
        x.faults.next(CREATE, Fault(kind))
        assert type(publish(x.url)) is outcome
        assert len(x.requests) == 1

    def test_a_redirect_is_not_followed_nor_posted_twice(self, x):
        x.faults.next(CREATE, Fault(Kind.REDIRECT, publish=True))
        assert publish(x.url) == Lost("X answered 307, a redirect, which is not followed")
        assert [request.path for request in x.requests] == ["/2/tweets"]
        assert len(x.posts) == 1

    def test_the_texts_own_duplicate_is_told_apart(self, x):
        publish(x.url)
        assert isinstance(publish(x.url), DuplicateText)

    def test_wrong_credentials_are_the_accounts_trouble(self, x):
        outcome = client_of(x.url, secrets=(*SECRETS[:3], "wrong")).publish(TEXT, may_send=lambda: True)
        assert isinstance(outcome, AccountRefused)
        assert x.posts == []

    @pytest.mark.parametrize(
        "body",
        [b"[]", b'"text"', b"null", b"7", b'{"errors": [7]}', b'{"errors": 7}', b'{"errors": {"a": 1}}'],
        ids=str,
    )
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
    def test_a_body_that_tweepy_trips_over_is_read_all_the_same(self, x, monkeypatch, status, body):
        monkeypatch.setattr(x, "answer", lambda _: xs.Answer(status, body))
        assert type(publish(x.url)) is Lost

    def test_a_reset_time_that_tweepy_trips_over_is_read_all_the_same(self, x, monkeypatch):
        limited = xs.problem(429, "Too Many Requests", "Too Many Requests")
        monkeypatch.setattr(x, "answer", lambda _: replace(limited, headers={"x-rate-limit-reset": "soon"}))
        assert isinstance(publish(x.url), RateLimited)


class TestSize:
    """0.3 MB of gzip once became 2.8 GB in memory."""

    @pytest.fixture
    def bomb(self, x, monkeypatch):
        packed = zlib.compress(b" " * (MOST_BYTES + 1), wbits=31)
        assert len(packed) < 100_000
        monkeypatch.setattr(x, "answer", lambda _: xs.Answer(200, packed, {"content-encoding": "gzip"}))

    def test_an_answer_to_a_post_that_is_too_long_when_unpacked_is_lost(self, x, bomb):
        assert publish(x.url) == Lost("an answer came that is longer than 20,000,000 bytes, as none of X's is")

    def test_any_other_that_is_too_long_is_one_clear_error(self, x, bomb):
        with pytest.raises(XError, match="the answer is longer than 20,000,000 bytes"):
            client_of(x.url).me()

    def test_one_that_is_not_packed_is_held_to_the_same_length(self, x, monkeypatch):
        monkeypatch.setattr(x, "answer", lambda _: xs.Answer(200, b" " * (MOST_BYTES + 1)))
        assert isinstance(publish(x.url), Lost)

    def test_the_longest_is_read(self, x, monkeypatch):
        body = b'{"data": {"id": "17", "text": "a"}}'.ljust(MOST_BYTES)
        monkeypatch.setattr(x, "answer", lambda _: xs.Answer(201, body))
        assert publish(x.url) == Published("17")


class TestNotSent:
    """Only where it is certain that X got nothing."""

    def test_a_connection_that_is_refused(self, x):
        x.stop()
        outcome = publish(x.url)
        assert outcome == NotSent(f"no connection to {x.url}; nothing was sent")
        x.start()

    def test_a_name_that_is_not_resolved(self):
        assert isinstance(publish("http://api.x.invalid"), NotSent)

    @pytest.mark.parametrize("host", ["a" * 70 + ".invalid", "[::1", "exa mple.invalid", "a..invalid"], ids=str)
    def test_an_address_that_is_none(self, host):
        assert isinstance(publish(f"http://{host}"), NotSent)

    def test_a_connection_that_is_not_made_in_time(self, x, monkeypatch):
        """The resolver hangs beyond the deadline; when it wakes up, nothing is sent."""
        wake = threading.Event()
        look_up = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: wake.wait(10) and look_up(*a, **k))
        outcome = publish(x.url, SHORT)
        assert outcome == NotSent(f"no connection to {x.url} within {SHORT} s")
        wake.set()
        wait_for_calls()
        assert x.requests == []

    def test_a_sender_that_comes_too_late(self, x):
        outcome = publish(x.url, may_send=lambda: False)
        assert outcome == NotSent("the sender came too late, or its attempt was ended; nothing was sent")
        assert x.requests == []

    def test_may_send_is_asked_once_when_the_connection_is_open_and_before_the_first_byte(self, x):
        seen = []
        publish(x.url, may_send=lambda: seen.append((len(x._server.open) <= 1, len(x.requests))) or True)
        assert seen == [(True, 0)]

    def test_a_ledger_that_cannot_be_asked_just_before_the_first_byte(self, x):
        def fail():
            raise OSError("disk gone")

        assert isinstance(publish(x.url, may_send=fail), NotSent)
        assert x.requests == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed: no certificate to serve with")
    return folder


class TestTls:
    @pytest.fixture
    def secure_url(self, certificate):
        """A server with a certificate that nobody vouches for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        with socket.create_server(("127.0.0.1", 0)) as server:

            def serve():
                while True:
                    try:
                        connection, _ = server.accept()
                    except OSError:
                        return
                    try:
                        context.wrap_socket(connection, server_side=True).close()
                    except OSError:
                        connection.close()

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            yield f"https://127.0.0.1:{server.getsockname()[1]}"
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)

    def test_a_certificate_that_nobody_vouches_for_leaves_the_outcome_unknown(self, secure_url):
        assert publish(secure_url) == Lost(f"the secure connection to {secure_url} failed")

    def test_me_says_that_the_secure_connection_failed(self, secure_url):
        with pytest.raises(XError, match="the secure connection failed; check the address and the clock"):
            client_of(secure_url).me()

    def test_a_server_that_speaks_no_tls(self, x):
        assert isinstance(publish(x.url.replace("http:", "https:")), Lost)
        assert x.requests == []


class TestMe:
    def test_it_is_the_account_of_the_credentials(self, x):
        assert client_of(x.url).me() == ACCOUNT

    def test_wrong_credentials_name_the_remedy(self, x):
        with pytest.raises(XError, match=r"does not accept the credentials \(401: .*not swapped and not revoked"):
            client_of(x.url, secrets=("wrong", *SECRETS[1:])).me()

    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            (Fault(Kind.SERVER_ERROR), "X answered 500 to /2/users/me"),
            (Fault(Kind.BAD_GATEWAY), "X answered 502 to /2/users/me: nothing readable"),
            (Fault(Kind.UNAVAILABLE), "X answered 503"),
            (Fault(Kind.TOO_MANY), "X answered 429"),
            (Fault(Kind.OUT_OF_CREDITS), "X answered 402 .*credits"),
            (Fault(Kind.SUSPENDED), "X answered 403 .*suspended"),
            (Fault(Kind.HTML_FORBIDDEN), "X answered 403 .*nothing readable"),
            (Fault(Kind.NOT_FOUND), "X answered 404"),
            (Fault(Kind.REDIRECT), "X answered 307"),
            (Fault(Kind.GARBAGE), "X answered 200 .*nothing readable"),
            (Fault(Kind.EMPTY), "X answered 200 .*nothing readable"),
            (Fault(Kind.NO_ID), "X's answer to /2/users/me cannot be read: an id in it is none of X's"),
            (Fault(Kind.CUT_OFF), "no answer"),
            (Fault(Kind.LOST), "no answer"),
            (Fault(Kind.RESET), "no answer"),
        ],
        ids=lambda value: str(value.kind) if isinstance(value, Fault) else "",
    )
    def test_anything_else_is_one_clear_error(self, x, fault, said):
        x.faults.next(ME, fault)
        with pytest.raises(XError, match=rf"^{x.url}: {said}"):
            client_of(x.url).me()
        assert len(x.requests) == 1

    @pytest.mark.parametrize("fault", SLOW, ids=[str(fault.kind) for fault in SLOW])
    def test_it_ends_in_time(self, x, fault):
        x.faults.next(ME, fault)
        with pytest.raises(XError, match=f"no answer within {SHORT} s; try again later"):
            client_of(x.url, SHORT).me()
        wait_for_calls()

    @pytest.mark.parametrize(
        "body", [b"[]", b"null", b'{"errors": 7}', b'{"data": [1]}', b'{"data": {"id": "x"}}'], ids=str
    )
    @pytest.mark.parametrize("status", [200, 400, 401, 500])
    def test_a_body_of_another_shape_is_no_bug(self, x, monkeypatch, status, body):
        monkeypatch.setattr(x, "answer", lambda _: xs.Answer(status, body))
        with pytest.raises(XError):
            client_of(x.url).me()

    @pytest.mark.parametrize("host", ["api.x.invalid", "a" * 70 + ".invalid", "[::1"], ids=["name", "label", "bracket"])
    def test_an_address_that_does_not_answer(self, host):
        with pytest.raises(XError, match=r"no answer .*check the network and SCICOMM_X_API_URL"):
            client_of(f"http://{host}").me()
