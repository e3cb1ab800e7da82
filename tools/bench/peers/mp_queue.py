"""Processes joined by multiprocessing.Queue: python3 mp_queue.py WORKLOAD N."""

import multiprocessing as mp
import sys

from common import ROLES, now, peak_kib, tell


def limit(workload):
    """Messages that a queue holds: images are few, so that memory stays small."""
    return 16 if workload == "W2" else 1000


def produce(workload, n, outputs, ready, go, peaks):
    messages = ROLES[workload][0](n)
    ready.release()
    go.wait()
    for turn, message in enumerate(messages):
        outputs[turn % len(outputs)].put(message)
    peaks.put(peak_kib())


def stage(workload, index, source, output, ready, go, peaks):
    act = ROLES[workload][1][index]
    ready.release()
    go.wait()
    while (message := source.get()) is not None:
        output.put(act(message))
    peaks.put(peak_kib())


def layout(workload):
    """Queues of the producer, and the stages as (index, source, output); the last is the end."""
    def queue():
        return mp.Queue(limit(workload))
    if workload == "W5":
        first, middle, last = queue(), queue(), queue()
        return [first], [(0, first, middle), (1, middle, last)], last
    if workload == "W4":
        even, odd, last = queue(), queue(), queue()
        return [even, odd], [(0, even, last), (1, odd, last)], last
    first, last = queue(), queue()
    replicas = 2 if workload == "W3" else 1
    return [first], [(0, first, last)] * replicas, last


def main(workload, n):
    begun = now()
    ready, go, peaks = mp.Semaphore(0), mp.Event(), mp.Queue()
    outputs, stages, last = layout(workload)
    shared = (ready, go, peaks)
    processes = [mp.Process(target=produce, args=(workload, n, outputs, *shared))]
    processes += [mp.Process(target=stage, args=(workload, *each, *shared)) for each in stages]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    add = ROLES[workload][2]
    start = now()
    go.set()
    count, total = 0, 0
    while count < n:
        total += add(last.get())
        count += 1
    end = now()
    for _, source, _ in stages:
        source.put(None)
    rss = peak_kib() + sum(peaks.get() for _ in processes)
    for process in processes:
        process.join()
    tell(count, total, end - start, rss, end - begun)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
