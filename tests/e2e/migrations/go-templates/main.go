package main

import (
	"html/template"
	"log"
	"net/http"
	"os"
)

func main() {
	page := template.Must(template.ParseFiles("templates/page.html"))
	http.HandleFunc("/hello", func(w http.ResponseWriter, _ *http.Request) {
		if err := page.Execute(w, "Hello from a template"); err != nil {
			log.Print(err)
		}
	})
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
