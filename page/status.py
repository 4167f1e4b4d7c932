"""The operator's page: what was answered since the start, how fast, from how large an index."""

from starlette.responses import HTMLResponse

from page.collection import table_html
from page.desk import Desk
from page.markup import safe
from page.phrases import Phrases
from page.reader import POLICY, back_html, document_html
from page.tally import OUTCOMES, SECONDS


def status_response(desk: Desk, phrases: Phrases) -> HTMLResponse:
    """Return the page; it reads itself again every ten seconds."""
    desk.tally.read(desk)
    body = (
        f'{back_html(phrases)}<main class="wide"><h1>{phrases("status")}</h1>'
        f'<p class="about">{safe(desk.notice(phrases))}</p>'
        + rows_html(phrases("status_questions"), question_rows(desk, phrases))
        + rows_html(phrases("status_seconds"), second_rows(desk, phrases))
        + rows_html(phrases("status_errors"), error_rows(desk))
        + rows_html(phrases("status_index"), index_rows(desk, phrases))
        + rows_html(phrases("status_versions"), version_rows(desk))
        + "</main>"
    )
    headers = {"Content-Security-Policy": POLICY, "Refresh": "10", "Cache-Control": "no-store"}
    return HTMLResponse(document_html(phrases("status"), body, phrases), headers=headers)


Rows = list[tuple[str, str]]


def question_rows(desk: Desk, phrases: Phrases) -> Rows:
    """Return how many questions had which outcome."""
    counts = ((one, desk.tally.figure("polycite_questions_total", outcome=one)) for one in OUTCOMES)
    return [(phrases(f"status_{outcome}"), phrases.figure(f"{count:,.0f}")) for outcome, count in counts]


def second_rows(desk: Desk, phrases: Phrases) -> Rows:
    """Return how many answers took at most so many seconds."""
    bounds = [*(str(bound) for bound in SECONDS), "+Inf"]
    counts = [desk.tally.figure("polycite_answer_seconds_bucket", le=bound) for bound in bounds]
    heads = [*(phrases.figure(f"≤ {bound:g} s") for bound in SECONDS), phrases("all")]
    return [(head, phrases.figure(f"{count:,.0f}")) for head, count in zip(heads, counts, strict=True)]


def error_rows(desk: Desk) -> Rows:
    """Return how often a question broke down over which kind of fault."""
    samples = (sample for metric in desk.tally.registry.collect() for sample in metric.samples)
    errors = ((one.labels["kind"], one.value) for one in samples if one.name == "polycite_errors_total")
    return [(kind, f"{count:,.0f}") for kind, count in errors] or [("—", "0")]


def index_rows(desk: Desk, phrases: Phrases) -> Rows:
    """Return what the index holds, and its size."""
    if not desk.collection:
        return []
    held = desk.collection.index.library.counts()
    rows = [(phrases.language_name(code), f"{count:,}") for code, count in held.items()]
    rows.append((phrases("status_passages"), f"{desk.tally.figure('polycite_passages'):,.0f}"))
    rows.append(("MB", f"{desk.tally.figure('polycite_index_bytes') / 1e6:,.1f}"))
    return [(head, phrases.figure(count)) for head, count in rows]


def version_rows(desk: Desk) -> Rows:
    """Return what is in use, by name."""
    samples = (sample for metric in desk.tally.registry.collect() for sample in metric.samples)
    used = next((sample.labels for sample in samples if sample.name == "polycite_info"), {})
    return [("Polycite" if name == "version" else name, value) for name, value in used.items()]


def rows_html(heading: str, rows: Rows) -> str:
    """Return a table of two columns under a heading."""
    lines = (f'<tr><th scope="row">{safe(head)}</th><td>{safe(cell)}</td></tr>' for head, cell in rows)
    return table_html(heading, "", "".join(lines))
