"""Backward passes that do not come back, or take more than they should. No test: data for the tests beside it."""

import ctypes
import os
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
