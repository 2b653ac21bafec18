"""Facts of a quotation: what its figures are, what they belong to, and what a post may make of them.

    facts_of("Overall, 482 patients (22.9%) in the drug group and 1110 (25.7%) in the usual care group died.")

reads the figures with their labels, what is compared, whom it is on, the direction, what is denied, doses and times
(`Facts`); `fact_lines` tells them in plain words; `how_it_follows` says how a figure of a post follows from them.
"""

from scicomm_bot.english.facts.lines import fact_lines
from scicomm_bot.english.facts.reading import Facts, facts_of

__all__ = ["Facts", "fact_lines", "facts_of"]
