"""What a collection costs as it grows: `python -m benchmarks.scale [PASSAGES ...]`.

The articles are made of words that are as common as words are (Zipf's law), in four languages. What is done
with them is what `polycite index --fast` does from cutting on, and a question up to reading. Times are of the
CPU: of one core, whatever else runs.
"""

import argparse
import resource
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import process_time

from index.article import Article
from index.build import Incoming, prepare, put_in
from index.embed import Models
from index.models import FAST, open_models
from index.record import Source
from index.search import PassageIndex
from index.store import Library, create, open_library
from rag.gather import Question
from rag.question import read_question
from rag.retrieve import retrieve

PASSAGES = (10_000, 100_000)
# Of each article, and of the questions asked.
PER_ARTICLE, SENTENCES, QUESTIONS, K = 14, 56, 50, 60
HEAD = [
    "passages", "indexed in", "articles a second, first / last tenth", "a passage on disk",
    "opened: checked + read", "question, median / 95%", "a new article followed", "memory",
]  # fmt: skip
LANGUAGES = {
    "en": ("bdfglmnprst", "aeiou", " ", ". "),
    "it": ("bcdfglmnprstvz", "aeio", " ", ". "),
    "zh": (
        "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那",
        "",
        "",
        "。",
    ),
    "ja": (
        "かきくけこさしすせそたちつてとなにのはひふへまみむ日本人大会社",
        "",
        "",
        "。",
    ),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A made-up language: its words, the commonest first, with what each counts up to, and its marks."""

    words: Sequence[str]
    weights: Sequence[float]
    between: str
    end: str

    def sentence(self, chance: Random) -> str:
        """Return a sentence of a dozen words."""
        return self.between.join(chance.choices(self.words, cum_weights=self.weights, k=12)) + self.end


def language(code: str, words: int = 50_000) -> Written:
    """Return a made-up language that is written as one of ours is."""
    consonants, vowels, between, end = LANGUAGES[code]
    chance = Random(code)

    def syllable() -> str:
        return chance.choice(consonants) + (chance.choice(vowels) if vowels else "")

    made = ["".join(syllable() for _ in range(chance.randint(1, 4))) for _ in range(words)]
    return Written(made, list(accumulate(1 / (place + 3) for place in range(words))), between, end)


def articles(passages: int) -> Iterator[Article]:
    """Yield so many passages' worth of articles of four languages, the same each time."""
    chance, spoken = Random(1), {code: language(code) for code in LANGUAGES}
    for number in range(passages // PER_ARTICLE):
        code = list(LANGUAGES)[number % len(LANGUAGES)]
        text = "".join(spoken[code].sentence(chance) for _ in range(SENTENCES))
        day = date(2020, 1, 1) + timedelta(number % 1500)
        yield Article(f"a{number}", text, title=text[:30], language=code, date=day.isoformat())


def index(passages: int, folder: Path) -> list[str]:
    """Make an index; return how large it is and what that cost."""
    models = open_models(FAST)
    library, spent, count = create(folder, models.embedder.name), [], 0
    for article in articles(passages):
        began = process_time()
        prepared = prepare(article, models)
        source = Source(f"/{article.name}", article.name)
        count += put_in(Incoming(source, article, prepared), library).passages
        spent.append(process_time() - began)
    whole, some = sum(spent) + timed(library.close), max(len(spent) // 10, 1)
    first, last = some / sum(spent[:some]), some / sum(spent[-some:])
    size = sum(file.stat().st_size for file in folder.iterdir()) / count
    return [f"{count:,}", f"{whole:.0f} s", f"{first:.0f} / {last:.0f}", f"{size / 1000:.1f} kB"]


def ask(folder: Path) -> list[str]:
    """Open an index and ask it; return what that cost, to follow a new article too, and the memory."""
    models = open_models(FAST)
    before = memory()
    opened: list[Library] = []
    checking = timed(lambda: opened.append(open_library(folder, models.embedder.name)))
    library = opened[0]
    asked: list[PassageIndex] = []
    loading = timed(lambda: asked.append(PassageIndex(library)))
    found = partial(retrieve, index=asked[0], tokens=models.tokens, k=K)
    spent = [timed(partial(found, question)) for question in questions(models)]
    held = memory() - before
    new = replace(next(articles(PER_ARTICLE)), name="new", text="A new one.")
    library.put(Source("/new", "new"), prepare(new, models))
    following = timed(asked[0].candidates.refresh)
    library.close()
    return [
        f"{checking:.1f} + {loading:.1f} s",
        f"{1000 * median(spent):.0f} / {1000 * quantiles(spent, n=20)[-1]:.0f} ms",
        f"{1000 * following:.1f} ms",
        f"{held:.0f} MB",
    ]


def questions(models: Models) -> list[Question]:
    """Return questions of the commonest and of rare words, in four languages."""
    chance, spoken = Random(2), {code: language(code) for code in LANGUAGES}
    codes = (list(LANGUAGES)[number % len(LANGUAGES)] for number in range(QUESTIONS))
    return [read_question(spoken[code].sentence(chance), code, models) for code in codes]


def memory() -> float:
    """Return the most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def timed(what: Callable[[], object]) -> float:
    """Return how many CPU-seconds something takes."""
    began = process_time()
    what()
    return process_time() - began


def alone(step: Callable[..., list[str]], *given: object) -> list[str]:
    """Return what a step measures in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(step, *given).result()


def main() -> None:
    """Print a row for each size, each step in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("passages", type=int, nargs="*", default=PASSAGES)
    rows = []
    for passages in options.parse_args().passages:
        with tempfile.TemporaryDirectory(dir=".") as place:
            folder = Path(place)
            # Opened once before it is measured: what is derived is kept from then on.
            made = alone(index, passages, folder)
            alone(ask, folder)
            rows.append([*made, *alone(ask, folder)])
    print("\n".join(f"| {' | '.join(line)} |" for line in (HEAD, ["---"] * len(HEAD), *rows)))


if __name__ == "__main__":
    main()
