"""Cards, from posts.yaml to the server: what was approved goes out to the byte with its alt text, or nothing does."""

import json
from pathlib import Path

import pytest

from support.pictures import png
from xserver import Fault, Kind

pytest.importorskip("typst", reason="the extra `cards` is not installed")

CREATE, UPLOAD, METADATA = "POST /2/tweets", "POST /2/media/upload", "POST /2/media/metadata"
POST = ("post", "--once", "--live")
ID = "gcsf-als/what-als-is"


@pytest.fixture
def cards(live, monkeypatch, tmp_path):
    """A project whose posts have cards, which people must approve. Returns the folder in which they are kept."""
    path = live / "posts.yaml"
    path.write_text(f"cards: true\ninstitution: {{name: University of Somewhere}}\n{path.read_text('utf-8')}", "utf-8")
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return live / "cards"


@pytest.fixture
def card(cards, cli):
    """The card of the first post, approved."""
    assert cli("approve", ID, "--by", "Ann").code == 0
    return cards / f"{ID}.png"


def first(cli):
    return json.loads(cli("preview", "--json").out)["posts"][0]


def nothing_went_out(x, done, *words):
    assert done.code == 1
    assert x.posts == []
    for word in words:
        assert word in done.err + done.out


def test_a_post_goes_out_with_the_card_that_was_approved_and_its_alt_text_before_it(card, x, cli):
    told = first(cli)
    assert (told["state"], told["price_usd"]) == ("pending", 0.02)
    assert cli(*POST).code == 0
    [post] = x.posts
    [media] = [x.account.media[one] for one in post.media_ids]
    assert (media.raw, media.alt) == (card.read_bytes(), told["images"][0]["alt"])
    routes = [one.route for one in x.requests]
    assert routes.index(UPLOAD) < routes.index(METADATA) < routes.index(CREATE)


def test_what_was_approved_goes_out_where_nothing_can_draw_it(card, x, cli, monkeypatch):
    monkeypatch.setattr("scicomm_bot.render.cards.is_installed", lambda: False)
    monkeypatch.setattr("scicomm_bot.render.cards.draw", None)
    assert cli(*POST).code == 0
    assert [one.raw for one in x.account.media.values()] == [card.read_bytes()]


def test_another_typst_and_another_template_change_nothing_that_was_approved(card, x, cli, monkeypatch):
    monkeypatch.setattr("scicomm_bot.cards.drawing._typst", lambda: "9.9")
    (card.parents[2] / "templates" / "card.typ").write_text("#panic()")
    approved = card.read_bytes()
    assert cli(*POST).code == 0
    assert [one.raw for one in x.account.media.values()] == [approved]


def test_a_card_that_nobody_approved_does_not_go_out(cards, x, cli):
    nothing_went_out(x, cli(*POST, ID), "not approved yet")
    assert not cards.exists()


@pytest.mark.parametrize("instead", [None, b"", png(1_600, 900)], ids=["missing", "empty", "another"])
def test_a_kept_card_that_is_not_there_any_more_holds_its_post(card, x, cli, instead):
    card.unlink()
    if instead is not None:
        card.write_bytes(instead)
    nothing_went_out(x, cli(*POST, ID), "the card that was approved", "is missing, was altered, or shows other words")
    assert first(cli)["reason"] == "unapproved"


def test_a_kept_card_that_was_altered_holds_its_post(card, x, cli):
    raw = bytearray(card.read_bytes())
    raw[len(raw) // 2] ^= 1
    card.write_bytes(raw)
    nothing_went_out(x, cli(*POST, ID), "was altered")
    assert x.account.media == {}


def test_a_card_that_comes_back_as_it_was_goes_out(card, x, cli):
    raw = card.read_bytes()
    card.unlink()
    assert cli(*POST, ID).code == 1
    card.write_bytes(raw)
    assert cli(*POST, ID).code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is a neurodegenerative disorder: nerve", "is a disorder of nerves: nerve"),
        ("year: 2023", "year: 2024"),
        ("Somewhere", "Elsewhere"),
    ],
    ids=["text", "record", "institution"],
)
def test_other_words_on_the_card_need_another_approval_and_the_preview_shows_the_new_card(card, x, cli, old, new):
    path, before = card.parents[2] / "posts.yaml", card.read_bytes()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    nothing_went_out(x, cli(*POST, ID), "changed after Ann approved it")
    shown = Path(first(cli)["images"][0]["file"])
    assert shown != card
    assert shown.read_bytes() != before
    assert cli("approve", ID, "--by", "Ann").code == 0
    assert card.read_bytes() == shown.read_bytes()
    assert cli(*POST, ID).code == 0


def test_another_alt_text_needs_another_approval(card, x, cli):
    path = card.parents[2] / "posts.yaml"
    own = "      - id: what-als-is\n"
    path.write_text(
        path.read_text("utf-8").replace(own, f"{own}        alt: What ALS is, in large letters.\n"), "utf-8"
    )
    nothing_went_out(x, cli(*POST, ID), "the alt text of image 1")
    assert cli("approve", ID, "--by", "Ann").code == 0
    assert cli(*POST, ID).code == 0
    assert [one.alt for one in x.account.media.values()] == ["What ALS is, in large letters."]


@pytest.mark.parametrize(
    ("route", "fault", "word"),
    [
        (UPLOAD, Kind.BAD_REQUEST, "X refused the picture"),
        (UPLOAD, Kind.UNPROCESSABLE, "X refused the picture"),
        (UPLOAD, Kind.TOO_LARGE, "was not uploaded"),
        (UPLOAD, Kind.HTML_TOO_LARGE, "was not uploaded: an answer 413 came that is not X's own"),
        (UPLOAD, Kind.LOST, "was not uploaded"),
        (UPLOAD, Kind.CUT_OFF, "was not uploaded"),
        (UPLOAD, Kind.NO_ID, "X answered 201 without an id that can be read"),
        (METADATA, Kind.BAD_REQUEST, "X refused the picture"),
        (METADATA, Kind.LOST, "was not uploaded"),
        (METADATA, Kind.SERVER_ERROR, "was not uploaded"),
    ],
)
def test_each_failure_on_the_way_gives_no_post_and_a_clear_word(card, x, cli, route, fault, word):
    x.faults.next(route, *[Fault(fault)] * 6)
    nothing_went_out(x, cli(*POST, ID), word, "what-als-is.png")


def test_where_typst_is_missing_the_post_is_held_with_the_command_that_installs_it(cards, x, cli, monkeypatch):
    monkeypatch.setattr("scicomm_bot.render.cards.is_installed", lambda: False)
    told = first(cli)
    assert (told["state"], told["reason"]) == ("held", "image")
    done = cli(*POST, ID)
    nothing_went_out(x, done, "pip install 'typst>=0.15.2,<0.16'")
    refused = cli("approve", ID, "--by", "Ann")
    assert refused.code == 1
    assert "pip install" in " ".join(refused.out.split())
    assert cli("check").code == 1


def test_where_no_approval_is_asked_for_the_card_goes_out_as_it_is_drawn(cards, x, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
    shown = Path(first(cli)["images"][0]["file"]).read_bytes()
    assert cli(*POST, ID).code == 0
    assert [one.raw for one in x.account.media.values()] == [shown]
    assert not cards.exists()


def test_a_rehearsal_goes_all_the_way_with_cards(cards, cli):
    done = cli("post", "--once", "--dry-run")
    assert done.code == 0, done.err
    assert "$0.020" in done.out


def test_a_lost_answer_is_settled_with_its_card(card, x, cli, later, ledger):
    x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
    assert cli(*POST, ID).code == 1
    later(minutes=2)
    cli(*POST, ID)
    assert ledger().posted(ID).remote_id == x.posts[0].id
    assert len(x.posts) == 1


def test_a_rejected_post_keeps_no_card(cards, cli):
    assert cli("approve", ID, "--reject", "--by", "Ann", "--why", "No.").code == 0
    assert not cards.exists()


def test_a_foreign_file_in_the_cards_place_is_left_and_nothing_is_approved(cards, cli):
    place = cards / f"{ID}.png"
    place.parent.mkdir(parents=True)
    place.write_bytes(png(8, 8))
    done = cli("approve", ID, "--by", "Ann")
    assert done.code == 1
    assert "is no card as this program has drawn it, and would be lost; move it away first" in " ".join(
        done.err.split()
    )
    assert place.read_bytes() == png(8, 8)
    assert not (cards.parent / "approved.yaml").exists()


def test_a_renamed_finding_keeps_its_approved_card(card, x, cli):
    path = card.parents[2] / "posts.yaml"
    text = path.read_text("utf-8").replace("- id: what-als-is\n", "- id: als\n        was: [what-als-is]\n")
    path.write_text(text, "utf-8")
    assert cli(*POST, "gcsf-als/als").code == 0
    assert [one.raw for one in x.account.media.values()] == [card.read_bytes()]
