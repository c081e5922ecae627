package main

// #define _GNU_SOURCE
// #include <stdlib.h>
import "C"

import "fmt"

func main() {
	fmt.Println("server is up on", C.strtol(C.CString("8080"), nil, 10))
}
