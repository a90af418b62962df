"""Topological order of the nodes of a graph."""

from types import GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]

_OUT = -1
_DONE = -2


class CycleError(ValueError):
    """The graph has a cycle; args[1] lists its nodes, the first one again at the end."""


class _Node:
    __slots__ = ("node", "waiting", "followers")

    def __init__(self, node):
        self.node = node
        self.waiting = 0  # predecessors that are not done; _OUT or _DONE afterwards
        self.followers = []


class TopologicalSorter:
    """Gives the nodes of a graph, each after its predecessors."""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._passed = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _entry(self, node):
        if node not in self._nodes:
            self._nodes[node] = _Node(node)
        return self._nodes[node]

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        entry = self._entry(node)
        entry.waiting += len(predecessors)
        for p in predecessors:
            self._entry(p).followers.append(node)

    def prepare(self):
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [e.node for e in self._nodes.values() if e.waiting == 0]
        cycle = self._cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        out = tuple(self._ready)
        for node in out:
            self._nodes[node].waiting = _OUT
        self._ready.clear()
        self._passed += len(out)
        return out

    def is_active(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._finished < self._passed or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            entry = self._nodes.get(node)
            if entry is None:
                raise ValueError(f"node {node!r} was not added using add()")
            if entry.waiting != _OUT:
                if entry.waiting >= 0:
                    raise ValueError(f"node {node!r} was not passed out (still not ready)")
                raise ValueError(f"node {node!r} was already marked done")
            entry.waiting = _DONE
            for name in entry.followers:
                follower = self._nodes[name]
                follower.waiting -= 1
                if follower.waiting == 0:
                    self._ready.append(name)
            self._finished += 1

    def _cycle(self):
        seen = set()
        path = []
        where = {}
        for start in self._nodes:
            if start in seen:
                continue
            pending = []
            node = start
            while True:
                if node in seen:
                    if node in where:
                        return path[where[node]:] + [node]
                else:
                    seen.add(node)
                    pending.append(iter(self._nodes[node].followers))
                    where[node] = len(path)
                    path.append(node)
                while path:
                    node = next(pending[-1], None)
                    if node is not None:
                        break
                    del where[path.pop()]
                    pending.pop()
                else:
                    break
        return None

    def static_order(self):
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)

    __class_getitem__ = classmethod(GenericAlias)
