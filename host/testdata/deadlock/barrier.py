# Two of three parties arrive.
import multiprocessing as mp

barrier = mp.Barrier(3)
p = mp.Process(target=barrier.wait)
p.start()
barrier.wait()
