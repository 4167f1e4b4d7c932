"""The encodings that articles come in, told by their bytes or by what a page declares."""

import pytest

from index.load import read_bytes

JAPANESE = """OpenAIの共同創設者であるジョン・シュルマン氏が退職し、
競合企業のAnthropicに移籍することを発表しました。
同氏は「これは難しい決断でした」と述べ、
AIの安全性に関する研究に集中したいという個人的な希望を理由に挙げています。
社長のグレッグ・ブロックマン氏も年末まで長期休暇を取る予定で、会社の経営陣は大きく変わることになります。
専門家は、人材の流出が今後も続く可能性があると指摘しており、会社の対応が注目されています。"""
CHINESE = """OpenAI 联合创始人约翰·舒尔曼宣布离职，加入竞争对手 Anthropic。他在社交媒体上表示，
这是一个艰难的决定。
他希望把精力集中在人工智能的安全研究上，并且回到第一线的技术工作中去。公司总裁格雷格·布罗克曼也将休假到年底。
专家认为，人才流失的情况可能会继续下去，公司如何应对值得关注。去年十一月，董事会曾经解除首席执行官的职务。
几天之后他又回到了公司，董事会也进行了改组。从那以后，管理层一直没有真正稳定下来，外界对此有很多猜测。"""
TRADITIONAL = """OpenAI 聯合創始人約翰·舒爾曼宣布離職，加入競爭對手 Anthropic。他在社群媒體上表示，
這是一個艱難的決定。
他希望把精力集中在人工智慧的安全研究上，並且回到第一線的技術工作中去。公司總裁格雷格·布羅克曼也將休假到年底。
專家認為，人才流失的情況可能會繼續下去，公司如何應對值得關注。去年十一月，董事會曾經解除執行長的職務。
幾天之後他又回到了公司，董事會也進行了改組。從那以後，管理層一直沒有真正穩定下來，外界對此有很多猜測。"""
ITALIAN = """Il presidente non è più in città: perciò la riunione è rinviata a lunedì, così ha detto il
portavoce.
La società è nata nel 2015 e oggi dà lavoro a più di mille persone; perché i fondatori se ne vadano,
però, nessuno lo sa."""


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", JAPANESE),
        ("utf-8-sig", JAPANESE),
        ("utf-16", JAPANESE),
        ("utf-16-le", JAPANESE),
        ("utf-16-be", JAPANESE),
        ("utf-16-le", ITALIAN),
        ("utf-16-be", ITALIAN),
        ("utf-32", ITALIAN),
        ("cp932", JAPANESE),
        ("euc_jp", JAPANESE),
        ("gb18030", CHINESE),
        ("gb2312", CHINESE.replace("·", "")),
        ("utf-16", CHINESE),
        ("big5", TRADITIONAL.replace("·", "")),
        ("cp1252", ITALIAN),
        ("cp932", "ジョン・シュルマンが退職"),
        ("euc_jp", "ジョン・シュルマンが退職してAnthropicへ移籍した。"),
        ("gb18030", "约翰·舒尔曼宣布离职，加入竞争对手。"),
        ("big5", "約翰宣布離職，加入競爭對手。"),
        ("cp1252", "Il presidente non è più in città."),
        ("cp1252", "It’s “over”, he said."),
    ],
)
def test_encodings_are_recognised(encoding, text):
    assert read_bytes(text.encode(encoding), "x").text == text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("Shift_JIS", "cp932"), ("gb2312", "gb18030"), ("EUC-JP", "euc_jp"), ("x-user", "utf-8")],
)
def test_html_is_read_in_the_encoding_it_declares(declared, encoding):
    sentence = (
        "約五百人が参加しました。髙橋さんは「①番です」と言いました。"
        if encoding == "cp932"
        else "会議に参加しました。"
    )
    page = f'<html><head><meta charset="{declared}"></head><body><p>{sentence * 9}</p></body></html>'
    assert read_bytes(page.encode(encoding), "x").text == sentence * 9


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso2022_jp", "市立図書館は改修工事のため7月20日から閉じる。再開は8月17日の予定。"),
        ("iso2022_jp_ext", "ﾎﾟﾝﾌﾟPX-300の価格は8万9,000円だった。"),
        ("iso2022_kr", "도서관은 칠월에 문을 닫는다."),
        ("cp932", "ﾎﾟﾝﾌﾟPX-300の価格は8万9,000円だった。"),
        ("euc_jp", "ﾎﾟﾝﾌﾟPX-300の価格は8万9,000円だった。"),
    ],
)
def test_escapes_and_half_width_kana_are_read(encoding, text):
    assert read_bytes(text.encode(encoding), "x").text == text


@pytest.mark.parametrize(
    "declared",
    [
        "punycode", "undefined", "utf-7", "unicode_escape", "raw_unicode_escape", "utf-16", "utf-16le",
        "utf-32", "idna", "rot13", "hex", "mbcs", "cp037", "us-ascii", "iso-8859-1", "x-user-defined",
    ],
)  # fmt: skip
def test_a_page_in_utf_8_is_read_whatever_it_declares(declared):
    page = f'<html><head><meta charset="{declared}"></head><body><p>È una città, 城市。</p></body></html>'
    assert read_bytes(page.encode(), "x").text == "È una città, 城市。"
