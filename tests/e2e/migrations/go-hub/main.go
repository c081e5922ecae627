package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
)

func main() {
	http.HandleFunc("/lookup", func(w http.ResponseWriter, _ *http.Request) {
		address, err := net.ResolveIPAddr("ip4", "localhost")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "localhost is %s", address)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
