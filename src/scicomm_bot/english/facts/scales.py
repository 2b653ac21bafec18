"""Scales of units: what one unit is in another of its kind, so that "28 days" are "four weeks".

Factors: the SI brochure (https://www.bipm.org/en/publications/si-brochure), and for the parsec and the light year the
IAU (https://www.iau.org/public/themes/measuring). A month has 30.44 days, a year 365.25.
"""

from collections.abc import Mapping

_KINDS: tuple[Mapping[str, float], ...] = (
    {
        "ms": 0.001, "s": 1, "min": 60, "h": 3_600, "d": 86_400, "wk": 604_800, "mo": 2_629_800, "yr": 31_557_600,
        "decade": 315_576_000, "century": 3_155_760_000, "kyr": 3.15576e10, "Myr": 3.15576e13, "Gyr": 3.15576e16,
    },
    {"pg": 1e-12, "ng": 1e-9, "µg": 1e-6, "mg": 1e-3, "g": 1, "oz": 28.3495, "lb": 453.592, "kg": 1e3, "t": 1e6},
    {"Da": 1, "kDa": 1e3, "MDa": 1e6},
    {"nmol": 1e-9, "µmol": 1e-6, "mmol": 1e-3, "mol": 1},
    {"µl": 1e-6, "ml": 1e-3, "dl": 0.1, "l": 1},
    {
        "nm": 1e-9, "µm": 1e-6, "mm": 1e-3, "cm": 0.01, "inch": 0.0254, "ft": 0.3048, "m": 1, "km": 1e3,
        "mile": 1609.344,
    },
    {"ly": 1, "pc": 3.26156, "kpc": 3261.56, "Mpc": 3_261_560},
    {"J": 1, "cal": 4.184, "kJ": 1e3, "kcal": 4184},
    {"Hz": 1, "kHz": 1e3, "MHz": 1e6},
    {"mV": 1e-3, "V": 1},
    {"bp": 1, "kb": 1e3},
)  # fmt: skip
TIME_UNITS = frozenset(_KINDS[0])
DOSE_UNITS = frozenset(_KINDS[1]) | {"IU", "ml", "l", "\u00b5l", "mmol", "\u00b5mol", "nmol", "mol", "Gy"}
"""What a dose is told in; behind a slash may follow what it is told per."""
_KIND = {unit: kind for kind, scale in enumerate(_KINDS) for unit in scale}
_LOOSE = frozenset({"mo", "yr", "ly", "decade", "kyr", "Myr", "Gyr"})
_NEAR, _NEARER = 0.1, 0.02


def converted(value: float, unit: str, into: str) -> float | None:
    """Return a value in another unit, or None where none is the other's kind; of "mg/kg", the parts are converted."""
    factor = 1.0
    parts, others = unit.split("/"), into.split("/")
    if len(parts) != len(others):
        return None
    for at, (one, other) in enumerate(zip(parts, others, strict=True)):
        scale = _factor(one, other)
        if scale is None:
            return None
        factor *= scale if at == 0 else 1 / scale
    return value * factor


def same_kind(unit: str, other: str) -> bool:
    """Whether two units measure one thing: time, mass, length."""
    return unit == other or converted(1, unit, other) is not None


def without_time(unit: str) -> str:
    """Return a unit without the time that it is told per: "mg" for "mg/d"."""
    first, _, last = unit.partition("/")
    return first if last in _KINDS[0] else unit


def loss(unit: str, into: str) -> float:
    """Return how far, as a share, a converted figure may be off: months and years are no even numbers of days."""
    return _NEAR if unit in _LOOSE or into in _LOOSE else _NEARER


def _factor(unit: str, into: str) -> float | None:
    if unit == into:
        return 1.0
    kind = _KIND.get(unit)
    if kind is None or _KIND.get(into) != kind:
        return None
    return _KINDS[kind][unit] / _KINDS[kind][into]
