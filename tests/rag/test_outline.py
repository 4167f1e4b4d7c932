"""What a collection is about."""

from index.build import build
from index.search import PassageIndex
from index.store import create
from rag.ask import Collection
from rag.outline import LINES, outline

KINDS = {
    "bridge": "The bridge over the river {n} is closed. Engineers repair the bridge until spring.",
    "cat": "The cat {n} sleeps in the café. Guests feed the cat with fish.",
}


def told(articles, tmp_path, models):
    for name, text in articles.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    list(build(sorted(tmp_path.glob("*.txt")), library, models))
    return outline(Collection(PassageIndex(library), models))


def test_each_article_is_told_by_the_sentence_nearest_to_its_headline(tmp_path, models):
    articles = {
        "faro": "Il faro riapre al pubblico\n\n2024-04-11\n\nIl tempo è bello. "
        "Il faro di Capo Verdello riapre al pubblico dopo dieci anni. La visita costa quattro euro.",
        "neko": "駅前の猫カフェ、三月に閉店\n\n2024-03-05\n\n"
        "常連客は別れを惜しんでいます。駅前の猫カフェは三月末に閉店します。",
        "note": "A note\n\nThe note of a reader has no date. It is short.",
    }
    found = told(articles, tmp_path, models)
    assert (found.since, found.until, found.undated) == ("2024-03-05", "2024-04-11", 1)
    assert [(line.quote.text, line.more) for line in found.lines][:2] == [
        ("Il faro di Capo Verdello riapre al pubblico dopo dieci anni.", 0),
        ("駅前の猫カフェは三月末に閉店します。", 0),
    ]


def test_many_articles_are_told_by_topic_and_each_is_counted_once(tmp_path, models):
    articles = {
        f"{kind}{n}": f"About the {kind} {n}\n\n{text.format(n=n)}"
        for kind, text in KINDS.items()
        for n in range(8)
    }
    found = told(articles, tmp_path, models)
    assert len(found.lines) <= LINES
    assert sum(1 + line.more for line in found.lines) == 16
    assert [line.more for line in found.lines] == sorted((line.more for line in found.lines), reverse=True)


def test_an_empty_collection_is_about_nothing(tmp_path, models):
    assert told({}, tmp_path, models).lines == ()
