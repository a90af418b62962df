# Two processes take two locks in different order.
import multiprocessing as mp
l1, l2 = mp.Lock(), mp.Lock()
b = mp.Barrier(2)
def f(x, y):
    with x:
        b.wait()
        with y: pass
ps = [mp.Process(target=f, args=a) for a in [(l1,l2),(l2,l1)]]
for p in ps: p.start()
for p in ps: p.join()
