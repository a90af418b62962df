# Lines arrive in the order in which they were printed, also where CPython would keep them in buffers: in a pipe.
from multiprocessing import Event, Process


def talk(mine, other):
    for i in range(3):
        mine.wait()
        mine.clear()
        print("child", i)
        other.set()


if __name__ == "__main__":
    to_child, to_main = Event(), Event()
    p = Process(target=talk, args=(to_child, to_main))
    p.start()
    for i in range(3):
        print("main", i)
        to_child.set()
        to_main.wait()
        to_main.clear()
    p.join()
