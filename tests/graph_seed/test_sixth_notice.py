"""docs/add-a-notice.md, followed to the letter: its blocks are the files and the questions."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.gateway import Gateway
from graph_seed.law import FOLDER, read_notices
from graph_seed.law_load import load_law
from graph_seed.typed import LawFileError
from tests.drawn import add, ask, draw, set_quota

TEXT = (Path(__file__).parents[2] / "docs" / "add-a-notice.md").read_text(encoding="utf-8")
FILES = re.findall(r"```yaml (\S+)\n(.*?)```", TEXT, re.DOTALL)
ASKED = re.findall(r"```graphql\n(.*?)```\n\n```json\n(.*?)```", TEXT, re.DOTALL)
MISTAKES = re.findall(
    r"^\| `([^`]+)` \| `(\S+?\.yaml)(, rule ([^,`]+).*?)` \|$", TEXT, re.MULTILINE
)


def write(folder: Path) -> Path:
    """The notices that are there, and the files of the page beside them."""
    shutil.copytree(FOLDER, folder)
    for name, content in FILES:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as kept:
            kept.write(content)
    return folder


@pytest.fixture(scope="module")
async def sixth(emptied: Gateway, tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    """The drawn tree with the five notices, then with the page's two."""
    graph = await draw(emptied)
    done = await load_law(graph, write(tmp_path_factory.mktemp("law") / "notices"))
    assert done.changed == ("shuangpai-2024", "yongzhou-2024")
    return graph


@pytest.mark.parametrize(("question", "answer"), ASKED)
async def test_the_page_shows_what_the_api_answers(
    sixth: Gateway, question: str, answer: str
) -> None:
    assert await ask(sixth, question) == json.loads(answer)


def test_the_page_asks_and_has_files() -> None:
    assert len(ASKED) == 5
    assert len(FILES) == 14
    assert len(MISTAKES) == 5


@pytest.mark.parametrize(("wrong", "file", "message", "rule"), MISTAKES)
def test_the_page_shows_what_the_reader_says(
    tmp_path: Path, wrong: str, file: str, message: str, rule: str
) -> None:
    folder = write(tmp_path / "notices")
    text = (folder / file).read_text(encoding="utf-8")
    head, body = re.split(rf"(?=key: {rule}\b|^{rule}: )", text, maxsplit=1, flags=re.MULTILINE)
    field = wrong.partition(":")[0]
    changed = re.sub(rf"\b{field}: [^\s,}}]+", wrong, body, count=1)
    (folder / file).write_text(head + changed, encoding="utf-8")
    with pytest.raises(LawFileError) as caught:
        read_notices(folder)
    assert str(caught.value).startswith(f"{file}{message}".removesuffix("…"))


async def test_the_groups_of_the_page_are_known_by_every_name(sixth: Gateway) -> None:
    found = await ask(
        sixth, '{ nodes(ids: ["Category:forest_ranger"]) { ... on Category { name aliases } } }'
    )
    assert found["nodes"] == [{"name": "生态护林员", "aliases": ["护林员"]}]


JUDGED = """{ jurisdiction(code: "4311") { children { code
  progress(year: 2024) { targets { target { key clause { number } } base reached missing } }
  assessments(year: 2024) { rule { key clause { number } } amount rank } } } }"""


async def test_the_city_judges_its_counties_those_with_a_notice_of_their_own_too(
    sixth: Gateway,
) -> None:
    for county, village, people in (("431122", "100001", 950), ("431123", "100001", 980)):
        await set_quota(sixth, county, 2024, 1000)
        paid = {"paid": people, "unpaid": 20}
        await add(sixth, 2024, (county + village, "all", date(2023, 12, 1), paid))
    found = (await ask(sixth, JUDGED))["jurisdiction"]["children"]
    assert found == [
        _county("431122", 950, 20, "-50.00", 2),
        _county("431123", 980, 0, "1960.00", 1),
    ]


def _county(code: str, reached: int, missing: int, amount: str, rank: int) -> dict[str, Any]:
    target = {"key": "quota_assessed", "clause": {"number": "六"}}
    rule = {"key": "collection_bonus", "clause": {"number": "六"}}
    return {
        "code": code,
        "progress": {
            "targets": [{"target": target, "base": 1000, "reached": reached, "missing": missing}]
        },
        "assessments": [{"rule": rule, "amount": amount, "rank": rank}],
    }


async def test_the_other_notices_answer_as_before(sixth: Gateway) -> None:
    found = await ask(
        sixth, '{ scheme(jurisdiction: "431123", year: 2022) { personalContribution { value } } }'
    )
    assert found["scheme"]["personalContribution"] == {"value": "320.00"}
