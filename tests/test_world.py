"""Eight articles on four other events, two languages each: what was not fitted must be found as well."""

from pathlib import Path

import pytest

from index.build import Status, build
from index.search import PassageIndex
from index.store import create
from rag.ask import Collection
from rag.evaluate import evaluate, summary
from rag.gold import read_questions

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, models):
    library = create(tmp_path_factory.mktemp("world"), models.embedder.name)
    done = list(build(sorted((HERE / "world").glob("*.txt")), library, models))
    assert [outcome.status for outcome in done] == [Status.ADDED] * 8
    collection = Collection(PassageIndex(library), models)
    return list(evaluate(read_questions(HERE / "world.jsonl", library.articles()), collection))


@pytest.mark.parametrize("language", ["en", "ja", "zh", "it"])
def test_the_evidence_is_found_in_every_language(language, outcomes):
    figures = summary([outcome for outcome in outcomes if outcome.language == language])
    assert figures["n_answerable"] == 70
    assert figures["recall@5"] >= 0.85, figures
    assert figures["answer_hit"] >= 0.7, figures
    assert figures["error_rate"] <= 0.18, figures
    assert figures["hallucination_rate"] <= 0.3, figures
    assert figures["unreserved_hallucination_rate"] <= 0.06, figures
