# A task waits for an event that only the caller of the pool could set.
import multiprocessing as mp

event = mp.Event()
with mp.Pool(2) as pool:
    pool.apply(event.wait)
