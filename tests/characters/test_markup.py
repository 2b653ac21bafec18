"""Markup in records becomes the text that it stands for; what is none stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.characters.markup import plain_text

_TAGS = "<i> </i> <sup> </sup> <sub> </sub> <p> </p> <br/> <math> </math> <mn> </mn> <msup> </msup> <mfrac> </mfrac>"
_XML = "<!-- --> <![CDATA[ ]]> &amp; &lt; &gt; &am p; lt; &#38; &#x3b1; &nbsp; < > ="
_TEX = "{ } $ ^ _ ^{2} _{2} $x$ \\alpha \\textit{ {\\it \\'e \\\" \\c{c} \\ss \\frac \\( \\) \\& \\% \\$ \\{ \\} \\ -- - ~ `` ''"
PIECES = st.sampled_from([*f"{_TAGS} {_XML} {_TEX} 8 10 x CO A a ,".split(), " ", "\n"])

DOCUMENT = "<tex-math>\\documentclass{x}\\begin{document}$$\\beta$$\\end{document}</tex-math>"
FORMULA = (
    'Solitons in <{0}math xmlns:mml="http://www.w3.org/1998/Math/MathML" display="inline">'
    '<{0}mi mathvariant="italic">N</{0}mi></{0}math>-coupled cells'
)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("<i>BRCA2</i> and CO<sub>2</sub>", "BRCA2 and CO₂"),
        ("<jats:title>Aims</jats:title><jats:p>We saw</jats:p>", "Aims We saw"),
        ("<p>One.</p>\n  <p>Two.</p>", "One. Two."),
        ("one<br>two<br />three", "one two three"),
        ('<named-content content-type="species">Mus</named-content> musculus', "Mus musculus"),
        ('see <ext-link xlink:href="https://example.org/x">there</ext-link>', "see there"),
        ("cut <i>off", "cut off"),
        ("<![CDATA[A title]]><!-- old -->", "A title"),
        ("R&amp;D, &amp;amp;lt;5, &#x3b1; &#945; &alpha;", "R&D, <5, α α α"),
        ("5&nbsp;mg &times; 2", "5 mg × 2"),
        ("&lt;i&gt;Mus&lt;/i&gt;", "Mus"),
        ("10<sup>8</sup>, 10<sup>-3</sup>, Ca<sup>2+</sup>", "10⁸, 10⁻³, Ca²⁺"),
        ("10<sup>1.5</sup> and e<sup>-x/2</sup>", "10^1.5 and e^(-x/2)"),
        ("SOD1<sup>G93A</sup>, CD8<sup>high</sup>, 5<sup>th</sup>, 37<sup>o</sup>C", "SOD1G93A, CD8high, 5th, 37°C"),
        ("V<sub>max</sub>, IC<sub>50</sub>, PM<sub>2.5</sub>, x<sub>i</sub><sup>2</sup>", "Vmax, IC₅₀, PM2.5, xᵢ²"),
        ("<sc>d</sc>-glucose, <scp>l</scp>-DOPA, <jats:sc>atp</jats:sc>", "D-glucose, L-DOPA, ATP"),
        ("<sc>Smith</sc> and the <sc>mycobacterium</sc>", "Smith and the mycobacterium"),
        ("\\textsc{l}-DOPA", "L-DOPA"),
        ("<sup>112,120</sup>Sn, Roe<sup>1, 2</sup> and 10<sup>1,5</sup>", "¹¹²,¹²⁰Sn, Roe¹, ² and 10^(1,5)"),
        ("$^{112,120}$Sn", "¹¹²,¹²⁰Sn"),
        ("a $\\sigma $-ideal, $ \\alpha $ and $\\bigcup_i A_i$", "a σ-ideal, α and ⋃ᵢ Aᵢ"),
        (FORMULA.format("mml:"), "Solitons in N-coupled cells"),
        (FORMULA.format(""), "Solitons in N-coupled cells"),
        (
            "<math><mi>p</mi><mo>&lt;</mo><msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup></math>",
            "p < 10⁻³",
        ),
        ("2<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "2 1/2"),
        ("<math><msub><mi>H</mi><mn>2</mn></msub><mi>O</mi></math>", "H₂O"),
        (
            "<math><mmultiscripts><mi>C</mi><mprescripts/><none/><mn>13</mn></mmultiscripts></math>",
            "¹³C",
        ),
        (
            f"<alternatives>{DOCUMENT}<mml:math><mml:mi>β</mml:mi></mml:math></alternatives>",
            "β",
        ),
        ("<tex-math>\\documentclass{x}\\begin{document}$$\\beta _2$$\\end{document}</tex-math>", "β₂"),
        ("{ALS} and the {B}RCA gene", "ALS and the BRCA gene"),
        ("{{A whole title, in braces}}", "A whole title, in braces"),
        (
            'Schr{\\"o}dinger, caf\\\'e, Fran{\\c c}ois, Stra{\\ss}e, na{\\"\\i}ve',
            "Schrödinger, café, François, Straße, naïve",
        ),
        ("pp. 763--771; Guillain--Barr{\\'e}", "pp. 763–771; Guillain–Barré"),
        ("$\\alpha$-synuclein, \\textit{in vivo}, {\\em also}", "α-synuclein, in vivo, also"),
        ("$\\mathrm{CO_2}$ of $10^{8}$ and $p<0.05$", "CO₂ of 10⁸ and p<0.05"),
        ("5\\% of R\\&D, $37^{\\circ}$C, \\(x^2\\)", "5% of R&D, 37°C, x²"),
        ("$\\frac{a}{b+c}$ and 2$\\frac12$", "a/(b+c) and 2 1/2"),
        ("``quoted''", "“quoted”"),
        ("5 $\\times$ 10$^8$, a$<$b, 10$^{\\text{th}}$, $\\rm CO_2$", "5 × 10⁸, a<b, 10th, CO₂"),
        ("a rise of 5<xref>12</xref>, seen<sup><xref>3</xref></sup>", "a rise of 5 12, seen³"),
        ("H\\textsubscript{2}O, \\ce{H2SO4}", "H₂O, H₂SO₄"),
    ],
)
def test_markup_becomes_text(raw, plain):
    assert plain_text(raw) == plain


@pytest.mark.parametrize(
    "text",
    [
        "5 $ and 6 $ a day",
        "$ 5 or $ 6",
        "Lesions <0.5 mm and >2 mm in mice & people (p < 0.05)",
        "if a<b and b>c",
        "AT&T, R&D and S&P;",
        "<n> cells, <name>, a mean <p> of 5",
        "<https://example.org> and <jane@example.org>",
        "5 -- 10, --help, B --> K, anthrax--an update, AC--GT",
        "the sets {x}, {a, b} and {x: x > 0}",
        "$5 to $10, US$5/A$6, 10 $",
        "C:\\x and C:\\alpha\\beta and \\\\server\\ss",
        "it\\'s O\\'Neill's \\\"all\\\" of d\\'Ivoire",
        "\\d{3}-\\d+ and \\foo{Bar}",
        "x_1^2, ~5 mg, 5~10 mg, `code`, 3' UTR",
        "سلول‌های خونی <۰٫۵",
        "10⁸ and CO₂",
        "",
    ],
)
def test_a_text_without_markup_stays(text):
    assert plain_text(text) == text


def test_an_address_within_a_formula_vanishes():
    assert "http" not in plain_text(FORMULA.format("m:").replace("xmlns:mml", "xmlns:m"))


@pytest.mark.parametrize(
    "number",
    [
        "10<sup>8</sup>", "10<sup>8.5</sup>", "10<sup>x+1</sup>", "10<sub>2</sub>", "10<sub>2.5</sub>", "10<b><sup>8.5</sup></b>",
        "10<math><msup><mrow/><mn>8.5</mn></msup></math>", "10<math><mn>8</mn></math>", "10$^8$", "10$^{8.5}$", "10${}^{8.5}$",
        "10{$^{8.5}$}", "10{\\textsuperscript{8.5}}", "10\\textsuperscript{8.5}", "10<xref>8</xref>", "10^8",
    ],
)  # fmt: skip
def test_no_number_becomes_another(number):
    plain = plain_text(number)
    assert plain.startswith("10")
    assert not plain[2].isdecimal()


@given(st.lists(PIECES, max_size=12).map("".join) | st.text("<>&{}$\\^_-~`' ai8A;x=/\"#", max_size=20))
def test_what_is_plain_stays_plain(text):
    assert plain_text(plain_text(text)) == plain_text(text)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("<", ""), ("&", ""), ("{", ""), ("$", ""), ("\\", ""), ("&amp;", ""), ("<!--", ""), ("\\documentclass", ""),
        ('<a x="', ""), ("<math><mo>=</mo>", ""), ("^{", ""), ("\\(", ""), ("$x$", ""), ("caf\\'e ", ""), ("{A}", ""),
        ("{", "}"), ("<i>", "</i>"), ("<sup>", "</sup>"), ("<math><mrow>", "</mrow></math>"), ("<", "i>"), ("$", "$"),
        ("<mover>", "</mover>"), ("\\textit{", "}"),
    ],
)  # fmt: skip
def test_hostile_texts_are_read_in_linear_time(begin, end):
    def seconds(size: int) -> float:
        times = size // len(begin + end)
        began = time.process_time()
        plain_text(f"{begin * times}x{end * times}")
        return time.process_time() - began

    assert seconds(80_000) < max(0.4, 12 * seconds(20_000))
