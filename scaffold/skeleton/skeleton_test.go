package skeleton_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/scaffold/skeleton"
)

func TestEntry(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		raw       []string
		extension any
		file, to  string
		folder    bool
		rendered  bool
	}{
		{name: "all", file: "a/b.txt", to: "a/b.txt", rendered: true},
		{name: "a pattern", raw: []string{".github/**"}, file: ".github/workflows/ci.yml", to: ".github/workflows/ci.yml"},
		{name: "a folder", raw: []string{".github"}, file: ".github/workflows/ci.yml", to: ".github/workflows/ci.yml"},
		{name: "another file", raw: []string{".github"}, file: "ci.yml", to: "ci.yml", rendered: true},
		{name: "the usual extension", extension: true, file: "a.md.njk", to: "a.md", rendered: true},
		{name: "no such extension", extension: true, file: "a.md", to: "a.md"},
		{name: "none", extension: false, file: "a.md", to: "a.md", rendered: true},
		{name: "an empty one", extension: "", file: "a.md", to: "a.md", rendered: true},
		{name: "one with a dot", extension: ".tpl", file: "a.tpl", to: "a", rendered: true},
		{name: "one without", extension: "tpl", file: "a.tpl", to: "a", rendered: true},
		{name: "a folder that looks like it", extension: "tpl", file: "a.tpl", to: "a.tpl", folder: true},
		{name: "nothing but the extension", extension: true, file: "x/.njk", to: "x/.njk"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			to, rendered := skeleton.New(tt.raw, tt.extension).Entry(tt.file, tt.folder)
			assert.Equal(t, tt.to, to)
			assert.Equal(t, tt.rendered, rendered)
		})
	}
}

func ExampleFiles_Entry() {
	files := skeleton.New([]string{".github/workflows/**"}, nil)
	for _, name := range []string{"README.md", ".github/workflows/ci.yml"} {
		_, rendered := files.Entry(name, false)
		fmt.Println(name, rendered)
	}
	// Output:
	// README.md true
	// .github/workflows/ci.yml false
}
