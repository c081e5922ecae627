package main

import (
	"io"
	"log"
	"net/http"

	"example.com/greet"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, greet.Hello("vendored module"))
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
