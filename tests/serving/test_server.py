"""The server of the live page: what comes in at its doors, one question at a time, and how it starts and ends."""

import http.client
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from symconv.errors import InputError
from symconv.language.wording import Wording, known_languages
from symconv.page.files import files, lessons, policy
from symconv.serving.doors import LARGEST_BODY
from symconv.serving.questions import Questions
from symconv.serving.server import LOOPBACK, Server

LAYER = {"layer": {"stride": "2"}}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as started:
        thread = threading.Thread(target=started.serve_forever)
        thread.start()
        yield started
        started.shutdown()
        thread.join()


def asked(
    server: Server, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request; headers with an empty value are left out."""
    own = f"{LOOPBACK}:{server.server_port}"
    told = {"Host": own}
    if method == "POST":
        told |= {"Origin": f"http://{own}", "Content-Type": "application/json", "Content-Length": str(len(body))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=120)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in told.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(body if method == "POST" and told["Content-Length"] == str(len(body)) else None)
    response = connection.getresponse()
    found = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return found


def test_the_page_and_its_files(server: Server) -> None:
    status, headers, body = asked(server, "GET", "/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b'src="main.js"' in body
    for name in files("serve"):
        assert asked(server, "GET", f"/{name}?embed")[0] == 200, name


def test_the_policy_is_strict(server: Server) -> None:
    told = asked(server, "GET", "/")[1]["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in told.split("; "))
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in directives["script-src"]
    assert set(directives["connect-src"].split()) == {"'self'"}
    assert "evil" not in told
    assert told == policy(lessons(), more={"frame-ancestors": "'self' http://localhost:* http://127.0.0.1:*"})


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/main.js/",
        "/./main.js",
        "/backends/serve.js",
        "/index.html.j2",
        "/ask/explore",
        "/main.js%00",
        "/C:\\Windows",
    ],
)
def test_only_known_names_are_served(server: Server, path: str) -> None:
    status, _, body = asked(server, "GET", path)
    assert (status, json.loads(body)) == (404, {"error": "the page has no such file"})


REFUSED: list[tuple[int, dict[str, str]]] = [
    (421, {"Host": "evil.example"}),
    (421, {"Host": "127.0.0.1"}),
    (421, {"Host": ""}),
    (403, {"Origin": "http://evil.example"}),
    (403, {"Origin": "null"}),
    (403, {"Origin": ""}),
    (403, {"Sec_Fetch_Site": "cross-site"}),
    (415, {"Content_Type": "text/plain"}),
    (415, {"Content_Type": ""}),
    (411, {"Content_Length": "-1"}),
    (413, {"Content_Length": str(LARGEST_BODY + 1)}),
]


@pytest.mark.parametrize(("status", "headers"), REFUSED, ids=range(len(REFUSED)))
def test_questions_come_from_the_page_alone(server: Server, status: int, headers: dict[str, str]) -> None:
    got, _, body = asked(server, "POST", "/ask/explore", json.dumps(LAYER).encode(), **headers)
    assert got == status
    assert set(json.loads(body)) == {"error"}


def test_questions_are_answered(server: Server) -> None:
    status, headers, body = asked(server, "POST", "/ask/explore", json.dumps(LAYER).encode())
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body)["told"] == "input 5×5, kernel 3×3, stride 2"
    for path in ("/ask/nothing", "/ask/", "/ask/explore/", "/explore"):
        assert asked(server, "POST", path, b"{}")[0] == 404
    for broken in (b"", b"{", b"[" * 100_000, b"\xff\xfe"):
        status, _, body = asked(server, "POST", "/ask/explore", broken)
        assert (status, json.loads(body)) == (400, {"error": "the question is no JSON"})
    assert "error" in json.loads(asked(server, "POST", "/ask/explore", b"[1]")[2])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "BREW"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    assert asked(server, method, "/")[0] in (400, 501)


def test_what_is_no_http_ends_nothing(server: Server) -> None:
    with socket.create_connection((LOOPBACK, server.server_port), timeout=60) as line:
        line.sendall(b"\x00\xff garbage\r\n\r\n")
        assert line.recv(4096)
    assert asked(server, "GET", "/")[0] == 200


def test_a_session_asks_one_question_at_a_time() -> None:
    questions = Questions()
    told: list[Any] = []
    begun = threading.Event()

    def ask() -> None:
        begun.set()
        told.append(questions.ask("mine", "derive", LAYER))

    thread = threading.Thread(target=ask)
    thread.start()
    begun.wait()
    while "mine" not in questions._waiting and thread.is_alive():
        pass
    second = questions.ask("mine", "explore", LAYER)
    thread.join()
    assert second == (429, {"error": "one question at a time: the last one is not yet answered"})
    assert "html" in told[0][1]
    assert questions.ask("mine", "explore", LAYER)[0] == 200
    questions.end()


def test_a_question_has_its_time() -> None:
    """One that is late ends its process, is told so, and the next one is answered by another."""
    questions = Questions(seconds=0.2)
    questions.warm()
    text = "∂L/∂x_00 = ∂L/∂o_00 f_00\n\n" * 600
    status, told = questions.ask("mine", "check", {**LAYER, "text": text})
    assert (status, told) == (200, {"error": "no answer within 0.2 seconds: ask something smaller"})
    questions.seconds = 60
    assert questions.ask("mine", "explore", LAYER)[1]["told"].startswith("input 5×5")
    questions.end()


def test_hints_are_the_servers(server: Server) -> None:
    """A page that wants solutions all the same is asked questions."""
    strict = replace(server.doors, hints=True)
    body = json.dumps({**LAYER, "text": "∂L/∂x_00 = ∂L/∂o_00 f_01", "hints": False}).encode()
    rows = {
        name: [row[0] for row in json.loads(doors.post("/ask/check", {}, body).body)["statements"][0]["rows"]]
        for name, doors in (("usual", server.doors), ("strict", strict))
    }
    assert "right is" in rows["usual"]
    assert rows["strict"] == ["question"]


@pytest.mark.parametrize("language", known_languages())
def test_the_page_speaks_the_language(language: str) -> None:
    page = files("serve", language=language)["index.html"].decode()
    say = Wording(language)
    assert f'<html lang="{language}">' in page
    for key in ("live.explore", "live.check.try", "live.practise.judge"):
        assert f">{say.plain(key)}<" in page
    told = json.loads(page.partition('id="setting">')[2].partition("</script>")[0])
    assert told["language"] == language
    assert told["words"]["live.gone"] == say.templates["live.gone"]


def test_a_port_that_is_taken(server: Server) -> None:
    with pytest.raises(InputError, match=f"port {server.server_port} is taken"):
        Server(server.server_port)


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    assert server.server_address[0] == LOOPBACK


def test_the_command() -> None:
    """It prints the address of the layer, and ends with nothing left when it is asked to."""
    command = [sys.executable, "-m", "symconv", "serve", "--no-browser", "--port", "0", "-n", "7", "-s", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        address = started.stdout.readline().strip()
        started.send_signal(2)
        out, err = started.communicate(timeout=120)
    assert address.endswith("/#n=7&k=3&s=2")
    assert (started.returncode, out, err) == (130, "", "")
