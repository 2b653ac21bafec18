"""Mails that answer, written by hand after the shapes that mail programs write; no real mail is among them.

Each function takes the lines that the sender wrote, and what is quoted below them.
"""

import base64
import quopri
from collections.abc import Callable

SENDER = "Jane Doe <jane@example.org>"
DATE = "Mon, 30 Nov 2026 09:12:00 +0100"


def headers(*more: str, sender: str = SENDER, date: str = DATE) -> str:
    common = [f"From: {sender}", "To: Press office <press@example.org>", f"Date: {date}", "Message-ID: <1@example.org>"]
    return "\n".join([*common, "Subject: Posts of p: yes to f", "MIME-Version: 1.0", *more]) + "\n"


def plain(own: str, quoted: str = "", **fields: str) -> bytes:
    text = own + ("\n\n" + "\n".join(f"> {line}" for line in quoted.split("\n")) if quoted else "")
    return f"{headers('Content-Type: text/plain; charset=utf-8', **fields)}\n{text}\n".encode()


def alternative(text: str, html: str, **fields: str) -> bytes:
    head = headers('Content-Type: multipart/alternative; boundary="000000000000a1b2c3"', **fields)
    html = quopri.encodestring(html.encode()).decode()
    return (
        f'{head}\n--000000000000a1b2c3\nContent-Type: text/plain; charset="UTF-8"\n\n{text}\n'
        f'--000000000000a1b2c3\nContent-Type: text/html; charset="UTF-8"\n'
        f"Content-Transfer-Encoding: quoted-printable\n\n{html}\n--000000000000a1b2c3--\n"
    ).encode()


def gmail(own: str, quoted: str = "") -> bytes:
    """Gmail in a browser: an attribution in two lines, `> ` before each line; in HTML, `gmail_quote`."""
    said = "On Mon, Nov 30, 2026 at 8:40\u202fAM Press office via Posts <press@example.org>"
    marked = "\n".join(f"> {line}" for line in quoted.split("\n"))
    text = f"{own}\n\n{said}\nwrote:\n\n{marked}\n" if quoted else own
    lines = own.replace("\n", "<br>")
    html = f'<div dir="ltr">{lines}</div>'
    if quoted:
        inner = quoted.replace("\n", "<br>\n")
        html += (
            f'<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{said} wrote:<br>'
            f'</div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{inner}</blockquote></div>'
        )
    return alternative(text, html)


def iphone(own: str, quoted: str = "") -> bytes:
    """Apple's Mail on an iPhone: quoted-printable with soft breaks, its signature above what is quoted."""
    marked = "\n".join(f"> {line}" for line in quoted.split("\n"))
    below = f"\n> On 30 Nov 2026, at 08:40, Press office <press@example.org> wrote:\n> \n> \ufeff\n{marked}\n"
    text = f"{own}\n\nSent from my iPhone\n{below if quoted else ''}"
    head = headers("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
    return f"{head}\n".encode() + quopri.encodestring(text.encode())


def outlook(own: str, quoted: str = "") -> bytes:
    """Outlook as text: a line, and the headers of the mail that it quotes; nothing before the lines."""
    below = (
        "\n________________________________\nFrom: Office, Press <press@example.org>\n"
        "Sent: Monday, November 30, 2026 8:40 AM\nTo: Doe, Jane <jane@example.org>\nSubject: Posts of p\n\n"
    )
    return plain(f"{own}\n\nJane Doe\nDepartment of Naps\n{below + quoted if quoted else ''}")


def outlook_in_german(own: str, quoted: str = "") -> bytes:
    """The same inside an organisation: names without addresses, in another language, in Windows' charset, in base64."""
    below = "\n\nVon: Presse\nGesendet: Montag, 30. November 2026 08:40\nAn: Doe, Jane\nBetreff: Beitr\u00e4ge\n\n"
    text = f"{own}\n\nMit freundlichen Gr\u00fc\u00dfen{below + quoted if quoted else ''}".replace("\n", "\r\n")
    head = headers("Content-Type: text/plain; charset=windows-1252", "Content-Transfer-Encoding: base64")
    return f"{head}\n".encode() + base64.encodebytes(text.encode("cp1252"))


def outlook_html(own: str, quoted: str = "") -> bytes:
    """Outlook as HTML alone: paragraphs of a class, and the headers of what it quotes in bold, below a rule."""
    paragraphs = "".join(f'<p class="MsoNormal">{line or "&nbsp;"}<o:p></o:p></p>\r\n' for line in own.split("\n"))
    below = "".join(f'<p class="MsoNormal">{line}<o:p></o:p></p>' for line in quoted.split("\n"))
    head = (
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Press office "
        "&lt;press@example.org&gt; <br><b>Sent:</b> Monday, November 30, 2026 8:40 AM<br><b>To:</b> Jane Doe<br>"
        "<b>Subject:</b> Posts of p<o:p></o:p></p></div></div>"
    )
    html = (
        "<html><head><meta charset=utf-8><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-GB>"
        f'<div class="WordSection1">{paragraphs}{head + below if quoted else ""}</div></body></html>'
    )
    start = headers("Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64")
    return f"{start}\n".encode() + base64.encodebytes(html.encode())


def yahoo(own: str, quoted: str = "") -> bytes:
    """Yahoo: as text, what is quoted is only moved to the right; in HTML, it is below `yahoo_quoted`."""
    inner = "\n".join(f"    {line}" for line in quoted.split("\n"))
    said = "On Monday 30 November 2026 at 08:40:12 GMT, Press office <press@example.org> wrote:"
    html = f'<div class="yahoo-style-wrap"><div dir="ltr">{own.replace(chr(10), "<br>")}</div></div>'
    if quoted:
        below = quoted.replace("\n", "<br>")
        html += (
            f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>{said}</div><div><br></div><div>{below}</div></div>'
        )
    return alternative(f" {own}\n\n    {said}  \n \n{inner}\n" if quoted else f" {own}", html)


def thunderbird_flowed(own: str, quoted: str = "") -> bytes:
    """Thunderbird: format=flowed, so long lines end in a space; an answer below what is quoted."""
    marked = "\n".join(f"> {line}" for line in quoted.split("\n"))
    said = "Am 30.11.26 um 08:40 schrieb Press office:\n"
    head = headers("Content-Type: text/plain; charset=UTF-8; format=flowed", "Content-Transfer-Encoding: 8bit")
    flowed = own.replace(" ", " \n", 1)
    return f"{head}\n{said if quoted else ''}{marked if quoted else ''}\n\n{flowed}\n\n-- \nJane Doe\n".encode()


def utf16(own: str, quoted: str = "") -> bytes:
    """A mail in UTF-16, which base64 carries."""
    text = own + ("\n\n> " + quoted.replace("\n", "\n> ") if quoted else "")
    head = headers("Content-Type: text/plain; charset=utf-16", "Content-Transfer-Encoding: base64")
    return f"{head}\n".encode() + base64.encodebytes(text.encode("utf-16"))


def persian(own: str, quoted: str = "") -> bytes:
    """A mail in Persian, in the charset of Arabic Windows, with the words around it that a mail program adds."""
    below = f"\n\n\u062f\u0631 \u062a\u0627\u0631\u06cc\u062e 2026/11/30 08:40\u060c Press office <press@example.org> \u0646\u0648\u0634\u062a:\n\n{quoted}"
    text = f"\u0633\u0644\u0627\u0645\n\n{own}\n\n\u0628\u0627 \u0633\u067e\u0627\u0633{below if quoted else ''}"
    head = headers('Content-Type: text/plain; charset="windows-1256"', "Content-Transfer-Encoding: 8bit")
    return f"{head}\n".encode() + text.replace("\u06cc", "\u064a").encode("cp1256")


SHAPES: tuple[Callable[[str, str], bytes], ...] = (
    plain, gmail, iphone, outlook, outlook_in_german, outlook_html, yahoo, thunderbird_flowed, utf16, persian,
)  # fmt: skip
