"""The schemas of rivals over the rows of rows.py, each in the manner of its stack."""

from bench.made_up import FEN
from bench.rivals import answers
from bench.rivals.answers import Asked, Json
from bench.rivals.dialect import TREE, Dialect, nested
from bench.rivals.works import PAGE, PLACES, Work


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
