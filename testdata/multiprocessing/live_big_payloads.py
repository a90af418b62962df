# Big payloads through everything.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp


def echo(x):
    return x


def pong(conn):
    conn.send(conn.recv())
    conn.send_bytes(conn.recv_bytes())


def put(q, n):
    q.put("y" * n)


if __name__ == "__main__":
    n = 2 * 1000 * 1000
    big = b"x" * n
    with mp.Pool(1) as pool:
        print("pool=%s" % (pool.apply(echo, (big,)) == big))
        print("list=%s" % (len(pool.apply(echo, (list(range(500000)),)))))
    a, b = mp.Pipe()
    p = mp.Process(target=pong, args=(b,))
    p.start()
    a.send(big)
    print("pipe=%s" % (a.recv() == big))
    a.send_bytes(big)
    print("bytes=%s" % (a.recv_bytes() == big))
    p.join()
    q = mp.Queue()
    ps = [mp.Process(target=put, args=(q, n)) for i in range(3)]
    for p in ps:
        p.start()
    print("queue=%s" % sorted(len(q.get()) for p in ps))
    for p in ps:
        p.join()
    with mp.Manager() as m:
        d = m.dict()
        d["big"] = big
        print("manager=%s" % (d["big"] == big))
