# flags: --allow-net=127.0.0.1
"""TCP through the module socket, between processes and threads."""
import multiprocessing
import socket
import threading


def serve(listener, connections):
    for _ in range(connections):
        conn, address = listener.accept()
        with conn:
            print("accepted from", address[0], conn.getpeername() == address)
            while data := conn.recv(1024):
                conn.sendall(data.upper())


def talk(port, text):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as s:
        s.sendall(text.encode())
        s.shutdown(socket.SHUT_WR)
        parts = []
        while part := s.recv(4):
            parts.append(part)
        return b"".join(parts)


def refused(f):
    try:
        f()
    except OSError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        host, port = listener.getsockname()
        print(host, port > 0)
        server = threading.Thread(target=serve, args=(listener, 3))
        server.start()
        with multiprocessing.Pool(2) as pool:
            for r in [pool.apply(talk, (port, t)) for t in ("one", "two", "a longer text")]:
                print(r)
        server.join()
        listener.settimeout(0.01)
        refused(listener.accept)
        listener.settimeout(30)
        client = socket.create_connection(("127.0.0.1", port))
        conn, _ = listener.accept()
        client.settimeout(0.01)
        refused(lambda: client.recv(1))
        with conn.makefile("w") as out, client.makefile("r") as lines:
            client.settimeout(None)
            out.write("first\nsecond\n")
            out.flush()
            print(repr(lines.readline()), repr(lines.readline()))
        conn.close()
        print(client.recv(10), client.fileno() > 0, client.gettimeout(), client.family == socket.AF_INET)
        client.close()
        refused(lambda: client.send(b"x"))
        refused(lambda: socket.socket().recv(1))
        refused(lambda: socket.create_server(("127.0.0.1", port)))
    refused(lambda: socket.create_connection(("127.0.0.1", port)))
    print(socket.socket().connect_ex(("127.0.0.1", port)) == 111)
    for address in [("127.0.0.2", 80), ("localhost", port), ("0.0.0.0", port), ("example.org", 80), ("::1", port)]:
        try:
            socket.create_connection(address)
            print("SUCCEEDED")
        except PermissionError as e:
            print(str(e).replace(str(port), "PORT"))
    refused(lambda: socket.create_server(("", 0)))
    refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
