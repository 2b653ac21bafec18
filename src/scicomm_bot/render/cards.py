"""The cards of posts: the picture that was approved, or one that is drawn now, or what is in the way."""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from scicomm_bot.cards import (
    MOST_LOGO_BYTES,
    CardError,
    CardTemplateError,
    Drawn,
    Folder,
    Logo,
    LogoError,
    Press,
    draw,
    how_to_install,
    identity,
    is_installed,
    kept,
    marked,
    missing_letters,
    read_logo,
)
from scicomm_bot.characters.invisible import shown
from scicomm_bot.domain.card import Card
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Finding, Institution, Paper
from scicomm_bot.domain.post import PostImage
from scicomm_bot.errors import listed
from scicomm_bot.files import OutsideError, read_below
from scicomm_bot.medium.images import alt_problem, read_image
from scicomm_bot.render.card_words import CardWords, card_of
from scicomm_bot.render.images import picture_bytes
from scicomm_bot.render.templates import Templates
from scicomm_bot.render.words import Section, WordsError
from scicomm_bot.shipped import templates_folder

TEMPLATE = "card.typ"
_MOST_TEMPLATE = 200_000
_MOST_LETTERS = 5
_OWN = "the program's own card.typ"
WITHOUT_TYPST = "cards are drawn with typst, which is not installed here"


@dataclass(frozen=True, slots=True)
class Cards:
    """What the cards of a `posts.yaml` are made with.

    Attributes:
        on: Whether posts have cards where neither their paper nor their finding says otherwise.
        institution: Who shows them, or None.
        folder: That of `posts.yaml`, in which the logo lies.
        kept: Where the pictures lie that people approved.
        templates: The folder of templates may have a `card.typ`, and the words.
        press: What draws.
        drawn: Where pictures lie that nobody approved.
    """

    on: bool
    institution: Institution | None
    folder: Path
    kept: Path
    templates: Templates
    press: Press
    drawn: Folder = field(default_factory=Folder)

    def wanted(self, paper: Paper, finding: Finding | None) -> bool:
        """Whether a post has a card."""
        return wanted(paper, finding, default=self.on)

    def picture(
        self, name: str, text: str, paper: Paper, finding: Finding | None, *, lang: str
    ) -> tuple[PostImage, Obstacle | None]:
        """Return the card of a post, or a picture that says why there is none; and what holds the post, if that is all.

        Args:
            name: The post's id.
            text: Its text.
            paper: Its paper.
            finding: Its finding, or None.
            lang: Its language.
        """
        place = str(self.kept / f"{name}.png")
        alt = None if finding is None else finding.alt
        try:
            card = card_of(text, paper, finding, self.institution, lang=lang, words=self._words(lang))
            logo = self._logo()
        except WordsError as error:
            told = f"{error.place}: {error}" if error.place is not None else str(error)
            return PostImage(place, "", alt, _of(name, told), kept_as=place), None
        except CardError as error:
            return PostImage(place, "", alt, _of(name, str(error)), kept_as=place), None
        card = card if logo is None else replace(card, logo_sha256=logo.sha256)
        image = PostImage(place, "", alt or card.alt, card=card, kept_as=place)
        was = () if finding is None else finding.was
        names = tuple(f"{one}.png" for one in (name, *(f"{paper.id}/{old}" for old in was)))
        if (there := kept(self.kept, names, card)) is not None:
            return _finished(name, replace(image, kept_as=str(there.path)), there), None
        if not is_installed():
            held = Obstacle(ObstacleCode.IMAGE, WITHOUT_TYPST, how_to_install(), needs=Need.LATER)
            return replace(image, problem=_of(name, held.text())), held
        try:
            _refuse_missing_letters(card)
            return _finished(name, image, self._drawn(name, card, logo)), None
        except CardError as error:
            return replace(image, problem=_of(name, str(error))), None

    def _drawn(self, name: str, card: Card, logo: Logo | None) -> Drawn:
        """Return the picture of a card, as it was drawn before, or now.

        Raises:
            CardError: it cannot be drawn, or kept for the upload.
        """
        template, path = self._template()
        called = f"{name.replace('/', '.')}.{identity(card, template)[:32]}.png"
        if (before := self.drawn.get(called, card)) is not None:
            return before
        try:
            return self.drawn.put(called, marked(draw(card, logo, template, self.press), card))
        except CardTemplateError as error:
            raise CardError(f"{path or _OWN}: {error}") from error
        except OSError as error:
            raise CardError(f"cannot be written: {error}; set TMPDIR to a folder for this user's files") from error

    def _template(self) -> tuple[str, Path | None]:
        """Return the template's source, and its file where it is one of the folder's own.

        Raises:
            CardError: it cannot be read.
        """
        folder = self.templates.folder
        try:
            raw = read_below(folder, TEMPLATE, _MOST_TEMPLATE + 1)
        except FileNotFoundError:
            return (templates_folder() / TEMPLATE).read_text(encoding="utf-8"), None
        except (OSError, OutsideError) as error:
            why = error.strerror if isinstance(error, OSError) else f"{error.leads} its folder"
            raise CardError(f"{folder / TEMPLATE} cannot be read: {why}") from error
        if len(raw) > _MOST_TEMPLATE:
            raise CardError(f"{folder / TEMPLATE} is larger than {_MOST_TEMPLATE // 1_000} kB, and no template is")
        try:
            return raw.decode(), None if folder == templates_folder() else folder / TEMPLATE
        except UnicodeDecodeError as error:
            raise CardError(f"{folder / TEMPLATE} is no UTF-8; save it as UTF-8") from error

    def _logo(self) -> Logo | None:
        """Return the logo, or None where there is none.

        Raises:
            CardError: it cannot be used.
        """
        name = None if self.institution is None else self.institution.logo
        if name is None:
            return None
        raw, unreadable = picture_bytes(self.folder, name, MOST_LOGO_BYTES + 1)
        try:
            if unreadable is None:
                return read_logo(raw)
        except LogoError as error:
            unreadable = str(error)
        raise CardError(f"the logo {shown(name)}: {unreadable}")

    def _words(self, lang: str) -> CardWords:
        """Return the words of a language; templates of before there were cards lack those of cards.

        Raises:
            WordsError: there are none.
        """
        words = self.templates.words(lang)
        own = words if "card" in words else Templates(templates_folder()).words(lang)
        card = own.word("card")
        if not isinstance(card, Section):
            raise WordsError("'card' must have names with texts", card.place)
        return CardWords(words, card)


def wanted(paper: Paper, finding: Finding | None, *, default: bool) -> bool:
    """Whether a post has a card: the word that stands nearest to it counts.

    A finding with pictures of its own has one only where it says so itself.
    """
    if finding is not None and (finding.cards is not None or finding.images):
        return finding.cards is True
    return default if paper.cards is None else paper.cards


def _finished(name: str, image: PostImage, drawn: Drawn) -> PostImage:
    digest, wrong = hashlib.sha256(drawn.data).hexdigest(), alt_problem(image.alt)
    problem = None if wrong is None else _of(name, wrong)
    return replace(image, file=str(drawn.path), sha256=digest, facts=read_image(drawn.data), problem=problem)


def _refuse_missing_letters(card: Card) -> None:
    """Refuse a card with letters that its fonts lack.

    Raises:
        CardError: there are; names them.
    """
    missing = missing_letters(card.texts)
    if missing:
        more = " and others" if len(missing) > _MOST_LETTERS else ""
        without = "write it otherwise, or leave the card out (`cards: false`)"
        raise CardError(f"the fonts of cards have no {listed(missing[:_MOST_LETTERS])}{more}; {without}")


def _of(name: str, told: str) -> str:
    return f"the card of {name}: {told}"
