"""Names of a claim in each other's place."""

import pytest

from index.article import Article, Passage
from rag.checks.faults import Kind
from rag.checks.verify import verify
from rag.records import Quote, Verdict


def checked(claim, cited, models):
    article = Article("a", cited)
    quote = Quote(article, Passage(0, len(cited), ()), 0, len(cited))
    check = verify(claim, [quote], models)
    return check.verdict, [claim[f.start : f.end] for f in check.faults if f.kind is Kind.NAME]


@pytest.mark.parametrize(
    ("claim", "cited", "names"),
    [
        ("Sam Altman fired Jan Leike.", "Jan Leike fired Sam Altman.", ["Sam Altman", "Jan Leike"]),
        ("Sam Altman ha licenziato Jan Leike.", "Jan Leike fired Sam Altman.", ["Sam Altman", "Jan Leike"]),
        (
            "サム・アルトマンはヤン・ライケを解雇した。",
            "ヤン・ライケはサム・アルトマンを解雇した。",
            ["サム・アルトマン", "ヤン・ライケ"],
        ),
        (
            "The lawyer Jan Leike met the director Sam Altman.",
            "ヤン・ライケ監督は弁護士のサム・アルトマン氏に会った。",
            ["Jan Leike", "Sam Altman"],
        ),
        ("Jan Leike was fired by Sam Altman.", "Sam Altman fired Jan Leike.", []),
        ("Sam Altman fired Jan Leike.", "Sam Altman fired Jan Leike.", []),
        ("Sam Altman ha licenziato Jan Leike.", "Sam Altman fired Jan Leike.", []),
        ("Sam Altman and Jan Leike left.", "Jan Leike and Sam Altman left.", []),
        ("Ann Lee, Sam Altman and Jan Leike left.", "Jan Leike, Ann Lee and Sam Altman left.", []),
        ("サム・アルトマン氏とヤン・ライケ氏が辞めた。", "ヤン・ライケ氏とサム・アルトマン氏が辞めた。", []),
        # A company is not exchanged with a person.
        ("Jan Leike left OpenAI in May.", "In May OpenAI lost Jan Leike, who left.", []),
    ],
)
def test_two_people_in_each_others_place_are_in_doubt(claim, cited, names, models):
    verdict, found = checked(claim, cited, models)
    assert found == names
    assert verdict is (Verdict.PARTLY if names else Verdict.SUPPORTED)
