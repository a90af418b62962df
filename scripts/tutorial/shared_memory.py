"""Shared memory: Value, Array, and the locks that keep updates whole.

    parlark scripts/tutorial/shared_memory.py
"""
import multiprocessing

shared_value = multiprocessing.Value('i', 0)
shared_array = multiprocessing.Array('i', [1, 2, 3, 4])
lock = multiprocessing.Lock()


def increment():
    lock.acquire()
    shared_value.value += 1
    for i in range(len(shared_array)):
        shared_array[i] += 1
    lock.release()


def add_many(counter, times):
    for _ in range(times):
        with counter.get_lock():
            counter.value += 1


def nested(rlock, total):
    with rlock:
        with rlock:
            total.value += 0.5


processes = [multiprocessing.Process(target=increment) for _ in range(4)]
for p in processes:
    p.start()
for p in processes:
    p.join()
print(shared_value.value)
print(shared_array[:])

counter = multiprocessing.Value('i', 0)
processes = [multiprocessing.Process(target=add_many, args=(counter, 1000)) for _ in range(3)]
for p in processes:
    p.start()
for p in processes:
    p.join()
print("counter:", counter.value)

rlock = multiprocessing.RLock()
total = multiprocessing.Value('d', 1.0, lock=False)
processes = [multiprocessing.Process(target=nested, args=(rlock, total)) for _ in range(2)]
for p in processes:
    p.start()
for p in processes:
    p.join()
print("total:", total.value)

print("held by nobody:", lock.acquire(timeout=1))
print("held already:", lock.acquire(block=False))
lock.release()
try:
    lock.release()
except ValueError as e:
    print("ValueError:", e)

shared_array[0] = 100
shared_array[1:3] = [200, 300]
print(list(shared_array), len(shared_array), 300 in shared_array)
try:
    shared_array[10] = 1
except IndexError as e:
    print("IndexError:", e)
