package fence_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

func TestRewrite(t *testing.T) {
	t.Parallel()
	document := "# A\n\n```yaml\na: b\n```\n<!-- file: x/y.go -->\n```go\npackage y\n```\n\n````markdown\n```\n````\n```\n```\nend"
	var blocks []fence.Block
	same, err := fence.Rewrite(document, func(b fence.Block) (string, error) {
		blocks = append(blocks, b)
		return b.Text, nil
	})
	require.NoError(t, err)
	assert.Equal(t, document, same)
	assert.Equal(t, []fence.Block{
		{Info: "yaml", Text: "a: b\n"},
		{Info: "go", File: "x/y.go", Text: "package y\n"},
		{Info: "markdown", Text: "```\n"},
		{},
	}, blocks)
	other, err := fence.Rewrite(document, func(b fence.Block) (string, error) { return strings.ToUpper(b.Text), nil })
	require.NoError(t, err)
	assert.Equal(t, strings.NewReplacer("a: b", "A: B", "package y", "PACKAGE Y").Replace(document), other)
}

func TestRewriteFails(t *testing.T) {
	t.Parallel()
	_, err := fence.Rewrite("\n```\na\n", func(b fence.Block) (string, error) { return b.Text, nil })
	assert.EqualError(t, err, "line 2: the block has no end")
	_, err = fence.Rewrite("a\n\n```\n```\n", func(fence.Block) (string, error) { return "", errors.New("no") })
	assert.EqualError(t, err, "line 3: no")
}

func TestRun(t *testing.T) {
	t.Parallel()
	got, err := fence.Run("first\n$ echo a\nold\nolder\n$ false\n", func(command string) (string, error) {
		return "ran " + command + "\n", nil
	})
	require.NoError(t, err)
	assert.Equal(t, "first\n$ echo a\nran echo a\n$ false\nran false\n", got)
	_, err = fence.Run("$ false\n", func(string) (string, error) { return "", errors.New("no") })
	assert.EqualError(t, err, "run false: no")
}

func ExampleRewrite() {
	document := "Greet:\n\n```console\n$ hello\nold words\n```\n"
	fresh, err := fence.Rewrite(document, func(b fence.Block) (string, error) {
		return fence.Run(b.Text, func(string) (string, error) { return "new words\n", nil })
	})
	fmt.Print(fresh, err)
	// Output:
	// Greet:
	//
	// ```console
	// $ hello
	// new words
	// ```
	// <nil>
}
