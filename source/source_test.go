package source_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/source"
)

func TestTextPosition(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text   string
		offset       int
		line, column int
	}{
		{"start", "a: b\n", 0, 1, 1},
		{"value", "a: b\n", 3, 1, 4},
		{"line feed belongs to its line", "a\nb", 1, 1, 2},
		{"second line", "a\nb", 2, 2, 1},
		{"end of a file that ends in a line feed", "a\n", 2, 2, 1},
		{"carriage return before a line feed is a column", "a\r\nb", 3, 2, 1},
		{"lone carriage return ends no line", "a\rb", 2, 1, 3},
		{"tab is one column", "\ta", 1, 1, 2},
		{"two-byte letter is one column", "ä: b", 4, 1, 4},
		{"emoji is one column", "😀: b", 6, 1, 4},
		{"byte order mark takes no column", "\ufeffa: b", 6, 1, 4},
		{"before the file", "a", -1, 1, 1},
		{"past the file", "a\nb", 99, 2, 2},
		{"empty file", "", 0, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := source.NewText("f", []byte(tt.text)).Position(tt.offset)
			assert.Equal(t, source.Position{File: "f", Line: tt.line, Column: tt.column}, got)
		})
	}
}

func TestTextRange(t *testing.T) {
	t.Parallel()
	text := source.NewText("f", []byte("a: |\n  x\nb: c\n"))
	got := text.Range(3, 9)
	assert.Equal(t, source.Range{
		Position: source.Position{File: "f", Line: 1, Column: 4},
		EndLine:  3, EndColumn: 1, Offset: 3, EndOffset: 9,
	}, got)
	assert.Equal(t, 9, text.Range(9, 3).EndOffset, "an end before the start becomes the start")
}

// TestTextRangeEnds holds the end of every range against its position.
func TestTextRangeEnds(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		"", "a", "ab\ncd\n\nef", "\ufeffa\nb", "é😀\r\n\xffx\xc3\n\xa9\xa9a", "\xf0\x9f\x98\n\x80", strings.Repeat("é", 300) + "\nb",
	} {
		text := source.NewText("f", []byte(data))
		for start := range len(data) + 1 {
			for end := start; end <= len(data); end++ {
				got, want := text.Range(start, end), text.Position(end)
				require.Equal(t, want, source.Position{File: "f", Line: got.EndLine, Column: got.EndColumn}, "%q from %d to %d", data, start, end)
				require.Equal(t, text.Position(start), got.Position)
			}
		}
	}
}

func TestTextLine(t *testing.T) {
	t.Parallel()
	text := source.NewText("f", []byte("one\r\ntwo\n\nfour"))
	require.Equal(t, 4, text.Lines())
	want := map[int]string{0: "", 1: "one", 2: "two", 3: "", 4: "four", 5: ""}
	for n, line := range want {
		assert.Equal(t, line, text.Line(n), "line %d", n)
	}
	assert.Equal(t, 5, text.LineStart(2))
	assert.Equal(t, 0, text.LineStart(0))
	assert.Equal(t, len(text.Data), text.LineStart(9))
}

// TestTextLongLine holds the checkpoints of long lines against counting from the start of the line.
func TestTextLongLine(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"x", "ä", "😀", "xä😀", "\xff", "\x80\x80\x80\x80\x80"} {
		for _, start := range []string{"", "\ufeff", "short\n"} {
			line := strings.Repeat(unit, 20000/len(unit))
			text := source.NewText("f", []byte(start+line+"\nafter"))
			at := len(start)
			if start == "\ufeff" {
				at = 0
			}
			for i := 0; i < len(line); i += 997 {
				offset := len(start) + i
				want := 1 + utf8.RuneCount(text.Data[at:offset])
				if at == 0 && start != "" {
					want--
				}
				if utf8.RuneStart(text.Data[offset]) {
					require.Equal(t, want, text.Position(offset).Column, "%q after %q at %d", unit, start, offset)
				}
			}
			assert.Equal(t, 1, text.Position(len(text.Data)-len("after")).Column)
		}
	}
}

// FuzzTextPosition holds the line table against counting from the start.
func FuzzTextPosition(f *testing.F) {
	f.Add("a: b\r\n\tä\n", 4)
	f.Add("\ufeffx\n\n", 3)
	f.Fuzz(func(t *testing.T, data string, offset int) {
		text := source.NewText("f", []byte(data))
		p := text.Position(offset)
		require.GreaterOrEqual(t, p.Line, 1)
		require.LessOrEqual(t, p.Line, text.Lines())
		require.GreaterOrEqual(t, p.Column, 1)
		if offset < 0 || offset > len(data) {
			return
		}
		line := 1
		for i := range offset {
			if data[i] == '\n' {
				line++
			}
		}
		require.Equal(t, line, p.Line)
	})
}

func TestErrorsSort(t *testing.T) {
	t.Parallel()
	var es source.Errors
	at := func(line, column int) source.Position { return source.Position{File: "f", Line: line, Column: column} }
	es.Add(at(2, 1), "/b", "second")
	es.Add(at(1, 5), "/a", "first")
	es.Add(at(2, 1), "/b", "second")
	es.Add(at(2, 1), "/b", "also")
	es.Sort()
	assert.EqualError(t, es.Err(), "f:1:5: first\nf:2:1: also\nf:2:1: second")
}

func TestErrorsEmptyIsNil(t *testing.T) {
	t.Parallel()
	assert.NoError(t, source.Errors{}.Err())
}

func TestErrorsUnwrap(t *testing.T) {
	t.Parallel()
	es := source.Errors{{Err: errors.New("x")}, {Pos: source.Position{File: "g"}, Err: fmt.Errorf("open: %w", fs.ErrNotExist)}}
	require.ErrorIs(t, es.Err(), fs.ErrNotExist)
	var e *source.Error
	require.ErrorAs(t, es.Err(), &e)
	assert.Equal(t, "-: x", e.Error())
}

func TestPositionString(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "-", source.Position{}.String())
	assert.Equal(t, "f", source.Position{File: "f"}.String())
	assert.Equal(t, "f:3", source.Position{File: "f", Line: 3}.String())
	assert.Equal(t, "f:3:4", source.Position{File: "f", Line: 3, Column: 4}.String())
}

func ExampleText() {
	text := source.NewText("catalog-info.yaml", []byte("kind: Component\nspec:\n  owner: nobody\n"))
	place := text.Range(31, 37)
	fmt.Println(place, "to column", place.EndColumn)
	fmt.Println(text.Line(place.Line))
	// Output:
	// catalog-info.yaml:3:10 to column 16
	//   owner: nobody
}
