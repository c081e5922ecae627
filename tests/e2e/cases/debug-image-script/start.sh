echo server is up
