package lint_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/lint"
)

// FuzzNameHashes holds the hashes of a name without a character against those of what is left.
func FuzzNameHashes(f *testing.F) {
	for _, name := range []string{"", "a", "orders", "été", "a😀b", "\xff\xfe", "service-of-the-company-00012345678901234567890123456789"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := slices.Collect(lint.NameHashes(name))
		whole := func(s string) uint64 { return slices.Collect(lint.NameHashes(s))[0] }
		want := []uint64{whole(name)}
		for end := len(name); end > 0; {
			_, size := utf8.DecodeLastRuneInString(name[:end])
			want = append(want, whole(name[:end-size]+name[end:]))
			end -= size
		}
		assert.Equal(t, want, got)
	})
}
