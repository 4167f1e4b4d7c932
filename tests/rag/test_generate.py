"""What becomes of an answer that a language model writes: a real server on loopback, a literal judge."""

import logging
import socket
from time import monotonic

import pytest
from endpoint import (
    breaks_off,
    fails,
    never_ends,
    says,
    sends,
    serving,
    waits,
)
from evidence import BRIDGE, asks, hits_of
from fakes import POLICY, LiteralReader

from rag.languages import WORDS
from rag.records import Answer, Quote, Statement, Verdict
from rag.writing.generate import Written, in_full_by_model, notice, translate, write
from rag.writing.listen import ATTEMPTS, Fault
from rag.writing.writers import Writer, open_writer

JUDGE = LiteralReader(), POLICY
KEY = "sk-a-secret-key"
INSTEAD = "Here are the articles' own words."
CLOSED = "The bridge at Ostrand was closed on 4 May 2024."
REOPENS = "It will reopen in September, the mayor Ida Lunde said."
COSTS = "Repairs cost 12 million crowns."


def opened(endpoint, limit_s=10.0):
    return open_writer(endpoint.name, limit_s=limit_s, keys={"OPENAI_LIKE_API_KEY": KEY})


def written(*behaviours, language="en", limit_s=10.0, hits=None):
    """Return the drafts, what was written, and how often the server was asked."""
    with serving(*behaviours) as endpoint:
        writer = opened(endpoint, limit_s)
        *drafts, last = write(
            asks("What happened to the bridge?"), hits or hits_of(BRIDGE), writer, *JUDGE, language=language
        )
        return drafts, last, len(endpoint.asked)


def test_each_sentence_is_a_statement_with_its_quotes_numbered_by_first_use():
    _, last, asked = written(says(f"{COSTS} [3] {CLOSED[:-1]} [1]. {REOPENS}[2][3]"))
    assert [(each.text, each.citations, each.verdict) for each in last.statements] == [
        (COSTS, (1,), Verdict.SUPPORTED),
        (CLOSED, (2,), Verdict.SUPPORTED),
        (REOPENS, (3, 1), Verdict.SUPPORTED),
    ]
    assert [(each.number, each.quote.text) for each in last.citations] == [
        (1, COSTS),
        (2, CLOSED),
        (3, REOPENS),
    ]
    assert (last.struck, last.notice, asked) == ((), "", 1)


@pytest.mark.parametrize("mark", ["[1]", "【1】", "［１］", "（1）", "[1][1]", "[1, 9]", "【1†source】"])
def test_marks_of_every_script_cite(mark):
    _, last, _ = written(says(f"{CLOSED}{mark}"))
    assert [(each.text, each.citations) for each in last.statements] == [(CLOSED, (1,))]


def test_the_text_appears_as_it_comes_and_no_mark_is_shown_half():
    drafts, _, _ = written(says(f"{CLOSED} [1] {COSTS}【3】", piece=1))
    texts = [draft.text for draft in drafts]
    assert texts[:4] == ["", "T", "Th", "The"]
    # Its number comes when the sentence is finished and checked.
    assert f"{CLOSED} [1]\nRep" in texts
    assert texts[-1] == f"{CLOSED} [1]\n{COSTS}"
    assert not any(text.endswith(("[", "【", "【3")) for text in texts)
    assert {draft.step for draft in drafts} == {"writing"}


def test_a_sentence_with_a_wrong_number_is_struck():
    wrong = "Repairs cost 15 million crowns."
    drafts, last, _ = written(says(f"{CLOSED} [1] {wrong} [3] {REOPENS} [2]"))
    assert [each.text for each in last.statements] == [CLOSED, REOPENS]
    assert [each.number for each in last.citations] == [1, 2]
    assert (last.struck, last.notice) == ((wrong,), "")
    assert wrong not in drafts[-1].text


def test_a_sentence_without_a_mark_or_with_a_wrong_one_gets_the_quote_that_bears_it_out():
    _, last, _ = written(says(f"{CLOSED} {COSTS} [1]"))
    assert [
        (each.text, [last.citations[n - 1].quote.text for n in each.citations]) for each in last.statements
    ] == [
        (CLOSED, [CLOSED]),
        (COSTS, [COSTS]),
    ]


def test_a_sentence_said_again_counts_once():
    _, last, _ = written(says(f"{CLOSED} [1] " * 5))
    assert [each.text for each in last.statements] == [CLOSED]


FAILURES = {
    "busy": (fails(429), "The language model is busy."),
    "broken": (fails(503), "The language model failed."),
    "denied": (fails(401), "The language model did not accept the key."),
    "unknown": (fails(404), "The language model failed."),
    "slow": (waits(30), "The language model took too long."),
    "alive but silent": (never_ends(""), "The language model took too long."),
    "broken off": (breaks_off(CLOSED), "The language model broke off in the middle."),
    "no finish": (says(f"{CLOSED} [1]", finish=None), "The language model broke off in the middle."),
    "too long": (says(f"{CLOSED} [1]", finish="length"), "The language model broke off in the middle."),
    "empty": (says(""), "The language model wrote nothing."),
    "blank": (says(" \u200b\n "), "The language model wrote nothing."),
    "web page": (sends(b"<html>It works!</html>"), "The language model wrote nothing."),
    "bytes": (sends(b"\xff\x00\xfe" * 99), "The language model failed."),
    "half a line": (sends(b'data: {"choices": [{"del\n\n'), "The language model failed."),
    "endless": (never_ends("and so on "), "The language model did not come to an end."),
    "withheld": (says("The", finish="content_filter"), "The language model declined to answer."),
    "no answer": (says("[0]"), "The language model found no answer in the sentences it was given."),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_model_that_fails_leaves_the_quotes_their_place_in_time(failure, caplog):
    behaviour, reason = FAILURES[failure]
    started = monotonic()
    limit_s = 1.0 if reason.endswith("too long.") else 10.0
    with caplog.at_level(logging.DEBUG):
        drafts, last, _ = written(behaviour, limit_s=limit_s)
    assert last == Written(notice=f"{reason} {INSTEAD}")
    # The rest is for a busy machine.
    assert monotonic() - started < limit_s + 5
    # The server repeats the key in its errors; none of it goes further.
    assert KEY not in caplog.text
    assert KEY not in repr(last)


@pytest.mark.parametrize(
    "prose",
    ["I'm sorry, but I cannot help with that.", "Bananas grow on trees. [1] Kings like 7 bananas. [2]"],
)
def test_of_prose_that_nothing_bears_out_nothing_is_kept(prose):
    _, last, _ = written(says(prose))
    assert (last.statements, last.citations) == ((), ())
    assert "".join(last.struck) != ""
    assert last.notice == f"The articles do not bear out enough of what the language model wrote. {INSTEAD}"


def test_one_true_sentence_among_three_false_ones_is_too_little():
    false = "Repairs cost 15 million crowns. [3] It reopens in 2031. [2] It is 300 metres long. [1]"
    _, last, _ = written(says(f"{CLOSED} [1] {false}"))
    assert (last.statements, len(last.struck)) == ((), 3)


def test_a_busy_model_is_asked_again():
    _, last, asked = written(fails(429), fails(503), says(f"{CLOSED} [1]"))
    assert ([each.text for each in last.statements], asked) == ([CLOSED], 3)


def test_a_model_that_stays_busy_is_asked_a_few_times_and_one_that_denies_once():
    assert written(fails(429))[2] == ATTEMPTS
    assert written(fails(401))[2] == 1


def test_a_model_that_has_begun_is_not_asked_again():
    assert written(breaks_off(CLOSED), says(f"{CLOSED} [1]"))[2] == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", f"The language model cannot be reached. {INSTEAD}"),
        ("ja", "言語モデルに接続できません。代わりに記事の言葉をそのまま示します。"),
        ("zh", "无法连接语言模型。以下是文章原文。"),
        ("it", "Il modello linguistico non è raggiungibile. Ecco le parole degli articoli."),
        ("und", f"The language model cannot be reached. {INSTEAD}"),
    ],
)
def test_a_notice_is_in_the_readers_language(language, told):
    assert notice(Fault.DOWN, language) == told


def test_every_fault_has_a_notice_in_every_language():
    assert [set(WORDS[language].notices) for language in ("en", "ja", "zh", "it")] == [
        {*Fault, "instead"}
    ] * 4


def test_a_model_that_is_down_leaves_the_quotes_their_place():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    writer = open_writer(f"openai-like:http://127.0.0.1:{port}/v1#m", limit_s=10, keys={})
    *_, last = write(asks("?"), hits_of(BRIDGE), writer, *JUDGE, language="it")
    assert last == Written(notice=notice(Fault.DOWN, "it"))


def test_the_server_is_sent_the_prompt_and_the_key():
    with serving(says("[0]")) as endpoint:
        list(write(asks("Why?"), hits_of(BRIDGE), opened(endpoint), *JUDGE, language="it"))
        [(headers, body)] = endpoint.asked
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert "Answer in Italian, every sentence with its numbers." in body["messages"][1]["content"]
    assert body["stream"] is True


def test_ollama_says_when_it_is_done():
    line = (
        '{"model": "m", "message": {"role": "assistant", "content": "%s"}, "done": %s, "done_reason": %s}\n'
    )
    said = line % (f"{CLOSED} [1]", "false", "null")

    def result(*lines):
        with serving(sends("".join(lines).encode())) as endpoint:
            keys = {"OLLAMA_HOST": f"http://127.0.0.1:{endpoint.port}"}
            writer = open_writer("ollama:m", limit_s=10, keys=keys)
            *_, last = write(asks("?"), hits_of(BRIDGE), writer, *JUDGE, language="en")
            return last

    assert [each.text for each in result(said, line % ("", "true", '"stop"')).statements] == [CLOSED]
    assert result(said) == Written(notice=f"The language model broke off in the middle. {INSTEAD}")


def test_any_llm_of_llama_index_can_write():
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    class Parrot(CustomLLM):
        @property
        def metadata(self):
            return LLMMetadata()

        def complete(self, prompt, formatted=False, **kwargs):
            return CompletionResponse(text="")

        def stream_complete(self, prompt, formatted=False, **kwargs):
            words = prompt[prompt.index(CLOSED) :][: len(CLOSED)] + " [1]"
            return (CompletionResponse(text=words, delta=words) for _ in range(1))

    # It never says why it stops.
    writer = Writer("parrot", Parrot(), 10.0, tells_end=False)
    *_, last = write(asks("?"), hits_of(BRIDGE), writer, *JUDGE, language="en")
    assert [(each.text, each.citations) for each in last.statements] == [(CLOSED, (1,))]


def test_a_quote_is_translated_or_left_alone():
    quote = Quote(BRIDGE, hits_of(BRIDGE)[0].passage, 0, len(CLOSED))
    with serving(says("Il ponte è stato chiuso il 4 maggio 2024."), fails(401)) as endpoint:
        writer = opened(endpoint)
        assert translate(quote, "it", writer) == "Il ponte è stato chiuso il 4 maggio 2024."
        assert translate(quote, "it", writer) == ""


TALK = [Answer("When was the bridge closed?", "en", True, (Statement(CLOSED, None, ()),), (), (), {})]


@pytest.mark.parametrize(
    ("behaviour", "full"),
    [
        (says("When will the bridge at Ostrand reopen?"), "When will the bridge at Ostrand reopen?"),
        (says("“When will the bridge reopen?”\n"), "When will the bridge reopen?"),
        # An answer, an essay and a failure are no question.
        (says("Sure! Here is the question:\nWhen will it reopen?"), "And when will it reopen?"),
        (says("When " * 200), "And when will it reopen?"),
        (says("?!"), "And when will it reopen?"),
        (fails(401), "And when will it reopen?"),
    ],
)
def test_a_follow_up_is_written_out_in_full_or_left_as_it_is(behaviour, full):
    with serving(behaviour) as endpoint:
        assert in_full_by_model("And when will it reopen?", TALK, opened(endpoint)) == full


def test_a_first_question_is_not_sent_to_be_rewritten():
    with serving(says("No.")) as endpoint:
        assert in_full_by_model("When?", [], opened(endpoint)) == "When?"
        assert endpoint.asked == []


def test_a_sentence_with_an_address_is_struck_and_the_address_is_never_shown():
    said = f"{CLOSED} [1] {REOPENS[:-1]}, see https://evil.example/pay now. [2] {COSTS} [3]"
    drafts, last, _ = written(says(said))
    assert [each.text for each in last.statements] == [CLOSED, COSTS]
    assert [sentence.endswith("see — now.") for sentence in last.struck] == [True]
    assert [draft.text for draft in drafts if "evil.example" in draft.text] == []
