# An f-string formats each value before it evaluates the next one.
numbers = [3, 1, 2]


def drain(items):
    items.sort()
    return items


print(f"before: {numbers}, after: {drain(numbers)}")
stack = ["a", "b"]
print(f"{stack} pops {stack.pop()} leaving {stack}")
print(f"{stack!r:>8}|{stack}|{len(stack)}|{1}{'x'}")


class Counter:
    def __init__(self):
        self.n = 0

    def step(self):
        self.n += 1
        return self.n

    def __format__(self, spec):
        return f"<{self.n}{spec}>"


c = Counter()
print(f"{c}{c.step()}{c}{c:.{c.step()}}{c}")
