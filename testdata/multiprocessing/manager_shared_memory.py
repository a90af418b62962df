# A SharedMemoryManager frees what it has given out.
from multiprocessing import shared_memory
from multiprocessing.managers import SharedMemoryManager

if __name__ == "__main__":
    with SharedMemoryManager() as smm:
        block = smm.SharedMemory(size=16)
        block.buf[0] = 7
        again = shared_memory.SharedMemory(block.name)
        print("shared=%s size=%s" % (again.buf[0], block.size >= 16))
        names = [block.name]
        again.close()
        sl = smm.ShareableList([1, "two", 3.0, None, True])
        sl[0] = 5
        other = shared_memory.ShareableList(name=sl.shm.name)
        print("list=%s" % list(other))
        names.append(sl.shm.name)
        other.shm.close()
    for name in names:
        try:
            shared_memory.SharedMemory(name)
            print("left")
        except FileNotFoundError:
            print("freed")
    m = SharedMemoryManager()
    m.start()
    sl = m.ShareableList(range(3))
    print("by_hand=%s" % list(sl))
    m.shutdown()
