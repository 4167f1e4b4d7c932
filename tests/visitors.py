"""The page as a visitor has it: the real command, small articles, a real browser."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

ROOT = Path(__file__).parent.parent
POLYCITE = [sys.executable, "-m", "command"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A busy machine may take its time; nothing here measures speed.
expect.set_options(timeout=20_000)

ARTICLES = {
    "neko.txt": "駅前の猫カフェ、三月に閉店\n\n2024-03-05\n\n"
    "駅前の猫カフェは三月末に閉店します。店主の佐藤花子さんは、家賃が二倍になったため店を閉めると話しました。"
    "猫たちは近くの保護団体に引き取られます。常連客は別れを惜しんでいます。",
    "qiao.txt": "长江新桥通车\n\n2024-05-20\n\n"
    "长江新桥于五月二十日正式通车。新桥全长三千二百米，由工程师王建国设计。桥面设有六条车道和两条人行道。",
    "faro.txt": "Il faro di Capo Verdello riapre al pubblico\n\n2024-04-11\n\n"
    "Il faro di Capo Verdello riapre al pubblico dopo dieci anni di restauri. "
    "Il guardiano del faro è Matteo Ferri, che ci vive con due cani. La visita costa quattro euro.",
    "bread.txt": "The bakery that bakes at night\n\n2024-06-01\n\n"
    "The bakery on Mill Street bakes its bread at night. "
    "Its owner <script>document.title='run'</script> Tom Baker says that the ovens are cheaper after dark. "
    "He adds <img src=https://evil.example/x.png onerror=\"document.title='run'\"> and "
    "![bread](https://evil.example/y.png) to every [1] loaf {{of}} ${bread}, as **customers** like it. "
    "The \u202eshop\u202c opens at six.",
}

# Questions that the page may begin with.
CANDIDATES = [
    {
        "id": article,
        "answerable": True,
        "questions": {language: question},
        "evidence": [{"article": article, "quote": words}],
    }
    for language, question, article, words in (
        ("ja", "猫カフェはなぜ閉店しますか？", "neko", "家賃が二倍になった"),
        ("zh", "长江新桥是谁设计的？", "qiao", "由工程师王建国设计"),
        ("it", "Chi è il guardiano del faro?", "faro", "Il guardiano del faro è Matteo Ferri"),
        ("en", "Why does Tom Baker bake bread at night?", "bread", "the ovens are cheaper after dark"),
    )
]


class Served:
    """The command, serving an index at an address that stays the same when it is started again."""

    def __init__(self, folder, *options):
        self.folder, self.options, self.address, self._process = folder, options, "", None
        self.start("0")

    def start(self, port):
        command = [*POLYCITE, "chat", "--index", str(self.folder), "--port", port, *self.options]
        environment = os.environ | {"no_proxy": "127.0.0.1,localhost"}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        said = self._process.stdout.readline()
        self.address = re.fullmatch(r"Polycite is ready at (http://127\.0\.0\.1:\d+)\n", said)[1]

    def stop(self):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()

    def start_again(self):
        self.stop()
        self.start(self.address.rpartition(":")[2])


def place_and_text(said):
    """What a browser reports, and where."""
    return f"{said.location['url']} {said.text}"


class Visitor:
    """A browser of its own on the page, which remembers what went wrong and what it was asked to load."""

    def __init__(self, browser, address, **settings):
        self.page = browser.new_context(**settings).new_page()
        self.faults, self.asked_for = [], set()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console", lambda said: said.type == "error" and self.faults.append(place_and_text(said))
        )
        self.page.on("request", lambda request: self.asked_for.add(request.url))
        self.page.goto(address)
        self.box = self.page.locator("#question textarea")

    def ask(self, question):
        """Ask, and wait for the whole turn."""
        turn = self.page.locator(".exchange").count() + 1
        self.box.fill(question)
        self.box.press("Enter")
        self.wait_for_turn(turn)

    def wait_for_turn(self, turn):
        expect(self.page.locator(f'.exchange[data-turn="{turn}"] .actions')).to_have_count(1)
        expect(self.page.locator("#question .submit-button")).to_be_visible()
