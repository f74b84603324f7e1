package load

import (
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// quote returns s in quotes for messages, cut when it is long.
func quote(s string) string {
	const limit = 60
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return strconv.Quote(s)
}

// doubleQuote returns s as a double-quoted YAML scalar.
func doubleQuote(s string) string { return strconv.Quote(s) }

// describe returns what a value is, for messages.
func describe(n *tree.Node) string {
	switch n.Kind {
	case tree.Null:
		return "nothing"
	case tree.Bool:
		return "the boolean " + n.Text
	case tree.Number:
		return "the number " + n.Text
	case tree.String:
		return "the text " + quote(n.Text)
	case tree.Array:
		return "a list"
	case tree.Set:
		return "a set"
	}
	return "a mapping"
}

// isUnquotedTemplate reports whether a value is what {{ x }} without quotes becomes: a mapping whose only key is a
// mapping, which JavaScript makes the text "{ x }". It may stand in a list or mapping of its own.
func isUnquotedTemplate(n *tree.Node) bool {
	switch {
	case n.Kind == tree.Array && len(n.Items) == 1:
		return isUnquotedTemplate(n.Items[0])
	case n.Kind != tree.Object || len(n.Fields) != 1:
		return false
	}
	f := &n.Fields[0]
	return f.Value.Kind == tree.Null && strings.HasPrefix(f.Name, "{") && strings.HasSuffix(f.Name, "}")
}

// What is said of files that a scaffolder has not filled in yet.
const (
	isSkeleton   = "a file with it is a source for the scaffolder, no entity"
	helpSkeleton = "keep files of template skeletons out of the catalog, and of what is checked"
)

// isTemplateSource reports whether a text holds an expression that a scaffolder would have replaced.
func isTemplateSource(s string) bool {
	return strings.Contains(s, "{{") || strings.Contains(s, "{%") || strings.Contains(s, "<%")
}

// oneOf returns the list as "a" or "b".
func oneOf(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = strconv.Quote(s)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
}

func didYouMean(s string, among []string) string {
	if c := closest(s, among); c != "" {
		return "did you mean " + c + "?"
	}
	return ""
}

// closest returns the word that s was probably meant to be, or "": one that differs in case only, or in few letters.
func closest(s string, among []string) string {
	best, bestDistance := "", 1+len(s)/3
	lower := strings.ToLower(s)
	for _, word := range among {
		if strings.EqualFold(s, word) {
			return word
		}
		other := strings.ToLower(word)
		if leastDistance(lower, other) >= bestDistance {
			continue
		}
		if d := editDistance(lower, other); d < bestDistance {
			best, bestDistance = word, d
		}
	}
	return best
}

// leastDistance returns, at little cost, a number that the edit distance of a and b is not less than: how many
// letters one has that the other lacks, and how much longer it is.
func leastDistance(a, b string) int {
	ours, theirs := letters(a), letters(b)
	return max(bits.OnesCount64(ours&^theirs), bits.OnesCount64(theirs&^ours), len(a)-len(b), len(b)-len(a))
}

// letters returns the set of the bytes of s, folded so that 64 bits hold it.
func letters(s string) uint64 {
	set := uint64(0)
	for i := range len(s) {
		set |= 1 << (s[i] & 63)
	}
	return set
}

// editDistance returns how many letters must be put in, taken out, changed or swapped with their neighbour to make b
// of a. Long texts are not compared.
func editDistance(a, b string) int {
	const limit = 64
	if len(a) > limit || len(b) > limit {
		return limit
	}
	var before, last, row [limit + 1]int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last = last, row
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
