# Packages beside the script: submodules, relative imports, names of a star import.
import imported.shapes
import imported.inner.deep as deep
from imported import *
from imported.inner import *
from imported import shapes as s

print(imported.shapes.area(2, 3), imported.SIDES, s is imported.shapes)
print(deep.up(), deep.sibling())
print(listed, __name__)
try:
    print(_hidden)
except NameError as e:
    print(e)
try:
    unlisted
except NameError as e:
    print(e)
for name in ("imported.nothing", "imported.shapes.more"):
    try:
        __import__(name)
    except ModuleNotFoundError as e:
        print(e, e.name)
try:
    from . import shapes
except ImportError as e:
    print(e)
import keyword
print(keyword.iskeyword("while"), keyword.issoftkeyword("match"), keyword.iskeyword("spam"))
