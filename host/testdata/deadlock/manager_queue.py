# A worker waits for an item of a manager's queue that nobody puts.
import multiprocessing as mp
def f(q): return q.get()
m = mp.Manager()
q = m.Queue()
with mp.Pool(2) as pool:
    pool.apply(f, (q,))
