"""Which notice a village of the demo stands under."""

from collections.abc import Mapping

from facts.law import terms_of
from facts.season import TermsOf
from graph_seed.law import read_notices, scheme_of
from policy.timeline import Terms


def law_of(keys: Mapping[str, str]) -> TermsOf:
    """From the code of a county or township to the key of its notice."""
    notices = read_notices()
    known = {code: terms_of(scheme_of(notices, key)) for code, key in keys.items()}
    lengths = {len(code) for code in known}

    def terms(village: str) -> Terms:
        return next(known[village[:size]] for size in lengths if village[:size] in known)

    return terms
