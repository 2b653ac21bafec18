"""From models and templates to posts."""

from scicomm_bot.render.correction import Fallen
from scicomm_bot.render.posts import choose, given_to, render_posts, series_of
from scicomm_bot.render.templates import Templates

__all__ = ["Fallen", "Templates", "choose", "given_to", "render_posts", "series_of"]
