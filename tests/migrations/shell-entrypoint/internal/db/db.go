package db

import "embed"

//go:embed migrations
var Files embed.FS
