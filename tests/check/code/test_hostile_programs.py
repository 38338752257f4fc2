"""Programs that mean harm, when they are imported and when they are called: each gets a verdict, and none is right."""

import json
import os
from pathlib import Path

import pytest

from symconv import ConvSpec
from symconv.check.code import Options, check_file
from symconv.errors import SymconvError
from symconv.files.reading import WILD
from symconv.foreign.elsewhere import Limits

HARM = {
    "exit at once": "os._exit(0)",
    "exit with a text": "sys.exit('\\ud800')",
    "exit as an exception": "raise SystemExit(1)",
    "interrupt": "raise KeyboardInterrupt",
    "end of a generator": "raise GeneratorExit",
    "kill": "os.kill(os.getpid(), signal.SIGKILL)",
    "kill the group": "os.killpg(os.getpgrp(), signal.SIGTERM)",
    "abort": "os.abort()",
    "a child that goes on": "os.fork()",
    "many children": "[os.fork() for _ in range(4)]",
    "a child that stays": "subprocess.Popen(['sleep', '300'])",
    "a child of its own session": "subprocess.Popen(['sleep', '5'], start_new_session=True)",
    "closed descriptors": "os.closerange(0, 64)",
    "half an answer": "[_write(number, b'{\"offers\": {') for number in range(3, 20)]",
    "an answer of its own": "[_write(number, b'{\"returned\": [0]}\\n' * 99) for number in range(3, 20)]",
    "no answer at all": "[_write(number, b'null\\n[]\\n3\\n') for number in range(3, 20)]",
    "no JSON": "json.dumps = json.loads = json.JSONEncoder.encode = lambda *_, **__: '\\ud800'",
    "no length": "builtins.len = lambda thing: -1",
    "no instances": "builtins.isinstance = lambda *_: True",
    "no NumPy": "np.array = np.zeros = np.asarray = lambda *_, **__: 'x'",
    "no streams": "sys.stdout = sys.stderr = sys.stdin = None",
    "no modules": "sys.modules.clear()",
    "no signals": "[_ignore(number) for number in range(1, 65)]",
    "no stack": "sys.setrecursionlimit(10**9); _deeper()",
    "a thread that stays": "threading.Thread(target=time.sleep, args=(300,)).start()",
    "no memory": "bytearray(10**15)",
    "no room": "resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20)); bytearray(10**8)",
    "half a letter": "raise ValueError('\\ud800\\x1b[31m')",
    "an error without words": "raise _Unspeakable",
    "an error of no kind": "raise type('E\\x1b[2J', (BaseException,), {})('x' * 10**6)",
    "another folder": "os.chdir('/'); os.environ.clear(); sys.path.clear()",
    "a trace": "sys.settrace(lambda *_: 1 / 0)",
    "a dead interpreter": "ctypes.memset(id(None), 0, 16)",
    "a flood": "sys.stdout.write('\\x1b[31m' * 10**6)",
}
"""What is done → how."""
PROGRAM = """
import builtins, ctypes, json, os, resource, signal, subprocess, sys, threading, time
import numpy as np

class _Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError
    __repr__ = __str__

def _write(number, what):
    try:
        os.write(number, what)
    except OSError:
        pass

def _ignore(number):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass

def _deeper():
    return [_deeper()]

{imported}

def conv_backward(dout, cache):
    {called}
    x, w, b, conv_param = cache
    return np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
"""
STATED = {"signature": "dout, cache=(x, w, b, conv_param)", "returns": "dx,dw,db", "layout": "NCHW"}
LIMITED = Options(limits=Limits(seconds=2, memory=256 << 20), **STATED)
LAYER = ConvSpec.of(input_size="4x3", kernel_size="2x2")
"""One form and one layer, so that a process that ends is not started again for each of many."""


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("when", ["imported", "called"])
def test_has_a_verdict(harm: str, when: str, tmp_path: Path) -> None:
    path = tmp_path / "theirs.py"
    path.write_text(PROGRAM.format(**{"imported": "", "called": "pass", when: HARM[harm]}))
    environment = dict(os.environ)
    try:
        report = check_file(path, "conv_backward", LAYER, LIMITED)
    except SymconvError as error:
        told, verdicts = str(error), set[str]()
    else:
        told = json.dumps(report.to_json(), ensure_ascii=False)
        verdicts = {one.verdict for one in report.statements}
        assert report.statements
    assert not any(verdict.startswith("right") for verdict in verdicts)
    assert not WILD.search(told)
    assert "Traceback" not in told
    assert dict(os.environ) == environment
