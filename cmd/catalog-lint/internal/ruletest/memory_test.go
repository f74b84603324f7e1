package ruletest

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	m := memory{"a.yaml": {text: "a"}, "b/c/d.yaml": {text: "dd"}, "b/e": {text: ""}}
	assert.NoError(t, fstest.TestFS(m, "a.yaml", "b/c/d.yaml", "b/e"))
}
