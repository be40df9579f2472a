"""Our own schema: the same fields as rivals give, under the names that they have with us."""

from bench.deeds import PAID_ON
from bench.made_up import FEN
from bench.rivals import answers
from bench.rivals.answers import Asked, Json
from bench.rivals.dialect import TREE, Dialect, nested
from bench.rivals.works import PAGE, PLACES, Work
from bench.roll import SEASON
from schema.node import node_id

ON = "2021-11-20"


def _own_variables(work: Work, asked: Asked) -> Json:
    if work in PLACES:
        return {"code": PLACES[work]}
    if work is Work.CHAIN:
        return {"id": node_id("Household", asked.household.key)}
    if work is Work.PAGE:
        return {"code": asked.code}
    fen = FEN * len(asked.household.members)
    given = {
        "idempotencyKey": asked.key,
        "household": node_id("Household", asked.household.key),
        "year": SEASON.year,
        "amount": f"{fen // 100}.{fen % 100:02}",
        "paidOn": str(PAID_ON),
        "channel": "APP",
    }
    return {"input": given}


PROGRESS = "quota enrolled paid contributionPaid completionRate"
OWN_PLACE = f"code name level progress(year: {SEASON.year}) {{ {PROGRESS} }}"
LINK = "jurisdiction { code name level } post { id title } holder { name }"
OURS = Dialect(
    {
        **{
            work: f"query($code: JurisdictionCode!) {{ jurisdiction(code: $code) "
            f"{{ {nested(OWN_PLACE, levels)} }} }}"
            for work, levels in TREE.items()
        },
        Work.CITIES: f"query($code: JurisdictionCode!) {{ jurisdiction(code: $code) {{ children "
        f"{{ code name progress(year: {SEASON.year}) {{ quota enrolled paid }} }} }} }}",
        Work.CHAIN: f"query($id: ID!) {{ node(id: $id) {{ ... on Household "
        f'{{ accountability(on: "{ON}") {{ links {{ {LINK} }} }} }} }} }}',
        Work.PAGE: f"query($code: JurisdictionCode!) {{ jurisdiction(code: $code) "
        f"{{ households(year: {SEASON.year}, unpaidOnly: true, first: {PAGE}) {{ nodes "
        f"{{ number head {{ name }} contributionDue(year: {SEASON.year}) village {{ code }} "
        "members { id name } } } } }",
        Work.PAYMENT: "mutation($input: RecordPaymentInput!) { recordPayment(input: $input) "
        "{ payment { id amount } progress { jurisdiction { code } paid contributionPaid } "
        "userErrors { code message } } }",
    },
    {
        Work.CITY: lambda data: answers.own_tree(data["jurisdiction"]),
        Work.COUNTY: lambda data: answers.own_tree(data["jurisdiction"]),
        Work.CITIES: lambda data: answers.own_cities(data["jurisdiction"]),
        Work.CHAIN: lambda data: answers.own_chain(data["node"]),
        Work.PAGE: lambda data: answers.own_page(data["jurisdiction"]),
    },
    _own_variables,
    b'"userErrors":[]',
)
