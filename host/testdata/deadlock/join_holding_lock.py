# Process-1 holds its parent up, which waits for it with the lock in its hands.
import multiprocessing as mp
def f(l):
    with l: pass
l = mp.Lock()
l.acquire()
p = mp.Process(target=f, args=(l,))
p.start()
p.join()
