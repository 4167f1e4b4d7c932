"""What is sent is looked at before anything reads it."""

import json

import pytest
from serving import request

from page.bodies import checked, fault_of
from page.policy import POLICY, SCRIPT, confined, hash_of


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b'{"a": [1, "\\ud83d\\ude80"]}', ""),
        (b"", ""),
        (b'{"a": "\\ud83d"}', "Half a character was sent: send whole ones."),
        (b"[" * 100_000 + b"]" * 100_000, "What was sent is nested too deep."),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "What was sent is nested too deep."),
        (b'{"a": NaN}', "What was sent is no JSON."),
        (b"\xff\xfe", "What was sent is no JSON."),
        (b"9" * 5_000, "What was sent is no JSON."),
    ],
)
def test_what_is_no_json_of_characters_is_one_line(body, fault):
    assert fault_of(body, lenient=False) == fault


def test_half_a_character_in_a_question_is_passed_over():
    assert fault_of(b'{"data": ["Who \\ud83d?"]}', lenient=True) == ""


async def echo(scope, receive, send):
    message = await receive()
    if b"break" in message["body"]:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b"Internal Server Error"})
        raise KeyError("break")
    headers = [(b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": message["body"]})


def test_a_body_that_is_sound_comes_through_whole():
    sent = json.dumps({"a": "猫"}).encode()
    assert request(checked(echo), body=sent, content_type="application/json")[2] == sent.decode()
    assert request(checked(echo), body=b"[", content_type="application/json")[0] == 400


def test_where_gradio_breaks_down_the_request_is_refused_in_one_line(caplog):
    status, _, text = request(checked(echo), "/gradio_api/queue/join", body=b"break")
    assert (status, text) == (400, "What was sent cannot be used here.")
    assert [record.getMessage() for record in caplog.records] == ["GET /gradio_api/queue/join: KeyError"]


def test_each_script_of_the_first_page_has_the_number_that_its_policy_names():
    sent = b"<script>1</script><script src='a.js'></script>"
    _, headers, text = request(confined(echo), body=sent)
    policy = headers[b"content-security-policy"].decode()
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert text == f'<script nonce="{nonce}">1</script><script nonce="{nonce}" src=\'a.js\'></script>'
    assert headers[b"content-length"] == str(len(text)).encode()
    assert nonce not in request(confined(echo), body=sent)[2]
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert hash_of(SCRIPT) in POLICY
