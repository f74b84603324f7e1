package regex_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/regex"
)

func free(int) error { return nil }

// text returns what to search; if slow, in a way that only the backtracking matcher takes.
func text(s string, slow bool) regex.Text {
	t := regex.Text{Units: utf16.Encode([]rune(s))}
	if !slow && len(t.Units) == len(s) {
		t.ASCII = s
	}
	return t
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct{ pattern, flags, input, want string }{
		{`b+`, "", "abbc", "[1 3]"},
		{`(a)|(b)`, "", "b", "[0 1 -1 -1 0 1]"},
		{`(?:(a)|b)*`, "", "ab", "[0 2 -1 -1]"},
		{`(a*)*`, "", "b", "[0 0 -1 -1]"},
		{`(z)((a+)?(b+)?(c))*`, "", "zaacbbbcac", "[0 10 0 1 8 10 8 9 -1 -1 9 10]"},
		{`a(?=b)`, "", "acab", "[2 3]"},
		{`a(?!b)`, "", "abac", "[2 3]"},
		{`(?<=\$)\d+`, "", "1$23", "[2 4]"},
		{`(?<!\$)\d`, "", "$12", "[2 3]"},
		{`(\w)\1`, "i", "abBc", "[1 3 1 2]"},
		{`(?<x>a)\k<x>`, "", "baa", "[1 3 1 2]"},
		{`^b`, "m", "a\nb", "[2 3]"},
		{`a$`, "m", "a\rb", "[0 1]"},
		{`a{2,3}?`, "", "aaaa", "[0 2]"},
		{`x{`, "", "ax{", "[1 3]"},
		{`[\d-x]+`, "", "a1-x", "[1 4]"},
		{`[^]`, "", "\n", "[0 1]"},
		{`[]`, "", "a", "[]"},
		{`\bfoo\B`, "", "foo food", "[4 7]"},
		{`\u0041\x42\103\cJ`, "", "ABC\n", "[0 4]"},
		{`.`, "", "\n", "[]"},
		{`K`, "i", "k", "[0 1]"},
		{`^.{2}$`, "u", "😀é", "[0 3]"},
		{`^.{2}$`, "", "😀é", "[]"},
		{`[😀-😂]+`, "u", "x😁😀", "[1 5]"},
		{`\u{1F600}|\uD83D\uDE01`, "u", "😁", "[0 2]"},
		{`^[\p{Lu}\d]\p{L}+$`, "u", "Éa", "[0 2]"},
		{`\P{Script=Greek}`, "u", "αb", "[1 2]"},
		{`\p{L}`, "", "p{L}", "[0 4]"},
		{`(?<=😀)x`, "u", "😀x", "[2 3]"},
		{`[^a]`, "u", "😀", "[0 2]"},
		{`\u017f`, "iu", "S", "[0 1]"},
		{`\u017f`, "i", "S", "[]"},
		{`\W`, "iu", "sſK-", "[3 4]"},
	}
	for _, test := range tests {
		for _, slow := range []bool{false, true} {
			t.Run(fmt.Sprint(test.pattern, slow), func(t *testing.T) {
				t.Parallel()
				re, err := regex.Compile(test.pattern, test.flags)
				require.NoError(t, err)
				found, err := re.Find(text(test.input, slow), 0, false, free)
				require.NoError(t, err)
				assert.Equal(t, test.want, fmt.Sprint(found))
			})
		}
	}
}

func TestAll(t *testing.T) {
	t.Parallel()
	for _, slow := range []bool{false, true} {
		re, err := regex.Compile("b*", "g")
		require.NoError(t, err)
		all, err := re.All(text("abc", slow), free)
		require.NoError(t, err)
		assert.Equal(t, "[[0 0] [1 2] [2 2] [3 3]]", fmt.Sprint(all))
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"(", ")", "[a", "*", "a**", "{1}", "a{2,1}", "[b-a]", `\`, "(?<n", `(?<n>a)\k<m>`, "(?x)", strings.Repeat("(", 5000),
		"((a{999}){999}){999}"} {
		_, err := regex.Compile(pattern, "")
		assert.Error(t, err, pattern)
	}
	for _, pattern := range []string{`\-`, `\_`, `[\w-a]`, "]", "}", "a{", `\1`, `\01`, `\u{x}`, `\u12`, `\x1`, `\cé`, "(?=a)*", `\p{`, `\p`, `\k<a>`, `\u{}`} {
		_, err := regex.Compile(pattern, "")
		require.NoError(t, err, pattern)
		_, err = regex.Compile(pattern, "u")
		assert.Error(t, err, pattern)
	}
	_, err := regex.Compile("a", "gg")
	require.Error(t, err)
	_, err = regex.Compile(`\p{Emoji}`, "u")
	var unknown *regex.UnknownPropertyError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, "Emoji", unknown.Property)
}

// TestBounded checks that a catastrophic expression is stopped.
func TestBounded(t *testing.T) {
	t.Parallel()
	limit := errors.New("limit")
	re, err := regex.Compile(`^((a+)+)+$`, "")
	require.NoError(t, err)
	steps := 0
	_, err = re.Find(text(strings.Repeat("a", 40)+"!", false), 0, false, func(n int) error {
		if steps += n; steps > 10_000 {
			return limit
		}
		return nil
	})
	require.ErrorIs(t, err, limit)
}

// FuzzRegex checks that both matchers find the same, where there are two.
func FuzzRegex(f *testing.F) {
	for _, pattern := range []string{"a(b|c)*d?", "[a-c]+?x", "^a$|b", `\w{2,3}\b`, "(a|ab)(c|bcd)", "(?:a|b){2}", "[^a]b*", `(\d+)\.(\d+)`} {
		f.Add(pattern, "abcd ab 1.25 x", "gi")
	}
	f.Fuzz(func(t *testing.T, pattern, input, flags string) {
		re, err := regex.Compile(pattern, flags)
		if err != nil || len(input) > 200 || strings.IndexFunc(input, func(r rune) bool { return r > 126 }) >= 0 {
			return
		}
		limit := errors.New("limit")
		bounded := func() func(int) error {
			steps := 0
			return func(n int) error {
				if steps += n; steps > 20_000 {
					return limit
				}
				return nil
			}
		}
		slow, slowErr := re.All(text(input, true), bounded())
		fast, err := re.All(text(input, false), bounded())
		if slowErr == nil && err == nil && fmt.Sprint(fast) != fmt.Sprint(slow) {
			t.Fatalf("/%s/%s on %q: fast %v, slow %v", pattern, flags, input, fast, slow)
		}
	})
}
