package main

import (
	"fmt"
	_ "net/http"
)

func main() {
	fmt.Println("server is up")
}
