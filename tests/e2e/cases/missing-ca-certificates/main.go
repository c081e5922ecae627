package main

import (
	"crypto/x509"
	"fmt"
	"os"
)

func main() {
	pool, err := x509.SystemCertPool()
	if err != nil || pool.Equal(x509.NewCertPool()) {
		fmt.Println("no CA certificates", err)
		os.Exit(1)
	}
	fmt.Println("server is up and can verify others")
}
