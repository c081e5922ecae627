package main

import (
	"fmt"
	"net"
)

func main() {
	if _, err := net.ResolveTCPAddr("tcp", "127.0.0.1:8080"); err != nil {
		panic(err)
	}
	fmt.Println("server is up")
}
