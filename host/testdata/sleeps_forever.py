# Nothing happens here, but nobody is deadlocked: the main process sleeps and reads, its pool is idle.
import multiprocessing as mp
import time

with mp.Pool(2) as pool:
    time.sleep(2)
    print(input())
