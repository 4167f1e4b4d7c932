"""Read mutated files of every kind: `python -m benchmarks.fuzz FOLDER [N]` reads N of each file in FOLDER.

Bytes are flipped, cut out, doubled and misplaced; of packed files, in their parts. Each file
must become text or a sentence that says why not, within ten seconds and a gigabyte.
"""

import random
import resource
import sys
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from index.load.extract import Unreadable
from index.load.kinds import KINDS
from index.load.worker import Worker

CHARACTERS = 5_000_000


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one to twenty changes, every second time inside the parts of a packed file."""
    if raw.startswith(b"PK") and chance.random() < 0.7:
        try:
            return _repacked(raw, chance)
        except (BadZipFile, OSError):
            return raw
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 512))
        what = chance.randrange(4)
        if what == 0:
            changed[at : at + length] = chance.randbytes(length)
        elif what == 1:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = changed[at : at + length] * chance.choice((1, 2, 50))
        else:
            other = chance.randrange(len(changed) + 1)
            changed[at:at] = changed[other : other + length]
    return bytes(changed)


def _repacked(raw: bytes, chance: random.Random) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(raw)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            target.writestr(name, mutated(source.read(name), chance) if name == chosen else source.read(name))
    return out.getvalue()


def main(folder: Path, count: int) -> None:
    """Print, for each file, what became of its mutations and how long the slowest took."""
    worker = Worker()
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS):
        chance, became, slowest = random.Random(path.name), Counter[str](), 0.0
        raw = path.read_bytes()
        for _ in range(count):
            before = time.monotonic()
            changed = mutated(raw, chance)
            try:
                worker.extract(changed, path.suffix.lower(), characters=CHARACTERS)
                became["read"] += 1
            except Unreadable as fault:
                became[str(fault).partition("(")[0][:60]] += 1
            took = time.monotonic() - before
            if took > slowest:
                slowest = took
                if took > 5:
                    Path(f"/tmp/slow-{took:.0f}s-{path.name}").write_bytes(changed)
        print(f"{path.name}: slowest {slowest:.2f} s; {dict(became.most_common())}", flush=True)
    worker.close()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"a child took at most {most:.2f} GB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
