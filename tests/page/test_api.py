"""The functions for programs, called as programs call them, on a running server."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gradio as gr
import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from pydantic import TypeAdapter
from serving import finished, serving

import ui
from index.build import build
from index.load import find
from index.store import create
from page.api import AnswerJson, HitJson, Programs, WholeArticleJson, _telling
from page.desk import Desk
from page.export import answer_json
from page.login import Unprotected, check_open, protected
from page.mcp import check_tools
from rag.ask import ask, steps

# Gradio leaves event loops open when a page is built in a process that goes on without it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

NEKO = (
    "猫カフェが閉店\n\n2024-03-05\n\n駅前の猫カフェは三月末に閉店します。店主の佐藤花子さんが発表しました。"
)
BREAD = (
    "The bakery that bakes at night\n\n2024-06-01\n\nThe bakery on Mill Street bakes its bread at night. "
    "Its owner Tom Baker says that the ovens are cheaper after dark.\n\nShare on Facebook\n"
)
NO_DOG = "there is no article named 'dog': `articles` lists them all"
QUESTIONS = (
    "Who owns the bakery?",
    "猫カフェはいつ閉店しますか？",
    "为什么面包店在夜间烤面包？",
    "Chi è il proprietario del panificio?",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, models):
    folder, index = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index")
    (folder / "neko.txt").write_text(NEKO, encoding="utf-8")
    (folder / "bread.txt").write_text(BREAD, encoding="utf-8")
    library = create(index, models.embedder.name)
    assert [outcome.status for outcome in build(find(folder), library, models)] == ["added", "added"]
    library.close()
    desk = Desk(index)
    desk.open()
    return desk


@pytest.fixture(scope="module")
def address(desk):
    with serving(ui.application(desk, mcp=True)) as address:
        yield address


@pytest.fixture(scope="module")
def client(address):
    return Client(address, verbose=False, analytics_enabled=False)


def without_timings(answer):
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_asking_gives_what_the_command_line_gives(client, desk):
    for question in QUESTIONS:
        answer = client.predict(question, api_name="/ask")
        assert without_timings(answer) == without_timings(answer_json(ask(question, desk.collection)))


def test_an_answer_is_cited_to_the_exact_words_of_an_article(client):
    answer = client.predict("Who owns the bakery?", api_name="/ask")
    cited = answer["citations"][0]
    article = client.predict(cited["article"], api_name="/article")
    assert article["text"] == BREAD
    assert article["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert [
        article["text"][part["start"] : part["end"]] for part in article["removed"] if part["rule"] == "share"
    ] == ["Share on Facebook"]


def test_what_is_told_of_an_answer_is_all_that_it_holds(client, desk):
    described = AnswerJson.__required_keys__
    assert set(answer_json(ask(QUESTIONS[0], desk.collection))) == described
    TypeAdapter(AnswerJson).validate_python(client.predict(QUESTIONS[0], api_name="/ask"), strict=True)
    TypeAdapter(WholeArticleJson).validate_python(client.predict("neko", api_name="/article"), strict=True)


def test_only_articles_in_scope_answer(client):
    asked = {"question": "Who owns the bakery?", "api_name": "/ask"}
    for scope in ({"articles": ["neko"]}, {"languages": ["ja"]}, {"until": "2024-05"}):
        answer = client.predict(**asked, **scope)
        assert {quote["article"] for quote in answer["citations"] + answer["related"]} <= {"neko"}
    assert client.predict(**asked, since="2024-06")["citations"][0]["article"] == "bread"


def test_searching_gives_sentences_best_first(client):
    found = client.predict("Who owns the bakery?", 3, api_name="/search")
    hits = TypeAdapter(list[HitJson]).validate_python(found)
    assert "The bakery on Mill Street bakes its bread at night." in [hit["quote"] for hit in hits]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert len(hits) == 3


def test_articles_are_listed_by_name_with_what_they_state(client):
    assert client.predict(api_name="/articles") == [
        {
            "article": "bread", "title": "The bakery that bakes at night", "language": "en",
            "date": "2024-06-01", "publisher": "", "url": "",
        },
        {
            "article": "neko", "title": "猫カフェが閉店", "language": "ja", "date": "2024-03-05",
            "publisher": "", "url": "",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("endpoint", "arguments", "says"),
    [
        (
            "ask",
            {"question": "?"},
            "the question holds no words: ask in English, Japanese, Chinese or Italian",
        ),
        (
            "ask",
            {"question": "Who?", "language": "fr"},
            "answers in 'fr' are not written: use en, ja, zh, it",
        ),
        ("ask", {"question": "Who?", "articles": ["dog"]}, NO_DOG),
        (
            "ask",
            {"question": "Who?", "since": "May"},
            "'May' is not a date: write 2024, 2024-08 or 2024-08-06",
        ),
        ("search", {"question": "Who?", "k": 0}, "0 sentences cannot be found: ask for 1 to 100"),
        ("article", {"name": "dog"}, NO_DOG),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(client, endpoint, arguments, says):
    with pytest.raises(AppError) as fault:
        client.predict(**arguments, api_name=f"/{endpoint}")
    assert str(fault.value) == says


def test_the_endpoints_name_and_type_their_arguments_and_nothing_else_is_public(client):
    told = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert sorted(told) == ["/article", "/articles", "/ask", "/search"]
    assert [one["parameter_name"] for one in told["/ask"]["parameters"]] == [
        "question", "language", "languages", "articles", "since", "until",
    ]  # fmt: skip
    returned = told["/ask"]["returns"][0]["type"]["properties"]
    assert returned["citations"]["items"]["properties"]["start"] == {"type": "integer"}


def test_several_at_once_get_what_each_gets_alone(address, client):
    alone = [without_timings(client.predict(question, api_name="/ask")) for question in QUESTIONS]

    def asks(user):
        own = Client(address, verbose=False, analytics_enabled=False)
        return [without_timings(own.predict(question, api_name="/ask")) for question in QUESTIONS[:3]]

    with ThreadPoolExecutor(5) as users:
        assert list(users.map(asks, range(5))) == [alone[:3]] * 5


def test_a_full_queue_says_so(desk, monkeypatch):
    monkeypatch.setattr(ui, "QUEUED", 1)
    monkeypatch.setattr(ui, "AT_ONCE", 1)
    asked, go_on = threading.Event(), threading.Event()

    def slow(*arguments, **options):
        asked.set()
        go_on.wait(20)
        return steps(*arguments, **options)

    monkeypatch.setattr("page.api.steps", slow)
    with serving(ui.application(desk)) as address:
        clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(3)]
        first = clients[0].submit(QUESTIONS[0], api_name="/ask")
        assert asked.wait(20)
        second = clients[1].submit(QUESTIONS[0], api_name="/ask")
        while second.status().code.name != "IN_QUEUE":
            pass
        with pytest.raises(Exception, match="Queue is full! Please try again."):
            clients[2].predict(QUESTIONS[0], api_name="/ask")
        go_on.set()
        assert [job.result()["answered"] for job in (first, second)] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"question": 5}, "question: Input should be a valid string"),
        ({"question": "Who?", "languages": "en"}, "languages: Input should be a valid list"),
        ({"question": "Who?", "since": "2024-13"}, "'2024-13' is not a date: write 2024"),
        ({"question": "Who?", "until": "2024-02-30"}, "'2024-02-30' is not a date: write 2024"),
    ],
)
def test_what_is_of_another_kind_is_one_line(desk, arguments, told):
    with pytest.raises(gr.Error, match=told):
        _telling(Programs(desk).ask)(**arguments)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_tools_open_to_other_machines_need_a_login(host):
    with pytest.raises(
        Unprotected, match=f"--mcp at {host} would let anyone there use the articles: add --auth"
    ):
        check_tools(host, login=False)
    check_tools(host, login=True)
    with pytest.raises(
        Unprotected, match=f"whoever reaches {host} could ask, read, add and remove articles: "
    ):
        check_open(host, login=False, told=False, read_only=False)
    assert check_open(host, login=True, told=False, read_only=False) == ""
    assert (
        check_open(host, login=False, told=True, read_only=True) == f"Whoever reaches {host} can ask and read"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_tools_for_this_machine_need_none(host):
    check_tools(host, login=False)
    assert check_open(host, login=False, told=False, read_only=False) == ""


def test_an_unprotected_server_does_not_start(tmp_path):
    with pytest.raises(Unprotected):
        ui.serve(tmp_path, host="0.0.0.0", port=0)
    with pytest.raises(Unprotected):
        ui.serve(tmp_path, host="0.0.0.0", port=0, no_login=True, mcp=True)


def called(address, tool, arguments, **options):
    """What a tool gives to a real client of the protocol."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def call():
        async with (
            httpx.AsyncClient(**options) as http,
            streamable_http_client(f"{address}/mcp", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return (await session.list_tools()).tools, await session.call_tool(tool, arguments)

    return finished(call())


def test_tools_give_the_same_typed_json(address, client):
    tools, result = called(address, "ask", {"question": QUESTIONS[0]})
    assert sorted(tool.name for tool in tools) == ["article", "articles", "ask", "search"]
    assert not result.isError
    alone = client.predict(QUESTIONS[0], api_name="/ask")
    assert without_timings(result.structuredContent) == without_timings(alone)


def test_a_tool_says_what_cannot_be_answered(address):
    _, result = called(address, "ask", {"question": "?"})
    assert result.isError
    assert "the question holds no words" in result.content[0].text


def test_a_site_that_calls_itself_by_another_name_reaches_no_tools(address):
    reply = httpx.post(f"{address}/mcp", headers={"Host": "evil.example"}, json={})
    assert reply.status_code == 421
    reply = httpx.post(f"{address}/mcp", headers={"Origin": "https://evil.example"}, json={})
    assert reply.status_code == 403


def test_without_the_flag_there_are_no_tools(desk):
    with serving(ui.application(desk)) as address:
        assert httpx.post(f"{address}/mcp", json={}).status_code in (404, 405)


def test_behind_a_login_only_name_and_password_reach_the_tools(desk):
    with serving(protected(ui.application(desk, mcp=True, login=True), {"ada": "secret:word"})) as address:
        assert httpx.post(f"{address}/mcp", json={}).status_code == 401
        assert httpx.post(f"{address}/mcp", json={}, auth=("eve", "secret:word")).status_code == 401
        _, result = called(address, "articles", {}, auth=("ada", "secret:word"))
        assert [one["article"] for one in result.structuredContent["result"]] == ["bread", "neko"]


def test_behind_a_login_a_client_gives_it_with_every_request(desk):
    with serving(protected(ui.application(desk, login=True), {"ada": "secret:word"})) as address:
        known = Client(address, httpx_kwargs={"auth": ("ada", "secret:word")}, verbose=False)
        assert [one["article"] for one in known.predict(api_name="/articles")] == ["bread", "neko"]


def test_the_example_of_the_readme_runs(address, capsys):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = next(block for block in readme.split("```python\n") if "gradio_client" in block).split("```")[0]
    exec(
        example.replace("http://127.0.0.1:7860", address).replace(
            "In quale azienda è passato Schulman?", QUESTIONS[1]
        )
    )
    assert "猫カフェが閉店" in capsys.readouterr().out


def test_an_index_that_is_gone_is_one_line_without_its_place(desk, tmp_path, caplog):
    gone = Desk(shutil.copytree(desk.folder, tmp_path / "gone"))
    gone.open()
    with serving(ui.application(gone)) as address:
        for file in gone.folder.glob("library.*"):
            file.unlink()
        reply = httpx.get(f"{address}/article", params={"name": "bread"})
        given = {"opinion": "helpful", "question": "x", "language": "en", "quotes": [["bread", 0, 1]]}
        assert httpx.post(f"{address}/feedback", json=given).status_code == 503
    told = "The index cannot be used now: the log of the server says why."
    assert (reply.status_code, reply.text) == (503, told)
    assert "holds no index: make one with" in caplog.text
