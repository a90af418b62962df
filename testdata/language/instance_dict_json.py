# __dict__ of an object where a dict is expected.
import copy
import json
import pprint


class A:
    def __init__(self):
        self.x, self.y = 1, [2]


a = A()
print(json.dumps(a.__dict__), json.dumps(vars(a)), json.dumps([a], default=lambda o: o.__dict__))
print(pprint.pformat(a.__dict__), copy.copy(a.__dict__), {**a.__dict__}, dict(a.__dict__))
