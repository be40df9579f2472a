from graph.gateway import Gateway
from graph_seed.divisions.listing import Division
from graph_seed.divisions.load import Loaded, load, load_batch
from policy.places import Level

NATION = Division("0", "全国", Level.NATION, None)
PROVINCE = Division("46", "海南省", Level.PROVINCE, "0")
CITY = Division("4604", "儋州市", Level.CITY, "46")
COUNTY = Division("460400", "儋州市", Level.COUNTY, "4604", placeholder=True)
TREE = [NATION, PROVINCE, CITY, COUNTY]

EDGES = """
MATCH (child:Jurisdiction)-[part:PART_OF]->(parent:Jurisdiction)
RETURN collect([child.code, parent.code, part.from, part.to]) AS edges
"""


async def edges(graph: Gateway) -> list[list[str | None]]:
    row = await graph.directory.one(EDGES)
    return sorted(row["edges"]) if row else []


async def test_a_batch_becomes_places_and_open_edges(graph: Gateway) -> None:
    assert await load_batch(graph.directory, TREE) == Loaded(created=4)
    assert await edges(graph) == [
        ["46", "0", None, None],
        ["4604", "46", None, None],
        ["460400", "4604", None, None],
    ]


async def test_a_place_has_all_that_the_list_says(graph: Gateway) -> None:
    await load_batch(graph.directory, TREE)
    row = await graph.directory.one(
        "MATCH (place:Jurisdiction {code: '460400'}) RETURN properties(place) AS properties"
    )
    assert row == {
        "properties": {
            "code": "460400",
            "name": "儋州市",
            "level": "COUNTY",
            "aliases": [],
            "placeholder": True,
            "acting": False,
            "seq": 1,
        }
    }


async def test_a_second_load_changes_nothing(graph: Gateway) -> None:
    await load_batch(graph.directory, TREE)
    assert await load_batch(graph.directory, TREE) == Loaded(unchanged=4)
    assert len(await edges(graph)) == 3
    tree = await graph.directory.one("MATCH (tree:Sequence {key: 'tree'}) RETURN tree.n AS n")
    assert tree == {"n": 1}


async def test_a_clerks_rename_is_kept_and_reported(graph: Gateway) -> None:
    await load_batch(graph.directory, TREE)
    await graph.directory.write("MATCH (place {code: '4604'}) SET place.name = '那大市'")
    assert await load_batch(graph.directory, TREE) == Loaded(unchanged=4, renamed=["4604"])
    row = await graph.directory.one("MATCH (place {code: '4604'}) RETURN place.name AS name")
    assert row == {"name": "那大市"}


async def test_a_unit_that_was_closed_or_moved_keeps_its_own_history(graph: Gateway) -> None:
    await load_batch(graph.directory, TREE)
    await graph.directory.write(
        "MATCH ({code: '460400'})-[part:PART_OF]->() SET part.to = date('2024-01-01')"
    )
    before = await edges(graph)
    await load_batch(graph.directory, TREE)
    assert await edges(graph) == before


async def test_a_new_alias_is_added_to_those_a_clerk_gave(graph: Gateway) -> None:
    await load_batch(graph.directory, TREE)
    await graph.directory.write("MATCH (place {code: '4604'}) SET place.aliases = ['儋县']")
    named = Division("4604", "儋州市", Level.CITY, "46", aliases=("儋州",))
    assert await load_batch(graph.directory, [named]) == Loaded(changed=1)
    row = await graph.directory.one("MATCH (place {code: '4604'}) RETURN place.aliases AS names")
    assert row == {"names": ["儋县", "儋州"]}


async def test_a_province_loads_below_the_nation(graph: Gateway) -> None:
    done = await load(graph, ["54"], quiet=True)
    assert (done.created, done.renamed) == (6372, [])
    assert len(await edges(graph)) == 6371


async def test_the_nation_is_there_before_any_province(graph: Gateway) -> None:
    assert await load(graph, [], quiet=True) == Loaded(created=1)
    row = await graph.at("0").one("MATCH (place:Jurisdiction) RETURN collect(place.name) AS names")
    assert row == {"names": ["全国"]}
