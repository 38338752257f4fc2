"""Backward passes that do not come back, or take more than they should. No test: data for the tests beside it."""

import contextlib
import ctypes
import json
import os
import signal
import sys
import time

import numpy as np


def sleeping(dout, cache):
    time.sleep(1000)


def looping(dout, cache):
    while True:
        pass


def exiting(dout, cache):
    sys.exit(0)


def leaving(dout, cache):
    os._exit(3)


def segfault(dout, cache):
    ctypes.string_at(0)


def allocating(dout, cache):
    kept = []
    while True:
        kept.append(np.ones(10_000_000))


def recursing(dout, cache):
    return recursing(dout, cache)


def flooding(dout, cache):
    for _ in range(300):
        print("x" * 10_000)
    raise ValueError("done printing")


def closing(dout, cache):
    sys.stdout.close()
    os.close(1)
    raise KeyboardInterrupt


def nothing(dout, cache):
    return None


def strange(dout, cache):
    return "dx", object(), {"dw": [[1, 2], [3]]}


def segfault_with_padding(dout, cache):
    x, w, b, conv_param = cache
    if conv_param["pad"] > 0:
        ctypes.string_at(0)
    return np.zeros_like(x), np.zeros_like(w), dout.sum(axis=(0, 2, 3))


def ending_by_a_rare_signal(dout, cache):
    os.kill(os.getpid(), signal.SIGRTMIN + 3)


def raising_half_a_letter(dout, cache):
    raise ValueError("\ud800")


def forking(dout, cache):
    if os.fork() == 0:
        return dout
    sys.exit(0)


def writing_everywhere(dout, cache):
    for number in range(3, 30):
        with contextlib.suppress(OSError):
            os.write(number, b'{"leaves": 1}\nnonsense\n\xff')
    raise ValueError("written")


def replacing_json(dout, cache):
    json.dumps = lambda *_, **__: "\ud800"
    json.JSONEncoder.encode = lambda *_: "nonsense"
    raise ValueError("replaced")


class UnspeakableError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def not_to_be_written(dout, cache):
    raise UnspeakableError
