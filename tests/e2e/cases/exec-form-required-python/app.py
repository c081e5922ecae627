print("app is up")
