# The consumer forgets task_done() and waits for more.
import multiprocessing as mp


def consume(q):
    while True:
        q.get()


q = mp.JoinableQueue()
p = mp.Process(target=consume, args=(q,))
p.start()
q.put(1)
q.join()
