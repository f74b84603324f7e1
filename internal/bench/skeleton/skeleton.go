// Package skeleton makes the files of a large software template, the same each time.
package skeleton

import (
	"fmt"
	"strings"
)

// File is one file; its name has slashes, and expressions as its content has.
type File struct {
	Name string
	Data string
}

// Files returns n files for the values of ../testdata/skeleton.json: of ten, four are manifest, the text of a file of 2 KB
// with expressions, loops and conditions; four are source code with some expressions, one is text without any, and one is
// binary. In one of five the name has an expression.
func Files(n int, manifest string) []File {
	files := make([]File, n)
	for i := range files {
		files[i] = file(i, manifest)
	}
	return files
}

func file(i int, manifest string) File {
	folder := fmt.Sprintf("part-%02d", i/20)
	if i%5 == 0 {
		folder += "/${{ values.repo }}"
	}
	switch i % 10 {
	case 0, 2, 5, 7:
		return File{fmt.Sprintf("%s/manifest-%d.yaml", folder, i), manifest}
	case 8:
		return File{fmt.Sprintf("%s/notes-%d.md", folder, i), "# Notes\n\n" + strings.Repeat("Nothing in this file depends on any value.\n", 40)}
	case 9:
		return File{fmt.Sprintf("%s/logo-%d.png", folder, i), "\x89PNG\r\n\x1a\n\x00\x00" + strings.Repeat("\x00\xff${{", 300)}
	}
	return File{fmt.Sprintf("%s/source_%d.go", folder, i), source(i)}
}

// source returns 2 KB of a program.
func source(n int) string {
	var b strings.Builder
	b.WriteString("// Package ${{ values.repo | replace('-', '') }} serves ${{ values.name }}.\npackage ${{ values.repo | replace('-', '') }}\n\n")
	for i := range 12 {
		fmt.Fprintf(&b, `// Handle%[1]d%[2]d answers a request.
func Handle%[1]d%[2]d(w http.ResponseWriter, r *http.Request) {
	log.Printf("%%s %%s", r.Method, r.URL)
	w.WriteHeader(http.StatusOK)
}

`, n, i)
	}
	b.WriteString("{%- if values.port %}\nconst port = ${{ values.port }}\n{%- endif %}\n")
	return b.String()
}
