# A thread takes a lock twice.
import threading
l = threading.Lock()
l.acquire()
l.acquire()
