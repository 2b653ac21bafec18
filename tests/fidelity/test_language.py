"""Texts that the rules cannot read are never passed over in silence."""

import pytest

from scicomm_bot.domain.paper import Content, Evidence, Finding
from scicomm_bot.domain.post import Level, Post, PostImage
from scicomm_bot.fidelity import check_posts
from scicomm_bot.fidelity.rules.language import language_unchecked
from scicomm_bot.fidelity.rules.names import entity_unsourced
from scicomm_bot.fidelity.rules.numbers import number_unsourced
from support.fidelity_samples import found, paper_with, reading

MICE = "In mice, survival increased."


@pytest.mark.parametrize("lang", ["fa", "de", "pt-BR", "enm"])
def test_a_language_without_rules_is_told(lang):
    (one,) = found(language_unchecked, "G-CSF: ?", MICE, lang=lang)
    assert repr(lang) in one.what


@pytest.mark.parametrize("lang", ["en", "en-GB"])
def test_english_passes(lang):
    assert found(language_unchecked, MICE, MICE, lang=lang) == []


@pytest.mark.parametrize(
    "evidence",
    [
        "در موش‌ها بقا افزایش یافت.",
        "У мышей выживаемость увеличилась.",
        "小鼠的生存期延长。",
        "Bei Mäusen verlängerte die Behandlung das Überleben, klinische Studien bestätigten dies jedoch leider bisher nicht.",
    ],
)
def test_evidence_that_the_rules_cannot_read_is_told(evidence):
    (one,) = found(language_unchecked, MICE, evidence)
    assert one.what.startswith("the evidence")


@pytest.mark.parametrize(
    "text",
    [
        "در موش‌ها بقا افزایش یافت.",
        "Bei Mäusen verlängerte die Behandlung das Überleben, klinische Studien bestätigten dies nicht.",
    ],
)
def test_a_post_that_says_it_is_english_and_is_not_is_told(text):
    (one,) = found(language_unchecked, text, MICE)
    assert "lang" in one.instead


@pytest.mark.parametrize(
    "text",
    [
        "TGF-β and IFN-γ increased survival in mice.",
        "G-CSF in ALS",
        "Mice: longer survival.",
        "Treated subjects walked 92 cm on a beam, untreated ones 61 cm.",
        "β γ δ κ λ in the mouse",
    ],
)
def test_greek_letters_and_few_words_pass(text):
    assert found(language_unchecked, text, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In mice, survival increased. It is a cure.",
        "This is what the mice had after the treatment.",
        "Survival increased in mice",
        "G-CSF mice survival",
    ],
)
def test_a_post_that_plainly_is_english_is_read_as_english_whatever_lang_says(text):
    post = reading(text, MICE + " G-CSF was given.", lang="fa")
    assert post.english
    (one,) = language_unchecked.check(post)
    assert "reads as English" in one.what
    assert "'fa'" in one.what


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "در موش‌ها بقا افزایش یافت. (G-CSF, ALS)"),
        ("de", "In Mäusen war das Überleben unter G-CSF länger, was in Studien am Menschen nicht zu sehen war."),
        ("fr", "Chez la souris, la survie a augmenté; les essais chez les patients ne le confirment pas."),
        ("es", "En ratones, el tratamiento no fue mejor que el placebo."),
        ("pt", "No estudo, as células não cresceram como no grupo."),
        ("it", "Nei topi la sopravvivenza era più lunga, ma non nelle persone."),
        ("nl", "Bij muizen was de overleving met G-CSF langer."),
        ("sv", "Hos möss var överlevnaden längre med G-CSF."),
        ("tr", "Farelerde G-CSF ile sağkalım arttı."),
        ("id", "Pada tikus, G-CSF memperpanjang hidup."),
    ],
)
def test_a_post_in_another_language_is_not_read_as_english(lang, text):
    post = reading(text, MICE + " G-CSF was given to patients with ALS.", lang=lang)
    assert not post.english
    assert "cannot read" in next(language_unchecked.check(post)).what


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "This breakthrough cures ALS: mice lived 40% longer."),
        ("fa", "Miracle drug stops dementia."),
        ("fa", "Drug cures ALS. دارو"),
        ("zh", "Mice lived longer."),
        ("ru", "Hope for patients"),
        ("es", "New hope for patients: promising drug cures mice."),
        ("fr", "A cure for ALS is near."),
        ("de", "Breakthrough for patients with ALS!"),
    ],
)
def test_short_english_is_read_as_english(lang, text):
    assert reading(text, "Memory grew in rats.", lang=lang).english


@pytest.mark.parametrize(
    ("lang", "text", "abstract"),
    [
        ("fr", "Chez 1 204 personnes, rien n\u2019a changé.", "Chez 1 204 personnes, rien n\u2019a changé."),
        ("de", "Mäuse lebten länger.", "Mäuse lebten länger."),
        ("fa", "G-CSF و ALS در موش\u200cها", MICE),
        ("ru", "G-CSF, ALS: мыши жили дольше", MICE),
        ("es", "Cáncer: terapia con células", "Cancer therapy with cells."),
    ],
)
def test_a_post_like_its_abstract_in_another_language_is_not(lang, text, abstract):
    assert not reading(text, abstract, lang=lang).english


class TestOtherLanguages:
    @pytest.mark.parametrize(
        ("text", "evidence"),
        [
            ("در موش‌ها بقا ۳۰٪ بیشتر شد.", "Survival increased in mice."),
            ("Bei Mäusen 30 % länger, nicht 20 %.", "by 20%"),
            ("٤٢ فأرا", "40 mice"),
            ("Das Überleben stieg um 1,5 Tage.", "by 15 days"),
            ("在小鼠中，药物使IL-6下降了80%", "IL-6 fell by 20%"),
            ("小鼠生存期延长99天", "by 12 days"),
            ("IL-6が３０％低下", "IL-6 fell by 20%"),
            ("ลดลง30%", "by 20%"),
            ("ב-30%", "by 20%"),
            ("1.3万人", "12,000 people"),
            ("chez 1 304 personnes", "1,204 people"),
        ],
    )
    def test_a_number_that_the_evidence_has_not_is_found(self, text, evidence):
        assert found(number_unsourced, text, evidence, lang="xx")

    @pytest.mark.parametrize(
        ("text", "evidence"),
        [
            ("در موش‌ها بقا ۳۰٪ بیشتر شد.", "by 30%"),
            ("۱۹٫۶ کیلودالتون", "a 19.6-kDa factor"),
            ("Bei Mäusen um 19,6 % länger (n = 1.200)", "by 19.6% in 1,200 mice"),
            ("Zwei von 5 Mäusen", "two of five mice"),
            ("IL-6 und p53 bei Mäusen", "IL-6 and p53 in mice"),
            ("سال ۲۰۲۲ و ۱۴۰۱", "An abstract."),
            ("1/3 Mäuse", "Mice."),
            ("1.2万人, 1,200人", "12,000 people, 1,200 people"),
            ("小鼠生存期延长12天", "by 12 days"),
            ("ב-1,204 אנשים", "1,204 people"),
            ("chez 1 204 personnes et 12 345,6 g", "1,204 people and 12,345.6 g"),
            ("1\u202f204 och 1\u00a0204", "1,204 people"),
            ("2 von 20 300 Tage", "2 of 20 after 300 days"),
            ("https://example.org/2024/17", "Mice."),
        ],
    )
    def test_the_same_number_in_other_digits_and_signs_passes(self, text, evidence):
        paper = paper_with(evidence, year=2022)
        assert found(number_unsourced, text, evidence, paper=paper, lang="xx") == []

    def test_a_name_with_digits_that_the_source_has_not_is_an_error_and_an_abbreviation_a_warning(self):
        names = found(entity_unsourced, "در موش‌ها IL-10 و COPD", "IL-6 in mice.", lang="fa")
        assert [(one.what.split()[0], one.level) for one in names] == [("“IL-10”", None), ("“COPD”", Level.WARNING)]

    @pytest.mark.parametrize(
        "text",
        [
            "在小鼠中，IL-10下降了",
            "マウスのIL-10が低下した",
            "موش\u200cهاIL-10",
            "IL-\u06f1\u06f0 در موش",
            "der IL-10-Spiegel",
            "Interleukin-10 bei Mäusen",
            "l\u2019IL-10",
        ],
    )
    def test_a_name_glued_to_other_letters_is_found(self, text):
        (one,) = found(entity_unsourced, text, "IL-6 and G-CSF in mice.", lang="xx")
        assert one.level is None

    @pytest.mark.parametrize(
        "text",
        [
            "der IL-6-Spiegel",
            "IL-6-Wert und G-CSF-Gabe",
            "IL-6-szint",
            "Interleukin-6",
            "interleukine-6",
            "IL-6下降了",
            "G-CSF-behandelten",
            "TNF-alpha-Blocker",
            "Alpha-Synuclein",
        ],
    )
    def test_a_name_of_the_source_in_a_compound_passes(self, text):
        abstract = "IL-6, G-CSF, TNF-α and alpha-synuclein in mice."
        assert found(entity_unsourced, text, abstract, lang="xx") == []

    @pytest.mark.parametrize("text", ["EU-Projekt", "DNA-Test", "le SIDA"])
    def test_an_abbreviation_in_a_compound_is_a_warning_at_most(self, text):
        assert {one.level for one in found(entity_unsourced, text, "IL-6 in mice.", lang="xx")} <= {Level.WARNING}

    def test_a_name_of_the_source_passes(self):
        assert found(entity_unsourced, "در موش‌ها IL6 و ALS", "IL-6 in mice with ALS.", lang="fa") == []


class TestAltTexts:
    def remarks(self, alt, quote="In mice, survival increased."):
        finding = Finding(
            id="f", text="In mice, survival increased.", evidence=(Evidence(quote=quote, on=("animals",)),)
        )
        paper = paper_with(quote).model_copy(update={"findings": (finding,)})
        post = Post(
            "p/f", "p", "finding", finding.text, 28, 15_000, "posts.yaml:1", images=(PostImage("x/a.png", "0", alt),)
        )
        (checked,) = check_posts([post], Content(papers=(paper,)))
        return [(one.rule, one.level) for one in checked.remarks if one.message.startswith("the alt text of a.png: ")]

    @pytest.mark.parametrize(
        ("alt", "rule"),
        [
            ("A chart: survival of mice is 30% longer.", "number-unsourced"),
            ("The drug cures mice.", "cure"),
            ("A chart of IL-17 in mice.", "entity-unsourced"),
            ("A breakthrough for mice.", "hype"),
        ],
    )
    def test_what_the_rules_read_in_one_is_a_warning(self, alt, rule):
        assert (rule, Level.WARNING) in self.remarks(alt)
        assert Level.ERROR not in {level for _, level in self.remarks(alt)}

    @pytest.mark.parametrize(
        ("alt", "rule"), [("Mice\u202e lived longer.", "control-character"), ("𝗠ice lived longer.", "styled-unicode")]
    )
    def test_what_needs_no_reading_blocks(self, alt, rule):
        assert (rule, Level.ERROR) in self.remarks(alt)

    def test_one_that_says_what_the_picture_shows_passes(self):
        assert self.remarks("Treated mice lived longer than untreated ones.") == []

    def test_one_may_count_what_is_to_be_seen(self):
        assert self.remarks("Two curves and 3 bars on survival in mice.") == []
