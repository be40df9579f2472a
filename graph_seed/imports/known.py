"""What the graph knows of the people and households that a chunk of lines names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from facts.vault import Vault
from graph.gateway import Store
from graph_seed.imports.forms.roster import RosterLine
from policy.identity import IdNumber

# (:Identity)-[:OF]->(:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village)
READ_PEOPLE: LiteralString = """
UNWIND $hashes AS hash
MATCH (:Identity {key: hash})-[:OF]->(p:Person)
RETURN collect([hash, p.key, p.name, p.birth, head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(h:Household)-[l:LIVES_IN]->(v:Jurisdiction)
  WHERE m.to IS NULL AND l.to IS NULL RETURN [h.key, h.number, v.code]
}), head(COLLECT {
  MATCH (n:Participation {key: p.key + '|' + toString($year)})-[:IN]->(a:Account)
  RETURN [a.key, a.village]
})]) AS people
"""

# (:Household {number})-[:LIVES_IN]->(village), (:Account {key: household|year})
READ_HOUSEHOLDS: LiteralString = """
UNWIND $villages AS village
MATCH (:Jurisdiction {code: village.code})<-[l:LIVES_IN]-(h:Household)
WHERE l.to IS NULL AND h.number IN village.numbers
RETURN collect([village.code, h.number, h.key,
  EXISTS { (:Account {key: h.key + '|' + toString($year)}) }]) AS households
"""


# (:Person {name, birth})-[:MEMBER_OF]->(:Household)
READ_MEMBERS: LiteralString = """
UNWIND $households AS key
MATCH (:Household {key: key})<-[m:MEMBER_OF]-(p:Person) WHERE m.to IS NULL
RETURN collect([key, p.name, p.birth]) AS members
"""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody on record; the account is that of the year."""

    key: str
    name: str
    household: str | None
    number: str | None
    village: str | None
    account: str | None
    account_village: str | None

    @property
    def where(self) -> str | None:
        """The village that answers for the person: that of the roll, else that of the home."""
        return self.account_village or self.village


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A household on record; `entered`: on the roll of the year."""

    key: str
    entered: bool


async def known_people(store: Store, hashes: Collection[str], year: int) -> dict[str, KnownPerson]:
    """By the hash of a number that they have or had."""
    [row] = await store.read(READ_PEOPLE, hashes=sorted(hashes), year=year)
    found = {}
    for hash_, key, name, _, home, account in row["people"]:
        found[hash_] = KnownPerson(
            key, name, *(home or (None, None, None)), *(account or (None, None))
        )
    return found


# (:Identity {key: hash})
READ_ANY: LiteralString = "RETURN EXISTS { MATCH (i:Identity) WHERE i.key IN $hashes } AS known"


async def any_known(store: Store, hashes: Collection[str]) -> bool:
    """Whether somebody of these is on record."""
    [row] = await store.read(READ_ANY, hashes=sorted(hashes))
    known: bool = row["known"]
    return known


async def known_households(
    store: Store, places: Collection[tuple[str, str]], year: int
) -> dict[tuple[str, str], KnownHousehold]:
    """By village and number."""
    numbers: dict[str, list[str]] = {}
    for village, number in sorted(places):
        numbers.setdefault(village, []).append(number)
    given = [{"code": code, "numbers": those} for code, those in numbers.items()]
    [row] = await store.read(READ_HOUSEHOLDS, villages=given, year=year)
    return {
        (village, number): KnownHousehold(key, entered)
        for village, number, key, entered in row["households"]
    }


async def known_members(
    store: Store, households: Collection[str]
) -> frozenset[tuple[str, str, date]]:
    """Who lives in households: their key, name and day of birth."""
    [row] = await store.read(READ_MEMBERS, households=sorted(households))
    return frozenset((home, name, birth.to_native()) for home, name, birth in row["members"])


def hash_of(vault: Vault, line: RosterLine) -> str:
    """The key of a person's Identity; without a number: by guardian, birth and order."""
    if line.id_number is not None:
        return vault.hash(line.id_number.text)
    assert line.guardian is not None  # a line without number and guardian is rejected
    return vault.hash(f"{line.guardian.text}|{line.born}|{line.order or 1}")


def hashes_of(vault: Vault, numbers: Sequence[IdNumber]) -> list[str]:
    return [vault.hash(number.text) for number in numbers]
