package handover_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding/handover"
)

func TestParseCodeOwners(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"one owner":                  {"* @ada", "1:1 * @ada(1:3)"},
		"a team, an address":         {"/a @acme/team\tada@example.com", "1:1 /a @acme/team(1:4) ada@example.com(1:15)"},
		"comments":                   {"# a\n\n  # b\n*.go @ada # @bob\n/x @ada#b", "4:1 *.go @ada(4:6)"},
		"a space in the pattern":     {`a\ b @ada`, `1:1 a\ b @ada(1:6)`},
		"nobody":                     {"/a # nobody", "1:1 /a"},
		"carriage returns":           {"/a @ada\r\n/b @bob\r\n", "1:1 /a @ada(1:4)\n2:1 /b @bob(2:4)"},
		"a byte order mark":          {"\ufeff/a @ada", "1:1 /a @ada(1:4)"},
		"what GitHub does not know":  {"!/a @ada\n[x] @ada\n/b ada\n/c @ada/b/c\n/d @\n/e @ada", "6:1 /e @ada(6:4)"},
		"a backslash at the end":     {"a\\", `1:1 a\`},
		"letters that look like one": {"/ä @adа\n/é @ada", "2:1 /é @ada(2:4)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parsed := handover.ParseCodeOwners("CODEOWNERS", []byte(c.text))
			var got []string
			for _, r := range parsed.Rules {
				line := strings.TrimPrefix(r.Range.String(), "CODEOWNERS:") + " " + r.Pattern
				for _, o := range r.Owners {
					line += " " + o.Name + "(" + strings.TrimPrefix(o.Range.String(), "CODEOWNERS:") + ")"
				}
				got = append(got, line)
			}
			assert.Equal(t, c.want, strings.Join(got, "\n"))
		})
	}
}

func TestCodeOwnersFaults(t *testing.T) {
	t.Parallel()
	parsed := handover.ParseCodeOwners("CODEOWNERS", []byte("/a @ok\n!/b @ok\n/c @ok bad\n"))
	require.Len(t, parsed.Faults, 2)
	assert.Equal(t, "CODEOWNERS:2:1: GitHub knows no patterns that begin with !", parsed.Faults[0].Error())
	assert.Equal(t, "CODEOWNERS:3:8: an owner is @login, @org/team or the address of a mail", parsed.Faults[1].Error())
	require.Len(t, parsed.Rules, 1)
}

// FuzzCodeOwners reads whatever a file may be: each name stands in the file where it is said to, in order, and what is read of the lines
// of the rules alone is the same.
func FuzzCodeOwners(f *testing.F) {
	f.Add([]byte("# c\n* @ada\n/a\\ b @acme/team ada@example.com # x\r\n\n!x y\n"))
	f.Add([]byte("\ufeff\\# @a\n\\"))
	f.Add([]byte("a\\\r\n\v@b\f@c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed := handover.ParseCodeOwners("CODEOWNERS", data)
		var again bytes.Buffer
		at := 0
		for _, r := range parsed.Rules {
			require.GreaterOrEqual(t, r.Range.Offset, at)
			at = r.Range.Offset
			require.True(t, bytes.HasPrefix(data[at:], []byte(r.Pattern)))
			require.NotEmpty(t, r.Pattern)
			for _, o := range r.Owners {
				require.Greater(t, o.Range.Offset, at)
				require.Equal(t, o.Name, string(data[o.Range.Offset:o.Range.EndOffset]))
				require.Contains(t, o.Name, "@")
				at = o.Range.EndOffset
			}
			require.LessOrEqual(t, at, r.Range.EndOffset)
			again.Write(data[r.Range.Offset:r.Range.EndOffset])
			again.WriteByte('\n')
		}
		reread := handover.ParseCodeOwners("CODEOWNERS", again.Bytes())
		require.Len(t, reread.Rules, len(parsed.Rules))
		for i, r := range reread.Rules {
			assert.Equal(t, parsed.Rules[i].Pattern, r.Pattern)
			assert.Len(t, r.Owners, len(parsed.Rules[i].Owners))
		}
		assert.Empty(t, reread.Faults)
	})
}
