"""Identity numbers: finding a person by one, and reading one in full, which is put on record.

number ── hash ──> (:Identity {key})-[:OF]->(:Person)
person ──> (:IdRead {key, by, at})-[:OF]->(:Person) ──> the sealed number, opened
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import LiteralString

from strawberry.dataloader import DataLoader

from facts.vault import Vault
from graph.gateway import Row, Store
from policy.identity import InvalidIdNumber, parse
from resolvers.area import Area
from resolvers.persons import Persons
from schema.errors import ApiError, Code
from schema.id_read import IdRead, IdReadConnection, IdReadEdge
from schema.node import PageInfo, key_of, page_size
from schema.person import Person

EARLIEST, LATEST = 0, 2**62
CHINA_MILLIS = 8 * 3_600_000
DAY_MILLIS = 86_400_000

# (:Identity {key: hash})-[:OF]->(:Person); old numbers still find the person
HOLDER: LiteralString = """
MATCH (:Identity {key: $hash})-[:OF]->(p:Person)
RETURN p.key AS person
"""

# (:IdRead {key, by, at})-[:OF]->(:Person): on record in the transaction that gives the number
RECORD: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person}) WHERE p.id_sealed IS NOT NULL
MERGE (i:IdRead {key: row.key})
  ON CREATE SET i.by = $by, i.at = datetime.transaction().epochMillis
MERGE (i)-[:OF]->(p)
RETURN collect([p.key, p.id_sealed]) AS sealed
"""

READS: LiteralString = """
CALL () {
  MATCH (i:IdRead)-[:OF]->(p:Person)
  WHERE i.at >= $since AND i.at < $until AND ($person IS NULL OR p.key = $person)
  RETURN count(i) AS total
}
CALL () {
  MATCH (i:IdRead)-[:OF]->(p:Person)
  WHERE i.at >= $since AND i.at < $until AND ($person IS NULL OR p.key = $person)
    AND (i.at < $at OR i.at = $at AND i.key > $key)
  WITH i, p ORDER BY i.at DESC, i.key LIMIT $limit
  RETURN collect([i.key, i.by, i.at, p.key]) AS reads
}
RETURN total, reads
"""


@dataclass(slots=True)
class IdentitiesRead:
    """Of one request; numbers read together are recorded in one transaction, each once."""

    store: Store
    area: Area
    persons: Persons
    vault: Vault | None
    loader: DataLoader[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.loader = DataLoader(self._numbers)

    async def number(self, person: str) -> str | None:
        """All of the number of a person whom the viewer sees; None for who has none."""
        self.area.need_persons("idNumber")
        return await self.loader.load(person)

    async def _numbers(self, persons: list[str]) -> list[str | None]:
        vault = self._vault()
        rows = [{"person": person, "key": token_hex(16)} for person in persons]
        [row] = await self.store.write(RECORD, rows=rows, by=self.area.viewer.subject)
        sealed: dict[str, str] = dict(row["sealed"])
        return [vault.open(sealed[one]) if one in sealed else None for one in persons]

    def _vault(self) -> Vault:
        if self.vault is None:
            raise ApiError(
                Code.UNAVAILABLE, "此处没有身份证号码的密钥，无法按号码查询或查看完整号码"
            )
        return self.vault

    async def holder(self, number: str) -> Person | None:
        """Who has this number or had it, if the viewer sees them."""
        self.area.need_persons("personByIdNumber")
        try:
            parsed = parse(number, self.area.today)
        except InvalidIdNumber as error:
            raise ApiError(Code.BAD_INPUT, f"idNumber: {error.message}", field="idNumber") from None
        found = await self.store.one(HOLDER, hash=self._vault().hash(parsed.text))
        row = await self.persons.by_key.load(found["person"]) if found else None
        return self.persons.shown(row) if row else None

    async def reads(
        self, person: str | None, since: date | None, to: date | None, first: int, after: str | None
    ) -> IdReadConnection:
        """Newest first; for administrators."""
        self.area.need_administrator("idReads")
        size, (at, key) = page_size(first), _position(after)
        [row] = await self.store.read(
            READS,
            person=None if person is None else key_of(person, "Person") or "",
            since=EARLIEST if since is None else _begin(since),
            until=LATEST if to is None else _begin(to + timedelta(days=1)),
            at=at,
            key=key,
            limit=size + 1,
        )
        return await self._connection(row["reads"], row["total"], size, after)

    async def _connection(
        self, rows: list[list[object]], total: int, size: int, after: str | None
    ) -> IdReadConnection:
        found: list[Row | None] = await self.persons.by_key.load_many([str(r[3]) for r in rows])
        edges = [
            IdReadEdge(
                node=IdRead(person=self.persons.shown(who), by=str(by), at=_instant(at)),
                cursor=f"{at}-{key}",
            )
            for (key, by, at, _), who in zip(rows[:size], found, strict=False)
            if who is not None
        ]
        info = PageInfo(
            has_next_page=len(rows) > size,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        nodes = [edge.node for edge in edges]
        return IdReadConnection(edges=edges, nodes=nodes, page_info=info, total_count=total)


def _begin(day: date) -> int:
    """The first millisecond of a day in China; epoch milliseconds."""
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * DAY_MILLIS - CHINA_MILLIS


def _instant(at: object) -> datetime:
    return datetime.fromtimestamp(int(str(at)) / 1000, UTC)


def _position(after: str | None) -> tuple[int, str]:
    """Where a page begins; raises BAD_INPUT for a cursor that was not given here."""
    if after is None:
        return LATEST, ""
    at, _, key = after.partition("-")
    if not (at.isascii() and at.isdigit() and len(at) < 19 and key):
        message = f"after: {after!r} 不是游标，请原样填写上一页的 endCursor"
        raise ApiError(Code.BAD_INPUT, message)
    return int(at), key
