"""What is said before an answer that the articles may not give, whoever writes it."""

import math

import pytest
from endpoint import says, serving

from index.article import Article
from index.build import prepare
from index.search import PassageIndex
from index.store import Source, create
from rag import answerable
from rag.ask import Collection, ask
from rag.render import answer_json, answer_text
from rag.writing.writers import open_writer

TEXT = "The bridge at Ostrand was closed in March. The museum opened its doors on 3 May 2023."
ASKED = "When did the museum open?"
RESERVE = "The articles may not say this. What comes nearest:"


@pytest.fixture
def collection(tmp_path, models, monkeypatch):
    # No odds are high enough: every answer is given with a reserve.
    monkeypatch.setattr(answerable, "CERTAIN", math.inf)
    library = create(tmp_path, models.embedder.name)
    library.put(Source("a", ""), prepare(Article("news", TEXT, language="en"), models))
    return Collection(PassageIndex(library), models)


def test_the_reserve_comes_first_and_no_words_stand_out_as_the_answer(collection):
    answer = ask(ASKED, collection)
    assert (answer.answered, answer.certain) == (True, False)
    assert answer_json(answer)["certain"] is False
    assert answer_text(answer).startswith(f"{RESERVE}\n")


def test_what_a_language_model_writes_keeps_the_reserve(collection):
    with serving(says("The museum opened on 3 May 2023 [1].")) as endpoint:
        writer = open_writer(endpoint.name, limit_s=10.0, keys={"OPENAI_LIKE_API_KEY": "k"})
        answer = ask(ASKED, Collection(collection.index, collection.models, writer))
    assert [statement.text for statement in answer.statements] == [
        RESERVE,
        "The museum opened on 3 May 2023.",
    ]
    assert (answer.written_by, answer.certain) == (writer.name, False)
