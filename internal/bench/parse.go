package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goccy/go-yaml/parser"
)

// parseOnly is the process that parses: it reads the files, parses each and drops the tree, and prints the CPU time of
// the parsing in nanoseconds.
func parseOnly(out io.Writer, dir string) error {
	files, err := readYAML(dir)
	if err != nil {
		return err
	}
	runtime.GC()
	before := ownCPU()
	if err := parseAll(files); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, int64(ownCPU()-before))
	return err
}

func readYAML(dir string) ([][]byte, error) {
	var files [][]byte
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		files = append(files, data)
		return err
	})
	return files, err
}

// parseAll parses files by as many workers as there are cores.
func parseAll(files [][]byte) error {
	errs := make([]error, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range errs {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				if _, err := parser.ParseBytes(files[i], 0); err != nil {
					errs[worker] = err
				}
			}
		})
	}
	group.Wait()
	return firstError(errs...)
}
