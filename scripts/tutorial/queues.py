"""Queues: put and get with and without timeouts, full, empty, qsize, between processes.

    parlark scripts/tutorial/queues.py
"""
import multiprocessing
import queue as errors

queue = multiprocessing.Queue(10)

queue.put(1)
queue.put(2)
queue.put(3)
print(queue.get())
print(queue.get())
print(queue.get())


def insert():
    queue.put(1)
    queue.put(2)
    queue.put(3)


def remove():
    print(queue.get())
    print(queue.get())
    print(queue.get())


p1 = multiprocessing.Process(target=insert)
p2 = multiprocessing.Process(target=remove)
p1.start()
p2.start()
p1.join()
p2.join()

small = multiprocessing.Queue(maxsize=2)
print("empty:", small.empty(), "full:", small.full(), "size:", small.qsize())
small.put("a")
small.put("b")
print("empty:", small.empty(), "full:", small.full(), "size:", small.qsize())
try:
    small.put("c", timeout=0.05)
except errors.Full:
    print("Full")
try:
    small.put_nowait("c")
except errors.Full:
    print("Full at once")
print(small.get(), small.get(timeout=1))
try:
    small.get(timeout=0.05)
except errors.Empty:
    print("Empty")
try:
    small.get(block=False)
except errors.Empty:
    print("Empty at once")


def square_all(inbox, outbox):
    for number in iter(inbox.get, None):
        outbox.put({"number": number, "square": number ** 2})


inbox, outbox = multiprocessing.Queue(), multiprocessing.Queue()
worker = multiprocessing.Process(target=square_all, args=(inbox, outbox))
worker.start()
for number in range(3):
    inbox.put(number)
inbox.put(None)
for _ in range(3):
    print(outbox.get())
worker.join()
