"""Cards: drawing what `domain.card` says, and keeping what was drawn. The only room that knows typst."""

from scicomm_bot.cards.drawing import CardError, CardTemplateError, draw, how_to_install, identity, is_installed
from scicomm_bot.cards.keeping import Drawn, Folder, keep, kept, marked, write
from scicomm_bot.cards.letters import missing_letters
from scicomm_bot.cards.logo import MOST_LOGO_BYTES, Logo, LogoError, read_logo
from scicomm_bot.cards.press import Press

__all__ = [
    "MOST_LOGO_BYTES",
    "CardError",
    "CardTemplateError",
    "Drawn",
    "Folder",
    "Logo",
    "LogoError",
    "Press",
    "draw",
    "how_to_install",
    "identity",
    "is_installed",
    "keep",
    "kept",
    "marked",
    "missing_letters",
    "read_logo",
    "write",
]
