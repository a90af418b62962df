# flags: --allow-read=$DIR/in --allow-write=$DIR
"""A process replaces a file and a directory by links that lead out, while others open them."""
import multiprocessing
import os
import sys


def swap(name, target, stop):
    aside = name + ".aside"
    while not stop.is_set():
        for step in (lambda: os.symlink(target, aside), lambda: os.replace(aside, name), lambda: os.remove(name),
                     lambda: os.mkdir(name) if name.endswith("sub") else open(name, "w").close(), lambda: os.rmdir(name)):
            try:
                step()
            except OSError:
                pass


def attack(paths, rounds):
    seen, refused = set(), 0
    for _ in range(rounds):
        for p in paths:
            try:
                with open(p) as f:
                    seen.add(f.read())
            except OSError:
                refused += 1
    return seen, refused


if __name__ == "__main__":
    top = sys.argv[1]
    os.makedirs(top + "/in")
    os.makedirs(top + "/out")
    with open(top + "/out/secret", "w") as f:
        f.write("the secret")
    stop = multiprocessing.Event()
    racers = [
        multiprocessing.Process(target=swap, args=(top + "/in/secret", "../out/secret", stop)),
        multiprocessing.Process(target=swap, args=(top + "/in/sub", "../out", stop)),
    ]
    for r in racers:
        r.start()
    seen, refused = set(), 0
    with multiprocessing.Pool(2) as pool:
        for s, n in pool.starmap(attack, [([top + "/in/secret", top + "/in/sub/secret"], 150)] * 4):
            seen |= s
            refused += n
    stop.set()
    for r in racers:
        r.join()
    print("the secret was", "SEEN" if any(seen) else "not seen", "- refused:", refused > 0)
