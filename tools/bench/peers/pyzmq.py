"""Processes joined by ZeroMQ, PUSH/PULL over ipc, one message per send: pyzmq.py WORKLOAD N."""

import multiprocessing as mp
import pickle
import shutil
import sys
import tempfile
from array import array

from common import ROLES, now, numpy, peak_kib, skip, tell

try:
    import zmq
except ImportError:
    zmq = None

#: Edges that the producer feeds, and the stages as (index, edge in, edge out).
LAYOUTS = {
    "W1": (["first"], [(0, "first", "last")]),
    "W2": (["first"], [(0, "first", "last")]),
    "W3": (["first", "second"], [(0, "first", "last"), (0, "second", "last")]),
    "W4": (["first", "second"], [(0, "first", "last"), (1, "second", "last")]),
    "W5": (["first"], [(0, "first", "middle"), (1, "middle", "last")]),
}


def limit(workload):
    """Messages that a socket holds back."""
    return {"W2": 16, "W3": 2}.get(workload, 1000)


def encode(workload, message):
    return memoryview(message).cast("B") if workload == "W2" else pickle.dumps(message, 5)


def decode(workload, data):
    if workload != "W2":
        return pickle.loads(data)
    return numpy.frombuffer(data, numpy.float32) if numpy else array("f", data)


def socket(context, kind, folder, name, workload):
    it = context.socket(kind)
    it.set_hwm(limit(workload))
    address = f"ipc://{folder}/{name}"
    it.bind(address) if kind == zmq.PULL else it.connect(address)
    return it


def produce(workload, n, names, folder, ready, go, end, peaks):
    context = zmq.Context()
    outputs = [socket(context, zmq.PUSH, folder, name, workload) for name in names]
    ready.release()
    go.wait()
    for turn, message in enumerate(ROLES[workload][0](n)):
        outputs[turn % len(outputs)].send(encode(workload, message))
    end.wait()  # a PUSH that goes too early takes its tail along
    peaks.put(peak_kib())
    context.destroy(linger=0)


def stage(workload, index, source, target, folder, ready, go, end, peaks):
    context = zmq.Context()
    pull = socket(context, zmq.PULL, folder, source, workload)
    push = socket(context, zmq.PUSH, folder, target, workload)
    act = ROLES[workload][1][index]
    ready.release()
    pull.rcvtimeo = 50
    while not end.is_set():
        try:
            push.send(encode(workload, act(decode(workload, pull.recv()))))
        except zmq.Again:
            continue
    peaks.put(peak_kib())
    context.destroy(linger=0)


def main(workload, n):
    begun = now()
    folder = tempfile.mkdtemp()
    ready, go, end, peaks = mp.Semaphore(0), mp.Event(), mp.Event(), mp.Queue()
    shared = (folder, ready, go, end, peaks)
    names, stages = LAYOUTS[workload]
    processes = [mp.Process(target=produce, args=(workload, n, names, *shared))]
    processes += [mp.Process(target=stage, args=(workload, *each, *shared)) for each in stages]
    for process in processes:
        process.start()
    context = zmq.Context()
    pull = socket(context, zmq.PULL, folder, "last", workload)
    for _ in processes:
        ready.acquire()
    add = ROLES[workload][2]
    start = now()
    go.set()
    count, total = 0, 0
    while count < n:
        total += add(decode(workload, pull.recv()))
        count += 1
    finished = now()
    end.set()
    rss = peak_kib() + sum(peaks.get() for _ in processes)
    for process in processes:
        process.join()
    context.destroy(linger=0)
    shutil.rmtree(folder)
    tell(count, total, finished - start, rss, finished - begun)


if __name__ == "__main__":
    if zmq is None:
        skip("this Python has no pyzmq")
    main(sys.argv[1], int(sys.argv[2]))
