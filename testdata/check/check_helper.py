import nosuchthing


def good():
    return misspelt


def bad_():
    pass
