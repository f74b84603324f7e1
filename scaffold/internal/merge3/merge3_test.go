package merge3_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/merge3"
)

// lines makes a text of words.
func lines(words string) string { return strings.Join(append(strings.Fields(words), ""), "\n") }

// TestMerge has what git gives for inputs small enough to be read; each is compared with it, too.
func TestMerge(t *testing.T) {
	t.Parallel()
	g := newGit(t)
	for _, c := range []struct {
		name, base, ours, theirs string
		style                    merge3.Style
		want                     string
		conflicts                []int
	}{
		{name: "nothing", want: ""},
		{name: "one side", base: lines("a b c"), ours: lines("a b c"), theirs: lines("a x c"), want: lines("a x c")},
		{name: "apart", base: lines("a b c d e"), ours: lines("x b c d e"), theirs: lines("a b c d y"), want: lines("x b c d y")},
		{name: "the same", base: lines("a b c"), ours: lines("a x c"), theirs: lines("a x c"), want: lines("a x c")},
		{
			name: "conflict", base: lines("a b c"), ours: lines("a x c"), theirs: lines("a y c"),
			want: "a\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\nc\n", conflicts: []int{2},
		},
		{
			name: "touching", base: lines("a b c d"), ours: lines("a x c d"), theirs: lines("a b y d"),
			want: "a\n<<<<<<< ours\nx\nc\n=======\nb\ny\n>>>>>>> theirs\nd\n", conflicts: []int{2},
		},
		{
			name: "removed and changed", base: lines("a b c"), ours: "", theirs: lines("a x c"),
			want: "<<<<<<< ours\n=======\na\nx\nc\n>>>>>>> theirs\n", conflicts: []int{1},
		},
		{
			name: "the base is shown", style: merge3.Diff3, base: lines("a b c"), ours: lines("a 1 x c"), theirs: lines("a 1 y c"),
			want: "a\n<<<<<<< ours\n1\nx\n||||||| base\nb\n=======\n1\ny\n>>>>>>> theirs\nc\n", conflicts: []int{2},
		},
		{
			name: "what both begin with is no conflict", style: merge3.ZealousDiff3, base: lines("a b c"), ours: lines("a 1 x c"), theirs: lines("a 1 y c"),
			want: "a\n1\n<<<<<<< ours\nx\n||||||| base\nb\n=======\ny\n>>>>>>> theirs\nc\n", conflicts: []int{3},
		},
		{
			name: "no end of the last line", base: "a\nb", ours: "a\nx", theirs: "a\ny",
			want: "a\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n", conflicts: []int{2},
		},
		{
			name: "carriage returns", base: "a\r\nb\r\n", ours: "a\r\nx", theirs: "a\r\ny\r\n",
			want: "a\r\n<<<<<<< ours\r\nx\r\n=======\r\ny\r\n>>>>>>> theirs\r\n", conflicts: []int{2},
		},
		{
			name: "both from nothing", ours: "x\r\n", theirs: "y\r\n",
			want: "<<<<<<< ours\nx\r\n=======\ny\r\n>>>>>>> theirs\n", conflicts: []int{1},
		},
		{
			name: "signs between conflicts are taken in", base: lines("a b c d e f g"), ours: lines("1 } } } } 2"), theirs: lines("3 } } } } 4"),
			want: "<<<<<<< ours\n1\n}\n}\n}\n}\n2\n=======\n3\n}\n}\n}\n}\n4\n>>>>>>> theirs\n", conflicts: []int{1},
		},
		{
			name: "words between conflicts keep them apart", base: lines("a b c d e f g"), ours: lines("1 } } } x 2"), theirs: lines("3 } } } x 4"),
			want:      "<<<<<<< ours\n1\n=======\n3\n>>>>>>> theirs\n}\n}\n}\nx\n<<<<<<< ours\n2\n=======\n4\n>>>>>>> theirs\n",
			conflicts: []int{1, 10},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			base, ours, theirs := []byte(c.base), []byte(c.ours), []byte(c.theirs)
			r, err := merge3.Merge(base, ours, theirs, &merge3.Options{Ours: "ours", Base: "base", Theirs: "theirs", Style: c.style})
			require.NoError(t, err)
			assert.Equal(t, c.want, string(r.Text))
			assert.Equal(t, c.conflicts, r.Conflicts)
			g.compare(t, base, ours, theirs, c.style)
		})
	}
}

func TestMarkers(t *testing.T) {
	t.Parallel()
	r, err := merge3.Merge(nil, []byte("x\n"), []byte("y\n"), &merge3.Options{MarkerSize: 3, Style: merge3.Diff3})
	require.NoError(t, err)
	assert.Equal(t, "<<<\nx\n|||\n===\ny\n>>>\n", string(r.Text))
	r, err = merge3.Merge(nil, []byte("x\n"), []byte("y\n"), nil)
	require.NoError(t, err)
	assert.Equal(t, "<<<<<<<\nx\n=======\ny\n>>>>>>>\n", string(r.Text))
}

func TestBinary(t *testing.T) {
	t.Parallel()
	g := newGit(t)
	late := append(bytes.Repeat([]byte("x"), 8000), 0)
	for _, c := range []struct {
		data   []byte
		binary bool
	}{{[]byte("a\x00b"), true}, {late[1:], true}, {late, false}, {nil, false}} {
		_, err := merge3.Merge(c.data, c.data, []byte("a"), nil)
		assert.Equal(t, c.binary, errors.Is(err, merge3.ErrBinary))
		assert.Equal(t, c.binary, merge3.IsBinary(c.data))
		g.compare(t, c.data, c.data, []byte("a"), merge3.Plain)
	}
}

func FuzzMerge(f *testing.F) {
	f.Add([]byte("a\nb\nc\n"), []byte("a\nx\nc\n"), []byte("a\ny\nc"))
	f.Add([]byte("a\nb\n"), []byte(""), []byte("b\na\nb\n"))
	f.Add([]byte("{\n}\n{\n}\n"), []byte("{\n{\n}\n}\n"), []byte("{\n}\n"))
	f.Add([]byte("a\r\nb"), []byte("b\r\n"), []byte("\r\n\n"))
	f.Add([]byte("\x00"), []byte("a"), []byte("a"))
	f.Fuzz(func(t *testing.T, base, ours, theirs []byte) {
		r, err := merge3.Merge(base, ours, theirs, nil)
		if err != nil {
			require.ErrorIs(t, err, merge3.ErrBinary)
			return
		}
		identities(t, base, ours)
		mirrored, err := merge3.Merge(base, theirs, ours, nil)
		require.NoError(t, err)
		if len(r.Conflicts) == 0 {
			assert.Equal(t, string(r.Text), string(mirrored.Text), "the sides changed")
		}
		assert.Equal(t, len(r.Conflicts) == 0, len(mirrored.Conflicts) == 0)
		nothingLost(t, base, ours, r.Text)
		nothingLost(t, base, theirs, r.Text)
		for _, line := range r.Conflicts {
			assert.Equal(t, "<<<<<<<", strings.TrimSuffix(strings.Split(string(r.Text), "\n")[line-1], "\r"))
		}
	})
}

// identities checks merges of which one knows what they give.
func identities(t *testing.T, base, x []byte) {
	t.Helper()
	for _, in := range [][3][]byte{{base, base, x}, {base, x, base}, {base, x, x}} {
		r, err := merge3.Merge(in[0], in[1], in[2], nil)
		require.NoError(t, err)
		require.Empty(t, r.Conflicts)
		require.Equal(t, string(x), string(r.Text))
	}
}

// nothingLost checks that each line that a side has and the base has not is in the result.
func nothingLost(t *testing.T, base, side, result []byte) {
	t.Helper()
	had := map[string]bool{}
	for line := range strings.Lines(string(base)) {
		had[line] = true
	}
	has := map[string]bool{}
	for line := range strings.Lines(string(result)) {
		has[line], has[strings.TrimSuffix(line, "\n")], has[strings.TrimSuffix(line, "\r\n")] = true, true, true
	}
	for line := range strings.Lines(string(side)) {
		require.True(t, had[line] || has[line], "%q is lost", line)
	}
}
