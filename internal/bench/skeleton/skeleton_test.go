package skeleton_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/internal/bench/skeleton"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	files := skeleton.Files(500, "name: ${{ values.name }}\n")
	names, named, manifests, sources := map[string]bool{}, 0, 0, 0
	for _, f := range files {
		names[f.Name] = true
		if strings.Contains(f.Name, "${{") {
			named++
		}
		switch {
		case strings.Contains(f.Name, "/manifest-"):
			manifests++
		case strings.Contains(f.Name, "/source_"):
			sources++
			assert.InDelta(t, 2048, len(f.Data), 600)
		}
	}
	assert.Len(t, names, 500)
	assert.Equal(t, 100, named)
	assert.Equal(t, 200, manifests)
	assert.Equal(t, 200, sources)
	assert.Equal(t, files, skeleton.Files(500, "name: ${{ values.name }}\n"))
}
