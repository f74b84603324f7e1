package catalog

import (
	"bufio"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLowerOfEveryCodePoint(t *testing.T) {
	t.Parallel()
	want := make(map[rune]rune)
	scanTestdata(t, "lowercase.txt", func(line string) {
		var first, last, step, lower rune
		_, err := fmt.Sscanf(line, "%x %x %d %x", &first, &last, &step, &lower)
		require.NoError(t, err)
		for r := first; r <= last; r += step {
			want[r] = r - first + lower
		}
	})
	for r := range codePoints() {
		if r == capitalIDotted {
			continue
		}
		lower, changes := want[r]
		if !changes {
			lower = r
		}
		if got := toLower(string(r)); got != string(lower) {
			assert.Equal(t, string(lower), got, "%U", r)
		}
	}
	assert.Equal(t, "i\u0307", toLower(string(capitalIDotted)))
}

func TestFinalSigmaBesideEveryCodePoint(t *testing.T) {
	t.Parallel()
	property := make(map[rune]string)
	scanTestdata(t, "finalsigma.txt", func(line string) {
		var first, last rune
		var name string
		_, err := fmt.Sscanf(line, "%x %x %s", &first, &last, &name)
		require.NoError(t, err)
		for r := first; r <= last; r++ {
			property[r] = name
		}
	})
	for r := range codePoints() {
		if r == capitalSigma || r == finalSigma {
			continue
		}
		c := string(r)
		isCased, isIgnorable := property[r] == "cased", property[r] == "ignorable"
		final := func(s string) bool { return strings.ContainsRune(toLower(s), finalSigma) }
		if final(c+"Σ") != isCased ||
			final("A"+c+"Σ") != (isCased || isIgnorable) ||
			final("AΣ"+c) == isCased ||
			final("AΣ"+c+"A") == (isCased || isIgnorable) {
			assert.Fail(t, "sigma", "%U should be %q", r, property[r])
		}
	}
}

// codePoints yields every code point that text may contain; of the planes without characters a sample.
func codePoints() iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for r := rune(0); r <= utf8.MaxRune; r++ {
			if 0x40000 <= r && r < 0xe0000 {
				r += 0xff
			}
			if utf8.ValidRune(r) && !yield(r) {
				return
			}
		}
	}
}

func scanTestdata(t *testing.T, name string, use func(line string)) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "#") {
			use(lines.Text())
		}
	}
	require.NoError(t, lines.Err())
}
