"""Slots in plain words: what is understood, and what is said of the rest."""

import pytest

from scicomm_bot.plan.words import WordsError, cron_lines

UNDERSTOOD = {
    "mon, wed 17:30": ("30 17 * * 1,3",),
    "weekdays 9:00": ("0 9 * * 1,2,3,4,5",),
    "daily 12:00": ("0 12 * * *",),
    "every day at noon": ("0 12 * * *",),
    "sat-wed 10:30 and 17:30": ("30 10 * * 1,2,3,6,0", "30 17 * * 1,2,3,6,0"),
    "Saturday to Wednesday 10.30": ("30 10 * * 1,2,3,6,0",),
    "Mondays and Thursdays at 5pm": ("0 17 * * 1,4",),
    "tues, thurs 5.30 p.m.": ("30 17 * * 2,4",),
    "9am daily": ("0 9 * * *",),
    "fri 12am": ("0 0 * * 5",),
    "fri 12pm": ("0 12 * * 5",),
    "mon,mon 8:00,20:00, 8:00": ("0 8 * * 1", "0 20 * * 1"),
    "0 9 * * mon-fri": ("0 9 * * mon-fri",),
    "*/5 * * * *": ("*/5 * * * *",),
}


@pytest.mark.parametrize(("line", "meant"), UNDERSTOOD.items(), ids=UNDERSTOOD)
def test_a_slot_in_words_means_crontab_lines(line, meant):
    assert cron_lines(line) == meant


SAID = {
    "17:30": "write 'daily 17:30'",
    "mon": "write 'mon 17:30' (a list in [ ] ends an entry at each comma",
    "no": "'no' is neither a day of the week nor a time",
    "mon 9": "write 'mon 9:00'",
    "mon 9h30": "write 'mon 9:30'",
    "mon 9-17": "write 'mon 9:00'",
    "mon 9:00-17:00": "between no two days",
    "mon 9am - fri": "between no two days",
    "frday 9:00": "did you mean 'friday'?",
    "montag 9:00": "did you mean 'monday'?",
    "weekends 10:00": "as in 'sat, sun' or 'thu, fri'",
    "24:00 daily": "the next day's 0:00",
    "mon 25:00": "no clock shows",
    "13pm mon": "no clock shows",
    "mon 9:00, wed 17:30": "a line of its own",
    "2027-03-21 10:00": "write `at:` at its finding",
    "first monday 9:00": "'first' is neither",
    "every 2 hours": "'2' is no time",
    "weekdays 9:00 Europe/Berlin": "'europe' is neither",
    "mon-weekdays 9:00": "does not end a range",
    "mon- 9:00": "stands behind a '-'",
    "täglich 9:00": "'täglich' is neither",
    "mon " * 100 + "9:00": "too long",
}


@pytest.mark.parametrize(("line", "said"), SAID.items(), ids=[line[:30] for line in SAID])
def test_what_is_not_understood_is_named_with_the_nearest_form(line, said):
    with pytest.raises(WordsError) as told:
        cron_lines(line)
    assert said in str(told.value)
