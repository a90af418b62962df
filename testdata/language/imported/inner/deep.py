from .. import shapes
from ..shapes import area as _area
from . import listed


def up():
    return _area(shapes.SIDES, 5)


def sibling():
    return listed
