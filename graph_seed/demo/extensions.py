"""Made-up grants of the extensions that two of the demo's notices know."""

from datetime import date

from graph.gateway import Row, Store
from graph_seed.demo.counties import MADE_UP_SOURCE
from graph_seed.demo.plan import CampaignPlan
from graph_seed.law import read_notices, scheme_of
from policy.scheme import collection
from resolvers.extensions import record_extension


async def grant(store: Store, unit: str, plan: CampaignPlan, on: date) -> None:
    """The unit's window stays open to the last day that its notice allows."""
    rule = collection(scheme_of(read_notices(), plan.key))
    row: Row = {
        "unit": unit,
        "until": rule.terms.extended_to,
        "granted_on": on,
        "document": MADE_UP_SOURCE,
    }
    await record_extension(store, f"demo|extension|{unit}", plan.year, rule.clause, row)
