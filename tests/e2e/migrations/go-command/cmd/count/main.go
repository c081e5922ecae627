package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(bytes.Count(text, []byte("\n")), "lines")
}
