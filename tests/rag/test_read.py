"""Windows as they are read: which sentence, which words, in which order."""

import pytest
from evidence import BRIDGE, hits_of
from fakes import POLICY, ToldReader, marks_on

from index.article import Article, Passage
from index.chunk import sentences
from rag.read import WINDOWS, head, passage_text, ranked, read, windows_of
from rag.retrieve import Hit


def passages_of(article, *, size):
    """Return the first sentence of each passage of so many sentences, as hits."""
    found = sentences(article.text, 0, len(article.text))
    groups = [tuple(found[place : place + size]) for place in range(0, len(found), size)]
    return [
        Hit(article, Passage(group[0].start, group[-1].end, group), group[0], 1.0, {}) for group in groups
    ]


def words(reading):
    return reading.hit.article.text[reading.start : reading.end]


def sentence(reading):
    return reading.hit.article.text[reading.sentence.start : reading.sentence.end]


def test_above_a_window_stand_headline_and_date():
    [first, *_] = hits_of(BRIDGE)
    assert head(first) + passage_text(first) == f"Bridge closed for the summer 2024-05-06\n{BRIDGE.text}"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("4 May 2024", "The bridge at Ostrand was closed on 4 May 2024."),
        ("Ida Lunde", "It will reopen in September, the mayor Ida Lunde said."),
        ("12 million crowns", "Repairs cost 12 million crowns."),
    ],
)
def test_the_words_and_their_sentence_stand_where_the_marks_say(answer, said):
    [found] = read("?", hits_of(BRIDGE), ToldReader({"?": answer}), POLICY)
    assert (words(found), sentence(found)) == (answer, said)
    assert found.shares == pytest.approx([float(said == each) for each in BRIDGE_SENTENCES], abs=0.02)
    assert found.likely == pytest.approx(1 / (1 + 2.718281828**-4), abs=0.002)


BRIDGE_SENTENCES = [
    BRIDGE.text[each.start : each.end] for each in sentences(BRIDGE.text, 0, len(BRIDGE.text))
]


def test_words_of_a_second_passage_have_offsets_into_the_article():
    article = Article("a", "Eins steht hier. Two is here.\n\nThree is red. Four is blue.", title="Numbers")
    [best, other] = read("?", passages_of(article, size=2), ToldReader({"?": "blue"}), POLICY)
    assert (words(best), sentence(best), best.start) == ("blue", "Four is blue.", article.text.index("blue"))
    assert best.likely > 0.9 > 0.1 > other.likely


def test_words_of_the_headline_are_no_answer():
    article = Article("a", "It opens at nine.", title="The Ostrand bridge")
    [found] = read("?", hits_of(article), ToldReader({"?": "Ostrand"}), POLICY)
    assert found.sentence == hits_of(article)[0].sentence
    assert article.text[found.start : found.end] in article.text


def test_a_passage_is_read_once_however_many_of_its_sentences_were_found():
    hits = hits_of(BRIDGE)
    other = hits_of(Article("other", "Tea is hot. Tea is green."))
    assert windows_of([hits[2], *other, *hits]) == [hits[2], other[0]]


def test_no_more_than_the_first_windows_are_read():
    many = [hit for number in range(2 * WINDOWS) for hit in hits_of(Article(f"{number}", "Tea is hot."))]
    assert windows_of(many) == many[:WINDOWS]


class Nearsighted(ToldReader):
    """Finds nothing in a window of more than sixty characters."""

    def read(self, question, windows):
        return [
            marks_on(window, self._answers[question] if len(window) <= 60 else "Tea") for window in windows
        ]


def test_what_is_missed_in_a_whole_window_is_found_in_a_part_of_it():
    article = Article("a", "Tea is hot. Tea is green. Tea is old. Milk is white. Salt is dry.")
    [found] = read("?", hits_of(article), Nearsighted({"?": "white"}), POLICY)
    # Half of what counts is the whole, where the first "Tea" is marked; the other half the part with "white".
    assert found.shares == pytest.approx([0.5, 0, 0, 0.5, 0], abs=0.02)


def test_the_likeliest_window_comes_first():
    articles = [Article(name, text) for name, text in (("a", "Tea is hot."), ("b", "Ice is cold."))]
    found = read("?", [hit for each in articles for hit in hits_of(each)], ToldReader({"?": "cold"}), POLICY)
    assert [reading.hit.article.name for reading in found] == ["b", "a"]


def test_nothing_found_is_nothing_read():
    assert read("?", [], ToldReader(), POLICY) == ()


def test_sentences_are_ranked_by_how_likely_they_hold_the_answer_none_twice():
    tea, ice = Article("tea", "Tea is hot. Tea is green."), Article("ice", "Ice is cold.")
    reader = ToldReader({"?": "green"})
    readings = read("?", [*hits_of(ice), *hits_of(tea)], reader, POLICY)
    found = ranked([*readings, *readings])
    assert [each.hit.article.text[at.start : at.end] for at, each, _ in found[:1]] == ["Tea is green."]
    assert len(found) == 3
    scores = [score for _, _, score in found]
    assert scores == sorted(scores, reverse=True)


def test_a_figure_of_the_question_that_the_article_has_not_is_told():
    reader = ToldReader({"When was E3 closed in 2024?": "4 May 2024"})
    [found] = read("When was E3 closed in 2024?", hits_of(BRIDGE), reader, POLICY)
    # E3 stands nowhere, 2024 does.
    assert (found.evidence["missing"], found.evidence["missing_near"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the bridge at Ostrand closed?", "4 May 2024"),
        ("What is the name of the mayor?", "Ida Lunde"),
        ("How much do the repairs cost?", "12 million crowns"),
        ("Quanto costano le riparazioni?", "12 million crowns"),
        ("橋はいつ閉鎖されましたか？", "4 May 2024"),
        ("市长叫什么名字？", "Ida Lunde"),
    ],
)
def test_the_model_reads_the_right_words_of_a_plain_text(question, answer, reader, policy):
    [found] = read(question, hits_of(BRIDGE), reader, policy)
    assert answer in words(found) or words(found) in answer
    assert answer in sentence(found)


def test_of_two_articles_the_one_that_answers_is_read_as_likelier(reader, policy):
    tunnel = Article("tunnel", "The tunnel at Ostrand is 3 km long. It was painted white.", language="en")
    found = read("How long is the tunnel?", [*hits_of(BRIDGE), *hits_of(tunnel)], reader, policy)
    assert [reading.hit.article.name for reading in found] == ["tunnel", "bridge"]
    assert "3 km" in words(found[0])
