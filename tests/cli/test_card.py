"""`card`, and what posts.yaml says of cards: whether there are any, logos, templates and alt texts that cannot be used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scicomm_bot.medium.images import read_image
from support.pictures import jpeg, moving_png, png

pytest.importorskip("typst", reason="the extra `cards` is not installed")

ID = "gcsf-als/what-als-is"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def edit(project, old, new, count=1):
    path = project / "posts.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def add(project, lines):
    path = project / "posts.yaml"
    path.write_text(f"{lines}\n{path.read_text('utf-8')}", "utf-8")


def posts(cli):
    return {one["id"]: one for one in json.loads(cli("preview", "--json").out)["posts"]}


def problem(cli, post=ID):
    """What is wrong with the card of a post."""
    return " ".join(one["message"] for one in posts(cli)[post]["findings"] if one["rule"] == "image")


def test_card_draws_any_post_and_says_its_alt_text(project, cli):
    done = cli("card", ID, "-o", "card.png")
    assert done.code == 0, done.err
    facts = read_image(Path("card.png").read_bytes())
    assert (facts.width, facts.height) == (1_600, 900)
    assert "alt text: A card that says: \u201cAmyotrophic lateral sclerosis" in done.out
    assert "The post goes out without it" in done.out


@pytest.mark.parametrize("name", ["authors", "source", "what-gcsf-is"])
def test_posts_that_come_by_themselves_have_a_card_too(project, cli, name):
    assert cli("card", f"gcsf-als/{name}", "-o", "card.png").code == 0


def test_a_draft_can_be_drawn(project, cli):
    edit(project, "      - id: what-als-is\n", "      - id: what-als-is\n        draft: true\n")
    assert cli("card", ID, "-o", "card.png").code == 0


def test_card_tells_a_program_where_the_picture_is(project, cli):
    told = json.loads(cli("card", ID, "-o", "card.png", "--json").out)
    assert (told["id"], told["file"], told["width"], told["height"], told["goes_out"]) == (
        ID,
        "card.png",
        1_600,
        900,
        False,
    )
    assert told["bytes"] == Path("card.png").stat().st_size


def test_card_draws_what_the_post_goes_out_with(project, cli):
    add(project, "cards: true")
    cli("card", ID, "-o", "card.png")
    assert Path(posts(cli)[ID]["images"][0]["file"]).read_bytes() == Path("card.png").read_bytes()


def test_a_card_goes_to_standard_output(project):
    done = subprocess.run([sys.executable, "-m", "scicomm_bot", "card", ID, "-o", "-"], capture_output=True, check=True)
    assert read_image(done.stdout).width == 1_600


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gcsf-als", "-o", "card.png"), "gcsf-als is a paper, and a card is of one post"),
        (("gcsf-als/authrs", "-o", "card.png"), "did you mean gcsf-als/authors?"),
        ((ID, "-o", "posts.yaml"), "is no name for a card, which is a PNG"),
        ((ID, "-o", "no/card.png"), "there is no folder"),
        ((ID, "-o", "taken.png"), "is no card as this program has drawn it, and would be lost"),
    ],
)
def test_what_cannot_be_drawn_or_written_says_why(project, cli, words, said):
    Path("taken.png").write_bytes(png(8, 8))
    before = Path("posts.yaml").read_bytes()
    done = cli("card", *words)
    assert done.code == 1
    assert said in " ".join(done.err.split())
    assert (Path("posts.yaml").read_bytes(), Path("taken.png").read_bytes()) == (before, png(8, 8))
    told = cli("card", *words, "--json")
    assert (told.code, said in json.loads(told.out)["error"]) == (1, True)


def test_a_card_gives_way_to_the_next_one(project, cli):
    for post in (ID, "gcsf-als/authors"):
        assert cli("card", post, "-o", "card.png").code == 0


def test_json_and_the_picture_do_not_go_to_one_place(project, cli):
    done = cli("card", ID, "-o", "-", "--json")
    assert (done.code, done.out) == (2, "")
    assert "--json and -o - both write to standard output" in done.err


def with_cards(cli):
    return sorted(one.partition("/")[2] for one, post in posts(cli).items() if post["images"])


def test_the_nearest_word_says_whether_there_is_a_card(project, cli):
    assert with_cards(cli) == []
    edit(project, "      - id: what-als-is\n", "      - id: what-als-is\n        cards: true\n")
    assert with_cards(cli) == ["what-als-is"]
    edit(project, "        cards: true\n", "        cards: false\n")
    edit(project, "  - id: gcsf-als\n", "  - id: gcsf-als\n    cards: true\n")
    assert len(with_cards(cli)) == 9
    edit(project, "    cards: true\n", "    cards: false\n")
    add(project, "cards: true")
    assert with_cards(cli) == []


def test_a_finding_with_a_picture_of_its_own_has_a_card_only_where_it_says_so(project, cli):
    add(project, "cards: true")
    (project / "a.png").write_bytes(png(8, 8))
    own = "      - id: what-als-is\n        images: [{file: a.png, alt: A nerve cell.}]\n"
    edit(project, "      - id: what-als-is\n", own)
    assert [one["alt"] for one in posts(cli)[ID]["images"]] == ["A nerve cell."]
    edit(project, own, f"{own}        cards: true\n")
    assert len(posts(cli)[ID]["images"]) == 2


def test_a_card_costs_what_an_alt_text_costs(project, cli):
    before = posts(cli)[ID]["price_usd"]
    add(project, "cards: true")
    assert posts(cli)[ID]["price_usd"] - before == pytest.approx(0.005)


def test_cards_of_faithful_posts_bring_no_remark(shipped, cli):
    before = {one: post["findings"] for one, post in posts(cli).items()}
    add(shipped, "cards: true\ninstitution: {name: North Khorasan University of Medical Sciences}")
    assert {one: post["findings"] for one, post in posts(cli).items()} == before


def test_the_shipped_paper_has_no_cards(shipped, cli):
    assert with_cards(cli) == []


def test_a_letter_that_the_fonts_lack_is_named_with_its_post(project, cli):
    add(project, "cards: true")
    edit(project, "neurodegenerative disorder: nerve cells", "neurodegenerative disorder \u2192 nerve cells")
    assert problem(cli).startswith(
        f"the card of {ID}: the fonts of cards have no \u2192 (U+2192, RIGHTWARDS ARROW); write it otherwise"
    )
    assert posts(cli)["gcsf-als/authors"]["findings"] == []


def test_an_alt_text_that_is_too_long_is_told(project, cli):
    add(project, "cards: true")
    edit(project, "      - id: what-als-is\n", f"      - id: what-als-is\n        alt: {'word ' * 201}\n")
    assert "its alt text has 1,004 characters, and X takes 1,000; shorten it" in problem(cli)


def test_an_alt_text_of_ones_own_is_read_by_the_rules(project, cli):
    add(project, "cards: true")
    edit(project, "      - id: what-als-is\n", "      - id: what-als-is\n        alt: IMG_1234.jpg\n")
    assert [one["rule"] for one in posts(cli)[ID]["findings"]] == ["alt-text"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("logo.png", None, "the logo logo.png: no such file"),
        ("../logo.png", png(8, 8), "leads out of the folder of posts.yaml"),
        ("logo.png", b"\0" * 1_000_001, "larger than 1,000 kB"),
        ("logo.png", png(8, 8)[:-9], "is a PNG that is cut off"),
        ("logo.jpg", jpeg(8, 8, colours=4), "has the colours of a printing press (CMYK)"),
        ("logo.png", moving_png(), "moves; save it as one still picture"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "has a script"),
    ],
)
def test_a_logo_that_cannot_be_used_says_why(project, cli, name, data, said):
    add(project, f"cards: true\ninstitution: {{name: University of Somewhere, logo: {name}}}")
    if data is not None:
        (project / name).write_bytes(data)
    assert said in problem(cli)
    assert cli("check").code == 1


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("#let i = 0\n#while true { i += 1 }", "templates/card.typ: line 2: condition is always true"),
        ('#read("/etc/passwd")', "templates/card.typ: line 1: file not found"),
        ('#import "@preview/cetz:0.3.1"', "templates/card.typ: line 1: failed to download package"),
    ],
)
def test_a_template_of_ones_own_that_fails_names_its_line(project, cli, template, said):
    add(project, "cards: true")
    (project / "templates" / "card.typ").write_text(template)
    assert said in problem(cli)


def test_a_template_of_ones_own_goes_before_the_programs(project, cli):
    cli("card", ID, "-o", "before.png")
    own = project / "templates" / "card.typ"
    own.write_text(own.read_text("utf-8").replace("radius: 5pt", "radius: 0pt"), "utf-8")
    cli("card", ID, "-o", "after.png")
    assert Path("before.png").read_bytes() != Path("after.png").read_bytes()


def test_templates_from_before_there_were_cards_use_the_programs_own(project, cli):
    cli("card", ID, "-o", "before.png")
    (project / "templates" / "card.typ").unlink()
    path = project / "templates" / "words.en.yaml"
    text = path.read_text("utf-8")
    start = text.index("\ncard:\n")
    path.write_text(text[:start] + text[text.index("\nmonths:", start) :], "utf-8")
    cli("card", ID, "-o", "after.png")
    assert Path("before.png").read_bytes() == Path("after.png").read_bytes()


def test_a_language_without_words_for_cards_says_so(project, cli):
    add(project, "cards: true")
    text = (project / "templates" / "words.en.yaml").read_text("utf-8")
    start = text.index("\ncard:\n")
    without = text[:start] + text[text.index("\nmonths:", start) :]
    (project / "templates" / "words.de.yaml").write_text(without, "utf-8")
    edit(project, "      - id: what-als-is\n", "      - id: what-als-is\n        lang: de\n")
    assert "words.de.yaml" in problem(cli)


@pytest.mark.parametrize("words", [("preview",), ("check",), ("history",), ("status",), ("plan",)])
def test_without_cards_nothing_of_them_is_loaded(project, words):
    code = (
        "import sys; from scicomm_bot.cli import main; main(sys.argv[1:]); "
        "print([one for one in sys.modules if 'typst' in one or 'scicomm_bot.cards' in one or one.endswith('render.cards')])"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
