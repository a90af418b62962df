# Lines longer than a pipe writes at once arrive whole, from several processes.
import multiprocessing as mp


def shout(letter):
    for _ in range(20):
        print(letter * 20000)


if __name__ == "__main__":
    ps = [mp.Process(target=shout, args=(letter,)) for letter in "abc"]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
