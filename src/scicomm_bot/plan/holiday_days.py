"""Public holidays of a country, by the package `holidays`, which is imported only where a schedule names one."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from scicomm_bot.errors import near

_LOOKED_AT = 2
"""As many years from the first on are looked at for holidays, to tell of a country that has none."""


@lru_cache(maxsize=16)
def holidays_of(code: str) -> Callable[[date], str | None]:
    """Return what says which public holiday a day is, or None where it is none.

    Args:
        code: Of the country (ISO 3166-1 alpha-2: `IR`), with that of a part of it behind a hyphen (`DE-BY`).

    Returns:
        It names the holiday in English where the package can, and says whose it is.

    Raises:
        LookupError: no such country or part is known; names the nearest.
    """
    from holidays import country_holidays, list_supported_countries  # noqa: PLC0415 - see above

    country, _, part = code.strip().upper().replace("_", "-").partition("-")
    known = list_supported_countries(include_aliases=False)
    if country not in known:
        raise LookupError(_no_country(code, known))
    parts = known[country]
    if part and part not in parts:
        raise LookupError(_no_part(country, part, parts))
    days = country_holidays(country, subdiv=part or None, language="en_US")

    def holiday(day: date) -> str | None:
        name = days.get(day)
        return None if name is None else f"{name} (holidays {country}{f'-{part}' if part else ''})"

    return holiday


def without_holidays(code: str, year: int) -> str | None:
    """Say that the package has no holiday of a country from a year on; None where it has.

    Args:
        code: As for `holidays_of`, and known to it.
        year: The first year that is looked at.
    """
    from holidays import country_holidays  # noqa: PLC0415 - see above

    country, _, part = code.strip().upper().replace("_", "-").partition("-")
    years = range(year, year + _LOOKED_AT)
    if country_holidays(country, subdiv=part or None, years=years):
        return None
    none = f"the package `holidays` has no holidays of {country} for {years[0]} and {years[-1]}"
    return f"cannot be kept: {none}; write the days themselves, such as '2027-03-21'"


def _no_country(code: str, known: Mapping[str, object]) -> str:
    meant = _meant_country(code, known)
    hint = f"did you mean '{meant}'?" if meant else "write the two letters of ISO 3166, such as IR, GB or DE-BY"
    return f"names no country that the package `holidays` knows: {code.strip() or 'it is empty'}; {hint}"


def _meant_country(code: str, known: Mapping[str, object]) -> str | None:
    """Return the code of a country that is named by its name, by three letters, by another code, or with a slip."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - only for a mistake

    words = "_".join(code.replace("-", " ").lower().split())
    names: dict[str, str] = {}
    for name, codes in COUNTRIES.items():
        two = next((one for one in codes if one in known), None)
        if two is not None:
            names |= dict.fromkeys((name, *(one.lower() for one in codes)), two)
    whole = names.get(words) or names.get(words.partition("_")[0])
    if whole is not None:
        return whole
    meant = near(words, [one for one in names if len(one) > 3] if len(words) > 3 else names)  # noqa: PLR2004 - a code
    return None if meant is None else names[meant]


def _no_part(country: str, part: str, parts: object) -> str:
    listed = [str(one) for one in parts] if isinstance(parts, list | tuple) else []
    if not listed:
        return f"names a part of {country}, and the package `holidays` knows none of it; write '{country}'"
    meant = near(part, listed)
    hint = f"did you mean '{country}-{meant}'?" if meant else f"known are {', '.join(listed[:20])}"
    return f"names no part of {country} that the package `holidays` knows: {part}; {hint}"
