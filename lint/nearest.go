package lint

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Nearest returns the one candidate that word was probably meant to be: one edit away (a character put in, left out,
// changed, or two swapped), or two when word is longer than five characters. Case does not count. False when there is
// none, more than one at the same distance, or word itself is a candidate.
func Nearest(word string, candidates []string) (string, bool) {
	limit := 1
	if utf8.RuneCountInString(word) > 5 {
		limit = 2
	}
	found, unique := "", false
	low := strings.ToLower(word)
	lower, letters := []rune(low), lettersOf(low)
	for _, c := range candidates {
		if c == word {
			return "", false
		}
		low := strings.ToLower(c)
		if letters.apart(lettersOf(low)) > limit {
			continue
		}
		switch d := distance(lower, []rune(low), limit); {
		case d < limit || d == limit && found == "":
			found, unique, limit = c, true, d
		case d == limit && c != found:
			unique = false
		}
	}
	return found, unique
}

// letters are the characters of a word as a set, folded so that 64 bits hold it.
type letters uint64

func lettersOf(word string) letters {
	var set letters
	for _, r := range word {
		set |= 1 << (uint(r) & 63)
	}
	return set
}

// apart returns a number of edits that words with these letters are apart at least.
func (l letters) apart(other letters) int {
	return max(bits.OnesCount64(uint64(l&^other)), bits.OnesCount64(uint64(other&^l)))
}

// distance returns the number of edits between a and b (optimal string alignment), or something above limit when they
// are further apart.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
