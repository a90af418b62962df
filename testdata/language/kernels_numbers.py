import math
LIMIT = 1000
def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True
def count(limit):
    c = 0
    for n in range(limit):
        if is_prime(n):
            c += 1
    return c
def fib(n):
    return n if n < 2 else fib(n-1) + fib(n-2)
def fact(n):
    r = 1
    for i in range(2, n+1):
        r *= i
    return r
def pi(n):
    s = 0
    for k in range(n):
        s += (-1) ** k / (2*k+1)
    return 4*s
def h(n):
    s = 0.0
    for i in range(1, n):
        s += math.sqrt(i) * math.sin(i) + LIMIT
    return s
def even(n):
    return True if n == 0 else odd(n-1)
def odd(n):
    return False if n == 0 else even(n-1)
def squares(n): return sum(i*i for i in range(n) if i % 3 == 0)
def div(a, b):
    t = 0
    for i in range(3):
        t += a // b
    return t
print(count(30000), fib(22), fact(5), fact(30), pi(1000), h(1000), even(10), odd(7), squares(1000))
try: div(1, 0)
except ZeroDivisionError as e: print(e)
print(div(7, 2), div(7.5, 2), div(-7, 2))
total = 0
for i in range(1000000):
    total += i * i
print(total, i)
n = 27; steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(n, steps)
x = 0
for i in range(10): x += 0.1
print(x)
for i in range(0): x = 1
print(x, i)
def deep(n): return 0 if n == 0 else 1 + deep(n-1)
print(deep(500))
try: deep(5000)
except RecursionError as e: print(e)
