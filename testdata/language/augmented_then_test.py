# Hidden variables of augmented assignments do not cover those of comparisons with constants.
def first(graph):
    return [i for i in range(2) if graph[i][i] > 0 and i is not None]


def saturate(graph, parent, v):
    before = [row[:] for row in graph]
    found = []
    while v != 0:
        u = parent[v]
        graph[u][v] -= 2
        graph[v][u] += 2
        v = parent[v]
    for i in range(len(graph)):
        for j in range(len(graph)):
            if graph[i][j] == 0 and before[i][j] > 0:
                found.append((i, j))
    return found


print(first([[1, 0], [0, 0]]), saturate([[0, 2], [1, 5]], [-1, 0], 1))
