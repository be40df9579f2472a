"""Made-up grants of the extensions that two of the demo's notices know."""

from datetime import date

from facts.extending import grant as record
from facts.law import Granted
from graph.gateway import Row, Store
from graph_seed.demo.counties import MADE_UP_SOURCE
from graph_seed.demo.plan import CampaignPlan
from graph_seed.law import read_notices, scheme_of
from policy.scheme import collection


async def grant(store: Store, unit: str, plan: CampaignPlan, on: date) -> None:
    """The unit's window stays open to the last day that its notice allows."""
    rule = collection(scheme_of(read_notices(), plan.key))
    row: Row = {
        "unit": unit,
        "until": rule.terms.extended_to,
        "granted_on": on,
        "document": MADE_UP_SOURCE,
    }
    cited = rule.clause.notice, rule.clause.number
    await record(store, f"demo|extension|{unit}", plan.year, cited, row)


def granted(unit: str, plan: CampaignPlan, on: date) -> Granted:
    """The same, as the law counts it."""
    rule = collection(scheme_of(read_notices(), plan.key))
    assert rule.terms.extended_to is not None  # its notice knows one
    return Granted(unit, on, rule.terms.extended_to)
