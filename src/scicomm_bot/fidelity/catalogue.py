"""All rules, in the order in which their remarks are shown. A new rule is added here."""

from collections.abc import Callable, Iterator, Sequence

from scicomm_bot.fidelity.extra_rules import DOUBTS
from scicomm_bot.fidelity.rule import Found, Rule
from scicomm_bot.fidelity.rules import (
    access,
    advice,
    attribution,
    authors,
    cards,
    claims,
    corrections,
    cure,
    direction,
    doses,
    duplicates,
    evidence,
    figure_labels,
    flipped,
    form,
    hashtags,
    hedges,
    labels,
    language,
    limits,
    links,
    markup,
    mentions,
    names,
    negatives,
    null_effect,
    numbers,
    overclaims,
    own_words,
    pictures,
    promises,
    readers,
    relative,
    signs,
    species,
    study,
)
from scicomm_bot.fidelity.rules.duplicates import Compared, Neighbours
from scicomm_bot.fidelity.rules.retracted import RETRACTED

RULES: tuple[Rule, ...] = (
    form.too_long,
    form.empty,
    form.control_characters,
    markup.markup,
    authors.author_name,
    access.styled_unicode,
    access.alt_text,
    pictures.image_place,
    pictures.image_shown,
    pictures.image_twice,
    cards.card_adds,
    access.emoji,
    mentions.mention,
    mentions.cashtag,
    links.accidental_link,
    links.unasked_link,
    links.cut_link,
    hashtags.hashtag_cut,
    hashtags.hashtag_case,
    hashtags.hashtag_place,
    language.language_unchecked,
    own_words.own_words,
    corrections.correction_unsaid,
    evidence.evidence_missing,
    evidence.evidence_vague,
    claims.strength_up,
    claims.cause_from_correlation,
    hedges.hedge_lost,
    hedges.model_as_fact,
    direction.direction,
    limits.exception_dropped,
    claims.reader_promise,
    species.human_inference,
    species.species_missing,
    species.species_late,
    flipped.negative_flipped,
    negatives.negative_overstated,
    numbers.number_unsourced,
    numbers.number_unit,
    signs.number_sign,
    figure_labels.number_label,
    null_effect.null_effect,
    doses.dose_time,
    names.entity_unsourced,
    names.acronym_first,
    advice.advice,
    cure.cure,
    promises.hype,
    promises.title_hype,
    promises.proof,
    overclaims.lasting,
    overclaims.safety,
    overclaims.generalised,
    overclaims.superlative,
    overclaims.forecast,
    overclaims.outcome_unsourced,
    overclaims.call_unsourced,
    study.study_type,
    readers.significant,
    relative.relative_risk_only,
    readers.stigma,
    attribution.attribution,
    RETRACTED,
)
"""The rules that look at one post, in the order in which they tell of it: what a claim says comes before where it
names whom, so that nobody moves words that have to change."""

SERIES_RULES: tuple[Rule, ...] = (labels.labels, negatives.negative_omitted)
"""The rules that look at a paper's whole series."""

ACROSS: tuple[tuple[Rule, Callable[[Sequence[Compared], Neighbours], Iterator[tuple[str, Found]]]], ...] = (
    (duplicates.DUPLICATE, duplicates.same_texts),
    (duplicates.NEAR_DUPLICATE, duplicates.similar_texts),
)
"""The rules that compare all posts of the account, each with the function that does."""


def rule_ids() -> frozenset[str]:
    """Return the id of every rule: what a waiver may name."""
    return frozenset(rule.id for rule in (*all_rules(), *DOUBTS))


def all_rules() -> Iterator[Rule]:
    """Yield every rule."""
    yield from RULES
    yield from SERIES_RULES
    for rule, _ in ACROSS:
        yield rule
