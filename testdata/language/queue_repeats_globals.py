# Each item of a queue carries the globals that its class reaches: any of the receivers may get it.
import math
import multiprocessing as mp


class Task:
    def __init__(self, n):
        self.n = n

    def __call__(self):
        return math.factorial(self.n)


def work(tasks, results):
    task = tasks.get()
    results.put((task.n, task()))


if __name__ == "__main__":
    tasks, results = mp.JoinableQueue(), mp.Queue()
    workers = [mp.Process(target=work, args=(tasks, results)) for _ in range(4)]
    for w in workers:
        w.start()
    for n in range(4):
        tasks.put(Task(n + 3))
    print(sorted(results.get() for _ in workers))
    for w in workers:
        w.join()
    print([w.exitcode for w in workers])
