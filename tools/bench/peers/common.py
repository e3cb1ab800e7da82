"""The workloads for the peers in Python; see roles.mjs for the same in JavaScript."""

import json
import resource
import sys
import time
from array import array

try:
    import numpy
except ImportError:
    numpy = None

LENGTH, SAMPLES = 74_200, 40
#: Turns of the loop of W3, about 1.9 ms in CPython.
TURNS = 15_000


def images(n):
    """Fresh copies of one image, the first number being that of the message."""
    values = [index % 7 for index in range(LENGTH)]
    template = numpy.array(values, numpy.float32) if numpy else array("f", values)
    for i in range(n):
        image = template.copy() if numpy else template[:]
        image[0] = i
        yield image


def pixel_sums(image):
    """Sum of 40 samples per pixel; without numpy just the first of them, which costs nothing."""
    if numpy:
        return image.reshape(-1, SAMPLES).sum(axis=1)
    return image[::SAMPLES]


def spin(message):
    state = message["i"]
    for _ in range(TURNS):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
    return {"i": state}


def counted(n):
    return ({"i": i} for i in range(n))


def number(message):
    return message["i"]


#: produce, stages, the consumer's summand
ROLES = {
    "W1": (counted, [lambda m: {"i": m["i"] * m["i"]}], number),
    "W2": (images, [pixel_sums], lambda sums: float(sum(sums) if numpy is None else sums.sum())),
    "W3": (counted, [spin], number),
    "W4": (counted, [lambda m: {"i": 2 * m["i"]}, lambda m: {"i": 3 * m["i"]}], number),
    "W5": (
        lambda n: iter(["p"]),
        [lambda text: text + "1", lambda text: text + "2"],
        lambda text: 1 if text == "p12" else float("nan"),
    ),
}

def peak_kib():
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def tell(count, total, seconds, rss_kib, in_process):
    facts = {
        "inProcessMs": in_process * 1000,
        "turns": TURNS,
        "stride": 1 if numpy else SAMPLES,
        "numpy": numpy.__version__ if numpy else None,
    }
    result = {"count": count, "sum": total, "ms": seconds * 1000, "rssKiB": rss_kib}
    print(json.dumps({**result, "facts": facts}))


def skip(reason):
    print(json.dumps({"skip": reason}))
    sys.exit(0)


now = time.perf_counter
