"""Make the screenshots of the page again: `python docs/screenshots.py`.

They show the articles that ship, on a desktop and a phone, light and dark, in English and Japanese.
"""

import re
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).with_name("screenshots")
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
QUESTIONS = {
    "en": "Why did Jan Leike leave?",
    "ja": "グレッグ・ブロックマンはいつまで休暇を取りますか？",
}


def main() -> None:
    """Serve the page, and take a picture of an answer for each device, language and theme."""
    command = [sys.executable, "-m", "command", "chat", "--port", "0"]
    server = subprocess.Popen(command, cwd=FOLDER.parent.parent, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    address = next(found[0] for line in server.stdout if (found := re.search(r"http://[^\s/]+/?", line)))
    FOLDER.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for device, language, theme in product(SIZES, QUESTIONS, ("light", "dark")):
                take(browser, address, device, language, theme)
    finally:
        server.terminate()


def take(browser: Browser, address: str, device: str, language: str, theme: str) -> None:
    """Ask a question and press the first number of its answer; write `device-language-theme.png`."""
    width, height = SIZES[device]
    settings = {"viewport": {"width": width, "height": height}, "locale": language, "color_scheme": theme}
    page = browser.new_context(**settings).new_page()  # type: ignore[arg-type]
    page.goto(address)
    box = page.locator("#question textarea")
    box.fill(QUESTIONS[language])
    box.press("Enter")
    page.locator("#now .choices, #now .tools").last.wait_for()
    page.locator(".exchange a.number").first.click()
    page.mouse.move(0, 0)
    # What moves has come to rest, and the fonts are there.
    page.wait_for_timeout(1500)
    page.screenshot(path=FOLDER / f"{device}-{language}-{theme}.png")
    page.context.close()


if __name__ == "__main__":
    main()
