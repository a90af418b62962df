# A manager of another process is found by its address.
import multiprocessing as mp
import os
from multiprocessing import AuthenticationError
from multiprocessing.managers import BaseManager
from queue import Queue

queue = Queue()


class QueueManager(BaseManager):
    pass


class Client(BaseManager):
    pass


QueueManager.register("get_queue", callable=lambda: queue)
Client.register("get_queue")


def child(address, key):
    m = Client(address=address, authkey=key)
    m.connect()
    m.get_queue().put("from child")


if __name__ == "__main__":
    address = "/tmp/parlark-test-%d" % os.getpid()
    m = QueueManager(address=address, authkey=b"secret")
    m.start()
    print("address=%s" % (m.address == address))
    p = mp.Process(target=child, args=(address, b"secret"))
    p.start()
    p.join()
    print("exitcode=%s" % p.exitcode)
    print("got=%s" % m.get_queue().get(timeout=5))
    other = Client(address=address, authkey=b"wrong")
    try:
        other.connect()
        print("wrong=accepted")
    except AuthenticationError as e:
        print("wrong=%s" % e)
    again = Client(address=address, authkey=b"secret")
    again.connect()
    again.get_queue().put(1)
    print("again=%s" % m.get_queue().get())
    print("hasattr=%s" % hasattr(again, "shutdown"))
    m.shutdown()
    try:
        again.get_queue()
    except OSError as e:
        print("ended=connection error")
    try:
        Client(address=address, authkey=b"secret").connect()
    except OSError as e:
        print("gone=%s" % type(e).__name__)
