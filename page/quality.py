"""The quality page: what the last evaluation found, by the languages of question and evidence."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse

from index import durable
from index.archive import REPORT
from index.record import Record, fingerprint
from page.collection import table_html, tinted_html
from page.desk import Desk
from page.markup import safe
from page.phrases import Phrases
from page.reader import POLICY, back_html, document_html

FILE = REPORT
CUT = 5
# The figures by language: their keys in a report, how they are called, whether the lower is the better.
FIGURES = (
    ("recall@1", "fig_recall", False),
    ("recall@5", "fig_recall", False),
    ("recall@10", "fig_recall", False),
    ("answer_hit", "fig_answer_hit", False),
    ("first_citation_hit", "fig_first", False),
    ("citation_precision", "fig_precision", False),
    ("span_hit", "fig_span", False),
    ("error_rate", "fig_refused", True),
    ("reserve_rate", "fig_reserved", True),
    ("hallucination_rate", "fig_invented", True),
    ("unreserved_hallucination_rate", "fig_asserted", True),
)

Report = Mapping[str, Any]


def keep(report: Report, library: Record, questions: Path) -> Path:
    """Keep what `polycite eval` found beside the index for the page to show; return the file."""
    about = {
        "date": datetime.now(UTC).date().isoformat(),
        "file": questions.name,
        "articles": fingerprint(library),
    }
    path = library.folder / FILE
    durable.write(path, json.dumps({**about, **report}, ensure_ascii=False).encode())
    return path


def quality_response(desk: Desk, phrases: Phrases) -> HTMLResponse:
    """Return the page about the last evaluation of the collection."""
    headers = {"Content-Security-Policy": POLICY}
    if not desk.collection:
        html = document_html("Polycite", f"<main>{safe(desk.notice(phrases))}</main>", phrases)
        return HTMLResponse(html, status_code=202, headers=headers | {"Refresh": "2"})
    return HTMLResponse(quality_html(desk.collection.index.library, phrases), headers=headers)


def quality_html(library: Record, phrases: Phrases) -> str:
    """Return the page: maps and figures, or how to get them."""
    path = library.folder / FILE
    command = f"<pre>polycite eval questions.jsonl --index {safe(library.folder.name)} --keep</pre>"
    try:
        shown = report_html(json.loads(path.read_text(encoding="utf-8")), fingerprint(library), phrases)
    except FileNotFoundError:
        shown = f"<p>{phrases('no_report')}</p>{command}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        shown = f"<p>{phrases('bad_report', file=FILE)}</p>{command}"
    body = f'{back_html(phrases)}<main class="wide"><h1>{phrases("quality")}</h1>{shown}</main>'
    return document_html(phrases("quality"), body, phrases)


def report_html(report: Report, articles: str, phrases: Phrases) -> str:
    """Return a report as two maps and a table; `articles` is the fingerprint of those there are now."""
    questions = report["questions"]
    about = " · ".join(
        (
            phrases("measured", n=len(questions), date=report["date"]),
            phrases("measured_from", file=report["file"]),
            phrases("deeper"),
        )
    )
    stale = f'<p class="notice">{phrases("stale")}</p>' if report["articles"] != articles else ""
    return (
        f'<p class="about">{safe(about)}</p>{stale}'
        + map_html("found", questions, phrases)
        + map_html("cited", questions, phrases)
        + figures_html(report, phrases)
    )


def map_html(kind: str, questions: Sequence[Report], phrases: Phrases) -> str:
    """Return a heat map of how often evidence in one language was found, or cited, for questions in
    another.
    """
    cells: dict[tuple[str, str], list[bool]] = {}
    for question in questions:
        for language, reached in question["evidence"].items():
            right = 0 < reached["rank"] <= CUT if kind == "found" else bool(reached["cited"])
            cells.setdefault((question["language"], language), []).append(right)
    if not cells:
        return ""
    evidence = sorted({language for _, language in cells})
    head = f'<th scope="col">{phrases("asked_in")} ↓ · {phrases("evidence_in")} →</th>' + "".join(
        f'<th scope="col">{safe(phrases.language_name(code))}</th>' for code in evidence
    )
    rows = "".join(
        f'<tr><th scope="row">{safe(phrases.language_name(asked))}</th>'
        + "".join(_share_html(cells.get((asked, code), []), phrases) for code in evidence)
        + "</tr>"
        for asked in sorted({asked for asked, _ in cells})
    )
    note = f'<p class="about">{phrases(f"{kind}_note")}</p>'
    return table_html(phrases(f"{kind}_map", cut=CUT), head, rows) + note


def _share_html(truths: Sequence[bool], phrases: Phrases) -> str:
    if not truths:
        return "<td>–</td>"
    share = sum(truths) / len(truths)
    return tinted_html(f"{share:.0%}", share, phrases("of_questions", n=len(truths)))


def figures_html(report: Report, phrases: Phrases) -> str:
    """Return a table of the figures by language of the question."""
    languages = {
        phrases.language_name(code): figures for code, figures in sorted(report["languages"].items())
    }
    columns = {**languages, phrases("all"): report["overall"]}
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in (phrases("figure"), *columns))
    rows = "".join(
        _figure_html(key, name, lower, columns.values(), phrases)
        for key, name, lower in FIGURES
        if key in report["overall"]
    )
    counts = "".join(
        f"<td>{int(at['n_answerable'])} / {int(at['n_unanswerable'])}</td>" for at in columns.values()
    )
    rows += f'<tr><th scope="row">{phrases("fig_questions")}</th>{counts}</tr>'
    return table_html(phrases("figures"), head, rows)


def _figure_html(key: str, name: str, lower: bool, columns: Iterable[Report], phrases: Phrases) -> str:
    called = phrases(name, cut=key.partition("@")[2])
    note = f" <small>({phrases('lower_better')})</small>" if lower else ""
    cells = "".join(
        "<td>–</td>"
        if at[key] is None
        else tinted_html(phrases.figure(f"{at[key]:.1%}"), 1 - at[key] if lower else at[key])
        for at in columns
    )
    return f'<tr><th scope="row">{called}{note}</th>{cells}</tr>'
