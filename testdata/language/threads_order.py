# print does not make threads take turns.
import threading


lock = threading.Lock()


def holder(n):
    print("wants", n)
    with lock:
        print("has", n)


for n in range(3):
    t = threading.Thread(target=holder, args=(n,))
    t.start()
    t.join()
