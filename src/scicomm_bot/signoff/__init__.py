"""The sign-off pack: posts, the paper's words that they rest on, and answers to give or to sign, as one HTML page."""

from scicomm_bot.signoff.pack import Asking, Entry, Pack, PaperPart, Picture
from scicomm_bot.signoff.page import LOOKED_AT, is_page, page

__all__ = ["LOOKED_AT", "Asking", "Entry", "Pack", "PaperPart", "Picture", "is_page", "page"]
