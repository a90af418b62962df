# Nobody can put an item into the queue.
import multiprocessing as mp
q = mp.Queue()
q.get()
