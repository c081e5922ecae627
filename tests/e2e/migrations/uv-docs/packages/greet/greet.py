def greeting():
    return "Python answers"
