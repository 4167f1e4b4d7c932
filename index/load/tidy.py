"""Characters that stand for others in what programs write: each becomes the ordinary one, for one."""

import re
import unicodedata
from dataclasses import replace

from index.load.extract import Extract

# Unicode's EquivalentUnifiedIdeograph.txt for the block of radicals that have no NFKC form.
RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫"
    "⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝"
    "⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿"
    "⻯竜⻰龙⻱龜⻲亀⻳龟"
)
# Kangxi radicals, compatibility ideographs, and the punctuation of vertical writing.
COMPATIBLE = [
    *range(0x2F00, 0x2FD6),
    *range(0xF900, 0xFAD9 + 1),
    *range(0xFE10, 0xFE1A),
    *range(0xFE30, 0xFE50),
]
ORDINARY = dict(zip(map(ord, RADICALS[::2]), RADICALS[1::2], strict=True)) | {
    code: usual for code in COMPATIBLE if len(usual := unicodedata.normalize("NFKC", chr(code))) == 1
}
# Half a surrogate pair, as broken fonts give it, is no character and cannot be stored.
SURROGATES = re.compile("[\ud800-\udfff]")


def tidied(extract: Extract) -> Extract:
    """Return the extract with the same number of characters and every one of them ordinary."""
    text, title, publisher = map(ordinary, (extract.text, extract.title, extract.publisher))
    return replace(extract, text=text, title=title, publisher=publisher)


def ordinary(text: str) -> str:
    """Return the text with radicals, compatibility ideographs and vertical punctuation as they are typed."""
    return SURROGATES.sub("\ufffd", text).translate(ORDINARY)
