from .shapes import SIDES

_hidden = 1
