# The file of a traceback has the same name in every process.
import os
import sys
from multiprocessing import Pool


def whole(_):
    try:
        raise ValueError
    except ValueError:
        return sys.exc_info()[2].tb_frame.f_code.co_filename


if __name__ == "__main__":
    with Pool(1) as pool:
        there = pool.apply(whole, (0,))
    print(there == whole(0) == os.path.abspath(__file__))
