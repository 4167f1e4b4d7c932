from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, ArticleError, Removal
from index.clean import clean, is_prose, removal_lines
from index.load import read, read_bytes

SEEDS = Path(__file__).parents[2] / "seeds"


def kept(article: Article) -> list[str]:
    """The lines that are left to cite, without the blank ones."""
    at, text = 0, ""
    for removal in article.removed:
        text += article.text[at : removal.start]
        at = removal.end
    return [line.strip() for line in (text + article.text[at:]).split("\n") if line.strip()]


def cleaned(text: str) -> Article:
    return clean(read_bytes(text.encode(), "page"))


def rules(article: Article) -> list[tuple[str, int, int]]:
    return [(removal.rule, *removal_lines(article, removal)) for removal in article.removed]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "000_0c0a9f209ccbafdd",
            [
                ("header", 1, 5),
                ("language menu", 7, 7),
                ("byline", 9, 10),
                ("references", 149, 149),
                ("link", 150, 154),
            ],
        ),
        ("001_4f4ba5aed45ce6da", [("header", 1, 5), ("language menu", 7, 7)]),
        (
            "002_19c6ec88cb400d7b",
            [
                ("header", 1, 1),
                ("link", 3, 6),
                ("attribution", 11, 11),
                ("attribution", 15, 15),
                ("related", 18, 18),
                ("attribution", 22, 22),
                ("related", 23, 32),
                ("byline", 33, 34),
            ],
        ),
        (
            "003_a515efed1dfb9b2d",
            [("header", 1, 5), ("language menu", 7, 7), ("byline", 9, 9), ("references", 93, 93)],
        ),
    ],
)
def test_seeds_lose_these_lines_and_no_others(name, expected):
    assert rules(clean(read(SEEDS / f"{name}.txt"))) == expected


def test_the_payment_widgets_of_a_blog_go_and_its_letter_stays():
    article = clean(read(SEEDS / "004_5663c54eee9583b0.txt"))
    lines = kept(article)
    assert lines[0] == "1、Ilya 的离开"
    assert lines[-1].startswith("也许我们已然过了能回头的那一步了")
    assert "学会感受AGI。" in lines
    assert "image.png" not in lines
    assert ":openai-heart:" not in lines


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        ("000", "OpenAIが20%のコンピューティング能力という約束を果たせず"),
        ("000", "「AI推理」の仕事に配属された"),
        ("001", "当社には7人の共同創業者がいる。3年半経った今でも全員が会社に残っている"),
        ("002", "taking a sabbatical through end of year"),
        ("002", "I've made the difficult decision to leave OpenAI."),
        ("002", "You are a brilliant researcher, a deep thinker about product and society"),
        ("002", "安全性についての文化とプロセスが派手な製品を生み出す潮流に負け、限界に達した"),
        ("003", "la pratica di allineare l'IA ai valori umani"),
        ("004", "离职的核心原因 —— 超级对齐团队与 OpenAI 董事会的分歧"),
        ("004", "2024 年 5 月 15 号"),
    ],
)
def test_sentences_that_answer_questions_stay(name, quote):
    (path,) = SEEDS.glob(f"{name}_*.txt")
    assert quote in "\n".join(kept(clean(read(path))))


def test_the_headlines_of_related_articles_go():
    (path,) = SEEDS.glob("002_*.txt")
    assert "「AIの安全性」をめぐる対立が原因か" not in "\n".join(kept(clean(read(path))))


PLAIN = [
    "The committee met on Tuesday to discuss the budget. Nobody expected it to agree.\n\n"
    "We share the view that cookies should be regulated, the chair said. Subscribe to it or not.\n\n"
    "She likes reading. Follow the money, he told them, and read more about it later.\n",
    "委員会は火曜日に予算について話し合った。合意すると予想した人はいなかった。\n\n"
    "議長は、クッキーの規制に賛成だと述べた。関連記事を読んだ人も多い。\n\n"
    "コメントを求められた担当者は回答しなかった。\n",
    "委员会星期二开会讨论预算。没有人预料到会达成一致。\n\n"
    "主席说，我们应该分享这一观点，收藏这篇文章的人很多。余额不足的用户可以充值。\n\n订阅用户超过一百万。\n",
    "Il comitato si è riunito martedì per discutere il bilancio. Nessuno si aspettava un accordo.\n\n"
    "Il presidente ha detto che i cookie vanno regolati. Condividi o no, è la legge.\n\n"
    "Commenti a parte, è finita.\n",
    "古池や\n蛙飛び込む\n水の音\n\n閑さや\n岩にしみ入る\n蝉の声\n",
    "Q: What is RLHF?\nA: Learning from human feedback.\n\nQ: Who invented it?\nA: Several people.\n",
    "Two roads diverged in a wood\nand I took the one\nless travelled by\nhome\n\n"
    "and that has made\nall the difference\n",
    "- 200 g di guanciale\n- 4 uova\n- sale\n- pepe\n\n1. Tagliare il guanciale.\n"
    "2. Salvare l'acqua di cottura\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_prose_poems_questions_and_recipes_lose_nothing(text):
    assert cleaned(text).removed == ()


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (
            "Il governo cade dopo il voto\ndi Mario Rossi\n5 agosto 2024\nCondividi su Facebook\n"
            "Il governo è caduto ieri sera dopo un voto di sfiducia al Senato.\n"
            "Leggi anche: La crisi in dieci punti\n"
            "Il presidente ha convocato i leader dei partiti al Quirinale.\n"
            "© RIPRODUZIONE RISERVATA\nLeggi anche\n"
            "La crisi minuto per minuto\nChi è il nuovo premier\nLascia un commento\nNome *\nEmail *\nInvia\n"
            "Questo sito utilizza i cookie per migliorare la tua esperienza.\nAccetta tutti\n",
            [
                "Il governo è caduto ieri sera dopo un voto di sfiducia al Senato.",
                "Il presidente ha convocato i leader dei partiti al Quirinale.",
            ],
        ),
        (
            "OpenAI、新モデルを発表\n8/6(火) 10:33配信\nITmedia NEWS\nコメント12件\nこの記事についてシェア\n"
            "OpenAIは6日、新しい言語モデルを発表した。価格は従来の半分になる。\n【関連記事】\n"
            "生成AIで変わる働き方\n"
            "Anthropicが資金調達\n最終更新：8/6(火) 10:33\nITmedia NEWS\n"
            "この記事はいかがでしたか？\n学びがある\n",
            ["OpenAIは6日、新しい言語モデルを発表した。価格は従来の半分になる。"],
        ),
        (
            "OpenAI再失大将\n\n36氪的朋友们·2024-08-06 10:33\n\n关注\n\n"
            "约翰·舒尔曼离开OpenAI，加入竞争对手Anthropic。\n\n"
            "文 | 张三\n\n编辑 | 李四\n\n本文来自微信公众号“量子位”，36氪经授权发布。\n\n+1\n\n"
            "评论\n收藏\n分享\n\n下一篇\n英伟达市值蒸发\n",
            ["约翰·舒尔曼离开OpenAI，加入竞争对手Anthropic。"],
        ),
        (
            "Why alignment is hard\n\nJane Doe\n\nFollow\n\n5 min read\n\nAug 6, 2024\n\n--\n\n"
            "Listen\n\nShare\n\n"
            "Alignment is hard because goals are hard to state. I learned this at work.\n\n"
            "Sign up to discover human stories that deepen your understanding of the world.\n\n"
            "Nobody has a full solution yet.\n\nFollow\n\nWritten by Jane Doe\n\n123 Followers\n\n"
            "More from Jane Doe\n\nHelp\n",
            [
                "Alignment is hard because goals are hard to state. I learned this at work.",
                "Nobody has a full solution yet.",
            ],
        ),
        (
            "---\ntitle: The fall\ndate: 2021-03-04\n---\n\n# The fall\n\nIt fell in March.\n\n## Sources\n\n"
            "- [1] https://a.b/c\n- [2] https://a.b/d\n\n## Next\n\nIt will fall again.\n",
            ["It fell in March.", "## Next", "It will fall again."],
        ),
    ],
)
def test_pages_of_other_sites_keep_their_sentences(page, left):
    assert kept(cleaned(page)) == left


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("한어Русский языкEnglishFrançaisDeutsch日本語", "language menu"),
        ("image.png", "image"),
        ("![chart](a/b.png)", "image"),
        (":openai-heart:", "emoji code"),
        ("——— 12 ———", "no words"),
        ("https://example.org/a", "link"),
        ("[3] https://example.org/a", "link"),
        (
            "中文词表-githubicon-default.png?t=N7T8https://gist.github.com/ctlllll/4451e94f3b2ca415515f",
            "link",
        ),
        ("Link di riferimento: https://example.org/a", "references"),
        ("Leggi anche: La crisi in dieci punti", "related"),
        ("・関連記事", "related"),
        ("— Sam Altman (@sama) August 6, 2024", "attribution"),
        ("觉得还不错? 一键收藏", "share"),
        ("Condividi su Facebook", "share"),
        ("責任編輯：王五", "byline"),
        ("in Posted by log1p_kr", "byline"),
        ("You can read the machine translated English article OpenAI co-founder leaves….", "byline"),
        ("© 2024 ANSA. All rights reserved.", "notice"),
        ("We and our partners use cookies to store information on your device.", "consent"),
        ("当サイトではクッキーを使用しています。", "consent"),
        ("Iscriviti alla newsletter per non perdere le notizie.", "subscribe"),
        ("欢迎关注我们的公众号", "subscribe"),
        ("Your email address will not be published. Required fields are marked *", "comments"),
        ("コメントを投稿する", "comments"),
        ("Home > Notizie > Politica", "navigation"),
        ("タグ：AI、OpenAI", "navigation"),
    ],
)
def test_each_rule_takes_out_its_line(line, rule):
    before, after = "He left the company in May.", "Nobody in the company knew why."
    article = cleaned(f"{before}\n\n{line}\n\n{after}\n")
    assert [(removal.rule, article.text[removal.start : removal.end]) for removal in article.removed] == [
        (rule, line)
    ]


def test_a_button_goes_only_beside_other_furniture():
    assert kept(cleaned("He left it.\n\nHome\n\nShe left too.\n")) == ["He left it.", "Home", "She left too."]
    assert kept(cleaned("He left it.\n\nHome\nSearch\n\nShe left too.\n")) == ["He left it.", "She left too."]


@pytest.mark.parametrize("heading", ["Opening", "## Opening"])
def test_the_heading_of_the_first_section_is_no_byline(heading):
    said = "The bridge opens in May and will be free of charge for all who walk. It is wide."
    article = cleaned(f"A bridge\n\n26 March 2031\n\nAnna Reed\n\n{heading}\n\n{said}\n\nCost\n\n{said}\n")
    assert article.title == "A bridge"
    assert kept(article) == [heading, said, "Cost", said]


def test_a_line_with_a_figure_is_no_byline():
    article = cleaned("A bridge\n\n26 March 2031\n\nToll: 3 euros\n\nIt opens in May. It is wide.\n")
    assert kept(article) == ["Toll: 3 euros", "It opens in May. It is wide."]


def test_the_words_of_a_post_that_a_page_cuts_off_stay():
    post = "I am leaving. I first met John in a cafe in Berkeley in…"
    article = cleaned(f"He wrote this today:\n— Sam (@sam) August 6, 2024\n{post}\nHe left.\n")
    assert kept(article) == ["He wrote this today:", post, "He left."]


def test_a_headline_of_another_page_goes_with_its_address():
    article = cleaned(
        "He wrote a book.\nA book on books | The Times\nhttps://thetimes.com/a\nIt sold well.\n"
    )
    assert kept(article) == ["He wrote a book.", "It sold well."]
    assert rules(article) == [("link", 2, 3)]


def test_nothing_but_furniture_is_no_article():
    with pytest.raises(ArticleError) as error:
        cleaned("image.png\n\nimage.png\n\nhttps://example.org\n")
    assert str(error.value) == "page: holds nothing but page furniture; save the article's own text"


def test_lines_are_counted_from_one():
    article = Article("x", "a\nb\nc\n")
    assert removal_lines(article, Removal("rule", 0, 1)) == (1, 1)
    assert removal_lines(article, Removal("rule", 2, 5)) == (2, 3)


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("Nobody expected the committee to agree on the budget.", True),
        ("Nobody expected the committee to agree on the budget", False),
        ("合意すると予想した人は、委員会の中にも外にもいなかった。", True),
        ("没有。", False),
        ("He left.", False),
    ],
)
def test_prose_ends_as_a_sentence_and_is_not_short(line, prose):
    assert is_prose(line) is prose


FRAGMENTS = [
    "Home",
    "image.png",
    "关连记事",
    "・関連記事",
    "He left.",
    "彼は去った。",
    "Share",
    "2024-08-06",
    "",
    "https://a.b",
    "参考链接",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=60)).map("\n".join))
def test_removals_are_sorted_do_not_overlap_and_leave_the_text_alone(text):
    try:
        article = clean(Article("x", text))
    except ArticleError:
        return
    assert article.text == text
    bounds = [bound for removal in article.removed for bound in (removal.start, removal.end)]
    assert bounds == sorted(bounds)
    assert all(text[removal.start : removal.end].strip() for removal in article.removed)
