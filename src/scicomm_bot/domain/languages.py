"""What languages are called, in words, and their codes."""

from collections.abc import Mapping
from functools import cache

_NAMES = """
albanian=sq arabic=ar armenian=hy azerbaijani=az basque=eu bosnian=bs bulgarian=bg catalan=ca chinese=zh croatian=hr
czech=cs danish=da deutsch=de dutch=nl english=en español=es estonian=et farsi=fa finnish=fi français=fr french=fr
georgian=ka german=de greek=el hebrew=he hindi=hi hungarian=hu icelandic=is indonesian=id italian=it italiano=it
japanese=ja korean=ko kurdish=ku latin=la latvian=lv lithuanian=lt macedonian=mk malay=ms norwegian=no persian=fa
polish=pl portuguese=pt português=pt romanian=ro russian=ru serbian=sr slovak=sk slovenian=sl spanish=es swedish=sv
thai=th turkish=tr ukrainian=uk urdu=ur vietnamese=vi فارسی=fa
"""
"""The names of the common ones, as people, reference managers and publishers' pages write them -> ISO 639-1."""


@cache
def language_codes() -> Mapping[str, str]:
    """Return the codes of languages by their names, in small letters: "persian" and "farsi" are "fa"."""
    return dict(pair.split("=") for pair in _NAMES.split())
