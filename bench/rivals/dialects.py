"""How each stack is asked the same: texts, variables, and the way back to one shape.

Ours names what it has in its schema; rivals have the tables of rows.py, each in its own manner.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from bench.deeds import PAID_ON
from bench.made_up import FEN
from bench.rivals import answers
from bench.rivals.answers import Asked, Json
from bench.rivals.works import PAGE, PLACES, Work
from bench.roll import SEASON
from schema.node import node_id

ON = "2021-11-20"
TREE = {Work.CITY: 4, Work.COUNTY: 3}  # levels, the place itself included
Reader = Callable[[Json], object]
REFUSED = b'"errors"'


@dataclass(frozen=True, slots=True)
class Dialect:
    """`done` stands in each answer to a payment that was taken."""

    texts: Mapping[Work, str]
    readers: Mapping[Work, Reader]
    variables: Callable[[Work, Asked], Json]
    done: bytes

    def body(self, work: Work, asked: Asked) -> bytes:
        """The request."""
        variables = self.variables(work, asked)
        return orjson.dumps({"query": self.texts[work], "variables": variables})

    def read(self, work: Work, content: bytes) -> object:
        """The answer in the common shape; raises KeyError, TypeError for another one."""
        return self.readers[work](orjson.loads(content)["data"])


def nested(fields: str, levels: int, children: str = "children") -> str:
    """The fields of a place, and of all below it."""
    text = fields
    for _ in range(levels - 1):
        text = f"{fields} {children} {{ {text} }}"
    return text


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


def _variables(work: Work, asked: Asked) -> Json:
    """Of every rival."""
    if work in PLACES:
        return {"code": PLACES[work]}
    if work is Work.CHAIN:
        return {"household": asked.household.number}
    if work is Work.PAGE:
        return {"code": asked.code, "after": "", "first": PAGE}
    home = asked.household
    return {"key": asked.key, "household": home.number, "fen": FEN * len(home.members)}


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

PLACE = "code name level quota enrolled paid fen completion"
STATION = "code name level posts { key title holder }"
CITY = "code name quota enrolled paid"
PAID = "key fen village villagePaid villageFen"
PAY = "mutation($key: String!, $household: String!, $fen: Int!)"
PAY_ARGUMENTS = "key: $key, household: $household, fen: $fen"
CODE = "query($code: String!)"
PAGED = "query($code: String!, $after: String!, $first: Int!)"
MEMBERS = "number head fen village members { key name }"

MERCURIUS = Dialect(
    {
        **{
            work: f"{CODE} {{ place(code: $code) {{ {nested(PLACE, levels)} }} }}"
            for work, levels in TREE.items()
        },
        Work.CITIES: f"{CODE} {{ cities(code: $code) {{ {CITY} }} }}",
        Work.CHAIN: f"query($household: String!) {{ chain(household: $household) "
        f"{{ {STATION} }} }}",
        Work.PAGE: f"{PAGED} {{ unpaid(code: $code, after: $after, first: $first) "
        f"{{ {MEMBERS} }} }}",
        Work.PAYMENT: f"{PAY} {{ recordPayment({PAY_ARGUMENTS}) {{ {PAID} }} }}",
    },
    {
        Work.CITY: lambda data: answers.tree(data["place"]),
        Work.COUNTY: lambda data: answers.tree(data["place"]),
        Work.CITIES: lambda data: answers.cities(data["cities"]),
        Work.CHAIN: lambda data: answers.chain(data["chain"]),
        Work.PAGE: lambda data: answers.page(data["unpaid"]),
    },
    _variables,
    b'"villagePaid":',
)

BELOW = "children: placesByParentList(orderBy: CODE_ASC)"
UPWARDS = nested(
    "code name level posts: postsByPlaceList { key title holder }", 6, "above: placeByParent"
)
POSTGRAPHILE = Dialect(
    {
        **{
            work: f"{CODE} {{ placeByCode(code: $code) {{ {nested(PLACE, levels, BELOW)} }} }}"
            for work, levels in TREE.items()
        },
        Work.CITIES: f"{CODE} {{ citiesList(province: $code) {{ {CITY} }} }}",
        Work.CHAIN: "query($household: String!) { householdByNumber(number: $household) "
        f"{{ grid: placeByGrid {{ {UPWARDS} }} }} }}",
        Work.PAGE: f"{PAGED} {{ unpaidList(township: $code, after: $after, most: $first) "
        "{ number head fen village members: peopleByHouseholdList(orderBy: KEY_ASC) "
        "{ key name } } }",
        Work.PAYMENT: f"{PAY} {{ recordPayment(input: {{ {PAY_ARGUMENTS} }}) "
        f"{{ paid {{ {PAID} }} }} }}",
    },
    {
        Work.CITY: lambda data: answers.tree(data["placeByCode"]),
        Work.COUNTY: lambda data: answers.tree(data["placeByCode"]),
        Work.CITIES: lambda data: answers.cities(data["citiesList"]),
        Work.CHAIN: lambda data: answers.nested_chain(data["householdByNumber"]["grid"]),
        Work.PAGE: lambda data: answers.page(data["unpaidList"]),
    },
    _variables,
    b'"villagePaid":',
)

SORTED = "children(sort: [{ code: ASC }])"
NEO4J_GRAPHQL = Dialect(
    {
        **{
            work: f"{CODE} {{ places(where: {{ code: {{ eq: $code }} }}) "
            f"{{ {nested(PLACE, levels, SORTED)} }} }}"
            for work, levels in TREE.items()
        },
        Work.CITIES: f"{CODE} {{ cities(code: $code) {{ {CITY} }} }}",
        Work.CHAIN: "query($household: String!) "
        "{ households(where: { number: { eq: $household } }) "
        f"{{ grid {{ {nested(STATION, 6, 'above')} }} }} }}",
        Work.PAGE: f"{PAGED} {{ households(where: {{ paid: {{ eq: false }}, number: "
        "{ gt: $after }, village: { some: { above: { some: { code: { eq: $code } } } } } }, "
        "sort: [{ number: ASC }], limit: $first) "
        "{ number head fen village { code } members(sort: [{ key: ASC }]) { key name } } }",
        Work.PAYMENT: f"{PAY} {{ recordPayment({PAY_ARGUMENTS}) {{ {PAID} }} }}",
    },
    {
        Work.CITY: lambda data: answers.tree(data["places"][0]),
        Work.COUNTY: lambda data: answers.tree(data["places"][0]),
        Work.CITIES: lambda data: answers.cities(data["cities"]),
        Work.CHAIN: lambda data: answers.nested_chain(data["households"][0]["grid"]),
        Work.PAGE: lambda data: answers.page(data["households"]),
    },
    _variables,
    b'"villagePaid":',
)
