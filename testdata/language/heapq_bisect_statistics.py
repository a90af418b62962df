import heapq
import bisect
import statistics
from statistics import mean, median, stdev, NormalDist
from multiprocessing import Pool


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    h = [5, 3, 8, 1, 9, 2]
    heapq.heapify(h)
    print(h)
    heapq.heappush(h, 0)
    print(h, heapq.heappop(h), h, heapq.heappushpop(h, 4), heapq.heapreplace(h, 7), h)
    print([heapq.heappop(h) for _ in range(len(h))])
    print(heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, ["bb", "a", "ccc"], key=len), list(heapq.merge([1, 4], [2, 3, 9], [0])), list(heapq.merge([9, 1], [5], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
    q = []
    for item in [(2, "code"), (1, "eat"), (3, "sleep"), (1, "drink")]:
        heapq.heappush(q, item)
    while q:
        print(heapq.heappop(q), end=" ")
    print()
    tries(lambda: heapq.heappop([]), lambda: heapq.heappush((), 1), lambda: heapq.heappush([1], "a"))
    a = [1, 2, 2, 3]
    print(bisect.bisect_left(a, 2), bisect.bisect_right(a, 2), bisect.bisect(a, 5), bisect.bisect(a, 2, 3), bisect.bisect_left([(1, "a"), (5, "b")], 5, key=lambda t: t[0]))
    bisect.insort(a, 2.5)
    bisect.insort_left(a, 0)
    print(a, "FDCBA"[bisect.bisect([60, 70, 80, 90], 77)])
    for data in ([1, 2, 3, 4], [1.5, 2.5, 4.0], [10], [3, 1, 2], [0.1] * 10, [1, 2.5], range(100)):
        print(mean(data), median(data), statistics.fmean(data), statistics.median_low(data), statistics.median_high(data), statistics.pstdev(data), statistics.pvariance(data))
    d = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
    print(stdev(d), statistics.variance(d), statistics.variance([1, 2, 3, 4]), stdev([1, 2, 3, 4]), statistics.mode("aabbb"), statistics.multimode("aabbc"), statistics.mode([1, 1, 2]), statistics.geometric_mean([54, 24, 36]), statistics.harmonic_mean([40, 60]))
    print(statistics.quantiles([1, 2, 3, 4, 5]), statistics.quantiles(range(1, 101), n=10), statistics.quantiles([1.5, 2, 9], n=4, method="inclusive"), statistics.median_grouped([1, 3, 3, 5, 7]))
    print(statistics.covariance([1, 2, 3], [1, 2, 4]), statistics.correlation([1, 2, 3], [1, 2, 4]), statistics.linear_regression([1, 2, 3], [2, 4, 7]), statistics.fmean([1, 2], weights=[3, 1]))
    n = NormalDist(100, 15)
    print(n, n.mean, n.stdev, n.variance, n.cdf(115), n.pdf(100), n.inv_cdf(0.95), n.zscore(130), n + 5, n * 2, NormalDist.from_samples([1, 2, 3]), [round(q, 6) for q in n.quantiles()])
    tries(lambda: mean([]), lambda: median([]), lambda: stdev([1]), lambda: statistics.mode([]), lambda: mean(["a"]), lambda: statistics.variance([]), lambda: statistics.correlation([1, 1], [2, 3]))
    with Pool(2) as pool:
        print(pool.map(mean, [[1, 2], [3, 4, 6]]), pool.map(statistics.stdev, [[1, 2, 3]]))
