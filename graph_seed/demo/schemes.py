"""Which notice a village of the demo stands under."""

from collections.abc import Mapping

from facts.law import Granted, terms_of
from facts.season import TermsOf
from graph_seed.law import read_notices, scheme_of
from policy.timeline import Terms

NONE: Mapping[str, Granted] = {}


def law_of(keys: Mapping[str, str], granted: Mapping[str, Granted] = NONE) -> TermsOf:
    """From the code of a county or township to the key of its notice, and its extension."""
    notices = read_notices()
    known = {
        code: terms_of(scheme_of(notices, key), [granted[code]] if code in granted else [])
        for code, key in keys.items()
    }
    lengths = {len(code) for code in known}

    def terms(village: str) -> Terms:
        return next(known[village[:size]] for size in lengths if village[:size] in known)

    return terms
