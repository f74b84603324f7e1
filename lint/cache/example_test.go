package cache_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func Example() {
	dir, err := os.MkdirTemp("", "cache")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for range 2 {
		kept := &cache.Dir{Path: filepath.Join(dir, "results"), Version: "acme-lint 1.4.2", Scope: "testdata", Now: time.Now}
		l := lint.Linter{Rules: rules.All(), Cache: kept}
		r, err := l.Run(context.Background(), os.DirFS("testdata"), []string{"catalog-info.yaml"})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(r.Diagnostics), "finding:", r.Diagnostics[0].Message)
		fmt.Println("as before:", kept.Stats().Reused)
	}
	// Output:
	// 1 finding: dependsOn refers to the entity itself
	// as before: 0
	// 1 finding: dependsOn refers to the entity itself
	// as before: 1
}
