import threading

import numpy as np
import pytest
from fakes import tiny_model

from index.article import Article
from index.build import prepare
from index.embed import Models
from index.language import question_language
from index.search import PassageIndex
from index.store import Source, create, open_library
from rag.gather import gather, token_cosines
from rag.question import read_question
from rag.retrieve import lifted, retrieve

ARTICLES = [
    Article("en", "cat sleeps\n\ntea the", title="the", language="en"),
    Article("it", "gatto dorme\n\nil tè", title="the", language="it"),
]


@pytest.fixture
def tiny(tmp_path):
    return tiny_model(tmp_path / "model")


@pytest.fixture
def index(tmp_path, tiny):
    library = create(tmp_path / "index", tiny.name)
    for article in ARTICLES:
        library.put(Source(article.name, ""), prepare(article, Models(tiny, tiny)))
    return PassageIndex(library)


def words(hit):
    return hit.article.text[hit.sentence.start : hit.sentence.end]


def test_the_longer_vectors_of_content_words_weigh_more(tiny):
    question = read_question("the cat", "en", Models(tiny, tiny))
    # Lengths .5 and 2, to the power of 1.5.
    np.testing.assert_allclose(question.weights, [1 / 9, 8 / 9], rtol=1e-6)


def test_each_question_token_takes_its_best_cosine_in_each_text(tiny):
    question = read_question("cat sleeps", "en", Models(tiny, tiny))
    texts = tiny.tokens(["gatto", "tea dorme", "tea"])
    ends = np.cumsum([len(ids) for ids in texts])
    np.testing.assert_allclose(
        token_cosines(question, np.concatenate(texts), ends, tiny), [[1, 0, 0], [0, 1, 0]]
    )


def test_what_stands_just_before_a_sentence_counts_for_it_in_part(tiny, index):
    pool = gather(read_question("cat", "en", Models(tiny, tiny)), index, tiny)
    np.testing.assert_allclose(pool.sentence_evidence["context"], [1.0, 0.8, 1.0, 0.8], atol=0.001)


def test_a_passage_has_the_context_of_its_best_sentence(tiny, index):
    pool = gather(read_question("tea cat", "en", Models(tiny, tiny)), index, tiny)
    # "tea the" after "cat sleeps": all of "tea", .8 of "cat"; "gatto dorme": all of "cat" alone.
    np.testing.assert_allclose(pool.passage_evidence["best_context"], [0.9, 0.5], atol=0.001)


def test_half_of_what_a_language_lies_lower_is_made_good():
    scores = np.array([2.0, 1.0, 1.0, 0.2], dtype=np.float32)
    # Means of the best: 1.5 in English, 0.6 in Japanese.
    np.testing.assert_allclose(lifted(scores, ["en", "en", "ja", "ja"]), [2.0, 1.0, 1.45, 0.65])


def test_in_one_language_scores_stay_as_they_are():
    scores = np.array([2.0, 1.0], dtype=np.float32)
    np.testing.assert_allclose(lifted(scores, ["it", "it"]), scores)


def test_both_languages_are_found_before_what_answers_less(tiny, index):
    hits = retrieve(read_question("cat sleeps", "en", Models(tiny, tiny)), index, tiny, k=10)
    assert {words(hit) for hit in hits[:2]} == {"cat sleeps", "gatto dorme"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_passage_that_only_its_terms_brought_up_has_its_own_cosine(tiny, index):
    question = read_question("cat", "en", Models(tiny, tiny))
    [english, _] = index.candidates.vectors([1, 2])  # the cat sleeps tea the: (2, 2, 2, 1)
    np.testing.assert_allclose(english @ question.vector, 2 / np.sqrt(13), atol=0.001)


def test_no_sentence_comes_twice(tiny, index):
    hits = retrieve(read_question("tea", "en", Models(tiny, tiny)), index, tiny, k=10)
    assert len({(hit.article.name, hit.sentence) for hit in hits}) == len(hits) == 4


def test_an_empty_library_finds_nothing(tmp_path, tiny):
    empty = PassageIndex(create(tmp_path / "empty", tiny.name))
    assert retrieve(read_question("cat", "en", Models(tiny, tiny)), empty, tiny, k=5) == ()


def test_an_article_added_later_is_found_at_once(tmp_path, tiny, index):
    other = open_library(index.library.folder, tiny.name)
    other.put(Source("new", ""), prepare(Article("new", "cat tea", language="en"), Models(tiny, tiny)))
    found = retrieve(read_question("cat tea", "en", Models(tiny, tiny)), index, tiny, k=1)
    assert [hit.article.name for hit in found] == ["new"]


def test_questions_asked_while_articles_are_replaced_are_answered(tiny, index):
    question = read_question("cat", "en", Models(tiny, tiny))
    writer = open_library(index.library.folder, tiny.name)
    done = threading.Event()

    def replace_articles():
        for number in range(60):
            article = Article("changing", f"cat {number} sleeps\n\ntea {number}", language="en")
            writer.put(Source("changing", ""), prepare(article, Models(tiny, tiny)))
        done.set()

    thread = threading.Thread(target=replace_articles)
    thread.start()
    while not done.is_set():
        assert len(retrieve(question, index, tiny, k=10)) >= 4
    thread.join()


VARIANTS = [
    ("院長在博物館的會議上辭職了。", "zh", "博物馆馆长为什么辞职？"),
    ("馆长在博物馆的会议上辞职了。", "zh", "博物館館長為什麼辭職？"),
    ("ヴァイオリンのコンクールは五月に開かれる。", "ja", "バイオリンのコンクールはいつですか"),
    ("コンピューターの展覧会が始まった。", "ja", "ｺﾝﾋﾟｭｰﾀの展覧会は始まりましたか"),
    ("ＣＥＲＮの研究者が賞を受けた。", "ja", "CERNの研究者は何を受けましたか"),
    ("据Calvera Works公司称，大桥将于五月开放。", "zh", "When will Calvera Works open it?"),
    ("ヤン・ライケ氏は会社を去った。", "ja", "ヤン ライケは何をしましたか"),
]
OTHERS = [
    Article("o1", "天气预报说明天有雨，气温会下降。", language="zh"),
    Article("o2", "新しい駅ビルは来年の春に完成する予定だ。", language="ja"),
    Article("o3", "The city council approved the new budget on Monday.", language="en"),
    Article("o4", "図書館は夏の間、夜九時まで開いている。", language="ja"),
    Article("o5", "这家餐厅的面条非常受欢迎。", language="zh"),
]


@pytest.mark.parametrize(("text", "language", "question"), VARIANTS)
def test_another_way_to_write_it_is_found_first(text, language, question, models, tmp_path):
    library = create(tmp_path, models.embedder.name)
    for article in [*OTHERS, Article("wanted", text, language=language)]:
        library.put(Source(article.name, ""), prepare(article, models))
    found = retrieve(
        read_question(question, question_language(question), models),
        PassageIndex(library),
        models.tokens,
        k=1,
    )
    assert [hit.article.name for hit in found] == ["wanted"]
