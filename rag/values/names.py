"""Names written in Han: of people and organisations in Japanese and Chinese text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands in a text."""

    start: int
    end: int
    text: str


_KATA = "ァ-ヴーヽヾ"
_HAN = "\u3400-\u9fff々"
PERSON = r"氏|さん|様|君|容疑者|被告|首相|大統領|教授|博士|社長|会長|監督|選手|議員|CEO|CTO"
ORGANISATION = (
    r"大学|大學|学院|學院|スクール|研究所|委員会|委员会|委員會|银行|銀行|博物館|博物馆|美術館"
    r"|建設|工業|新聞|电视台|協会|协会|財団|基金会|連合|联盟|聯盟|大使館|市議會|化工|集团|集團|チーム"
)
PLACE = r"[島州県省市町村郡湖港湾]|海峡|大陸|半島|火山|空港|機場|机场|首都"
_JAPANESE = (
    re.compile(rf"[{_HAN}]{{2,5}}(?=氏|さん)"),
    re.compile(rf"(?<![{_HAN}])[{_HAN}{_KATA}]{{1,14}}?(?:{ORGANISATION})(?![{_HAN}])"),
)
# Signs that write the sounds of foreign names; three together are one.
SOUNDS = (
    "阿埃艾奥奧巴贝貝彼宾賓伯博布查达達戴丹德迪蒂丁杜顿頓恩尔爾法菲费費芬佛弗福夫盖蓋冈岡戈格哈汉漢豪赫亨霍基吉"
    "加贾賈杰傑卡凯凱坎康考科克肯库庫奎拉莱萊赖賴兰蘭朗劳勞勒雷丽麗利莉莲蓮琳卢盧鲁魯伦倫罗羅洛马馬玛瑪迈邁曼梅"
    "蒙米密莫姆穆娜纳納尼涅宁寧纽紐诺諾努欧歐帕派潘佩彭皮普齐齊奇乔喬琴茹瑞若萨薩塞桑瑟森沙莎舍圣聖施史舒斯丝絲"
    "苏蘇索塔泰坦汤湯唐特滕提图圖托瓦万萬威韦韋维維温溫沃乌烏武西希夏肖谢謝辛休雅亚亞扬揚耶伊依英尤约約泽澤扎詹珍"
    "芝卓兹茲佐义義哥"
)
SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘于"
    "蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫閻段雷侯"
    "龙龍史陶黎贺賀顾顧毛郝龚邵万萬钱錢严嚴覃武戴莫孔向汤湯游"
)
SAYS = r"说|說|表示|介绍|介紹|指出|认为|認為|称|稱|透露|提醒|宣布|透過|受訪|接受|强调|強調|忘|在|是|的|也"
# What people do who are named by their office, beside saying something.
DOES = (
    r"捐|建|设计|設計|发明|發明|创办|創辦|获|獲|去世|出生|担任|擔任|负责|負責|带领|帶領|率|将|將|曾|从|從|和|与|與"
    r"|带|帶|找|送"
)
OFFICE = (
    r"教授|馆长|館長|博士生|博士|总统|總統|总理|總理|记者|記者|主任|收藏家|律师|律師|部长|部長|董事长|董事長"
    r"|创始人|創辦人|科学家|科學家|检察官|檢察官|[市县縣镇鎮乡村区區校院所厂廠船队隊局处][长長]|负责人|負責人|经理|經理"
    r"|商人|店主|老板|老闆|工程师|工程師|设计师|設計師|建筑师|建築師|医生|醫生|老师|老師|演员|演員|导演|導演"
    r"|教练|教練|画家|畫家|诗人|詩人|作家|作曲家|农民|農民|居民|书记|書記|议员|議員|发言人|發言人"
)
_FUNCTION = "的在了和与與是由从從到给給向于於被把对對为為以及将將让讓等或而就也都"
_CHINESE = (
    re.compile(rf"[{SOUNDS}]+(?:[·・•‧][{SOUNDS}]+)+|[{SOUNDS}]{{3,}}"),
    re.compile(rf"(?:{OFFICE})(?P<name>[{SURNAMES}][{_HAN}]{{1,2}}?)(?={SAYS}|{DOES}|[，、。,.\s（(])"),
    re.compile(
        rf"(?<![{_HAN}])(?P<name>[{SURNAMES}][{_HAN}]{{1,2}}?)(?=说|說|表示|介绍|介紹|指出|认为|認為|透過|透露|提醒)"
    ),
    re.compile(rf"(?:(?![{_FUNCTION}])[{_HAN}]){{2,12}}?(?:{ORGANISATION})"),
)


@lru_cache(maxsize=512)
def names(text: str, language: str) -> tuple[Name, ...]:
    """Return the names in Han of a text in Japanese or Chinese ("ja", "zh"), in reading order, none
    overlapping another.

    A person recognised once is found wherever the name stands.
    """
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(_found(text, language), key=lambda each: (each[0], -each[1])):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end))
    return tuple(Name(start, end, text[start:end]) for start, end in chosen)


def _found(text: str, language: str) -> Iterator[tuple[int, int]]:
    *people, organisations = _JAPANESE if language == "ja" else _CHINESE
    known: set[str] = set()
    for pattern in people:
        for match in pattern.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            yield start, end
            parts = re.split("[·・•‧]", text[start:end])
            known |= {part for part in parts if len(part) > 1 and len(parts) <= 2}
    yield from (match.span() for match in organisations.finditer(text))
    if known:
        longest_first = "|".join(sorted(known, key=len, reverse=True))
        yield from (match.span() for match in re.finditer(longest_first, text))
