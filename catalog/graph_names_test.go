package catalog

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNameTable gives many names few hashes, which real hashes do too rarely to be seen.
func TestNameTable(t *testing.T) {
	t.Parallel()
	var table nameTable
	var names numberedTexts
	assert.Equal(t, int32(-1), table.find(7, "a", &names))
	hash := func(i int) uint32 { return uint32(i%5) * 1_000_000_007 }
	for i := range 100 {
		name := strconv.Itoa(i)
		assert.Equal(t, int32(-1), table.find(hash(i), name, &names))
		table.add(hash(i), names.add(int32(i), name).id)
	}
	for i := range 100 {
		assert.Equal(t, int32(i), table.find(hash(i), strconv.Itoa(i), &names))
	}
	assert.Equal(t, int32(-1), table.find(hash(1), "none", &names))
}

// TestNumberedTexts has texts of all lengths about a piece's, and enough for several pieces.
func TestNumberedTexts(t *testing.T) {
	t.Parallel()
	var texts numberedTexts
	var added []string
	var spans []textSpan
	add := func(length int) {
		added = append(added, strings.Repeat(string(rune('a'+len(added)%26)), length))
		spans = append(spans, texts.add(int32(len(spans)), added[len(added)-1]))
	}
	for length := range firstPiece + 10 {
		add(length)
	}
	for length := mostPiece - 20; length < mostPiece+10; length++ {
		add(length)
		add(0)
	}
	for i, span := range spans {
		number, text := texts.at(span.id)
		assert.Equal(t, int32(i), number)
		assert.Equal(t, added[i], text)
		assert.Equal(t, text, texts.cut(span))
	}
}

// TestSortNames compares with a sort of whole texts where they have long beginnings in common, end within each other and
// hold what shorter ones are filled up with.
func TestSortNames(t *testing.T) {
	t.Parallel()
	all := map[string][]string{"none": nil, "one": {"a"}, "empty first": {"a", ""}}
	alphabets := map[string]string{"two letters": "ab", "zeros": "\x00a", "zeros alone": "\x00", "high": "\x00\x7f\xff"}
	for title, alphabet := range alphabets {
		for seed := range 300 {
			var b strings.Builder
			for n := seed; n > 0; n /= len(alphabet) + 1 {
				if digit := n % (len(alphabet) + 1); digit > 0 {
					b.WriteString(strings.Repeat(alphabet[digit-1:digit], 1+seed%7))
				}
				n -= min(n-1, len(alphabet)/2)
			}
			all[title] = append(all[title], b.String())
			all[title+", far in"] = append(all[title+", far in"], "the same thirty bytes of begin"+b.String())
		}
	}
	for title, names := range all {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			slices.Sort(names)
			want := slices.Compact(names)
			var texts numberedTexts
			items := make([]sortedName, len(want))
			for i := range want {
				j := i * 7919 % len(want)
				items[i] = sortedName{name: texts.add(int32(i), want[j])}
			}
			sortNames(items, &texts, 0)
			var got []string
			for _, item := range items {
				got = append(got, texts.cut(item.name))
			}
			if len(want) == 0 {
				want = nil
			}
			assert.Equal(t, want, got)
		})
	}
}
