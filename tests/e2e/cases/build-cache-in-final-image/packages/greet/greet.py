def greeting():
    return "app is up"
