package main

import (
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"fmt"
	"os"
)

// What a server inside the company shows: signed by company.crt.
//
//go:embed internal.crt
var internal []byte

func main() {
	block, _ := pem.Decode(internal)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err == nil {
		_, err = certificate.Verify(x509.VerifyOptions{DNSName: "internal.example"})
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("server is up and trusts the company")
}
