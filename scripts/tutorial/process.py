"""Processes: start, join, names, exit codes, join with a timeout.

    parlark scripts/tutorial/process.py
"""
import multiprocessing
import time


def square(number):
    print(number ** 2)


def greet(name, greeting="Hello"):
    print(f"{greeting}, {name}!")


def nap(seconds):
    time.sleep(seconds)


def fail():
    raise ValueError("on purpose")


p = multiprocessing.Process(target=square, args=(10,))
print("before start:", p.is_alive(), p.pid, p.exitcode)
p.start()
p.join()
print("after join:", p.is_alive(), p.exitcode)

processes = []
for number in range(1, 5):
    p = multiprocessing.Process(target=square, args=(number,))
    processes.append(p)
    p.start()
    p.join()

p = multiprocessing.Process(target=greet, args=("Ada",), kwargs={"greeting": "Good morning"}, name="greeter")
print("name:", p.name, "daemon:", p.daemon)
p.start()
p.join()

p = multiprocessing.Process(target=nap, args=(1.5,))
p.start()
p.join(timeout=0.05)
print("still running after the timeout:", p.is_alive())
p.join()
print("ended:", not p.is_alive())

p = multiprocessing.Process(target=nap, args=(60,))
p.daemon = True
p.start()
print("children:", multiprocessing.active_children() == [p])
p.kill()
p.join()
print("killed:", p.exitcode)

double = lambda n: print("double:", 2 * n)
p = multiprocessing.Process(target=double, args=(21,))
p.start()
p.join()

print("cpu_count is positive:", multiprocessing.cpu_count() > 0)
print("this is", multiprocessing.current_process().name)
print("Main process")
