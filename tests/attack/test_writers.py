"""Several processes write one index."""

import pytest
from attack import FORKS, tell, texts, times, write_articles
from test_kills import indexing

ABOUT = ("lighthouse", "keeper", "harbour")


@pytest.mark.parametrize("writers", [2, 3])
def test_several_writers_on_one_new_index_lose_nothing(tmp_path, writers):
    folders = [write_articles(tmp_path / about, 6, about=about) for about in ABOUT[:writers]]
    for attempt in range(attempts := times(2, 100)):
        running = []
        for folder in folders:
            ours, theirs = FORKS.Pipe(duplex=False)
            running.append(
                (FORKS.Process(target=indexing, args=(theirs, tmp_path / f"{attempt}", folder)), ours)
            )
        for process, _ in running:
            process.start()
        for process, ours in running:
            process.join(60)
            assert process.exitcode == 0
            ours.close()
        assert len(texts(tmp_path / f"{attempt}")) == 6 * writers
    tell(f"{writers} writers at once: {attempts} times, nothing lost")
