package skeleton_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/scaffold/skeleton"
)

func TestIsBinary(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		data string
		want bool
	}{
		"empty":              {"", false},
		"text":               {"hello\n", false},
		"NUL":                {"a\x00b", true},
		"NUL far behind":     {strings.Repeat("a", 600) + "\x00", false},
		"UTF-8 mark":         {"\xef\xbb\xbf\x00", false},
		"UTF-16 mark":        {"\xff\xfea\x00", false},
		"UTF-32 mark":        {"\xff\xfe\x00\x00\x00", false},
		"PDF":                {"%PDF-1.7\n", true},
		"a little Latin-1":   {"caf\xe9 au lait, with milk", false},
		"much Latin-1":       {"\xe9\xe8\xe0 a", true},
		"letters of two":     {strings.Repeat("é", 100), false},
		"letters of three":   {strings.Repeat("☃", 100), false},
		"emoji":              {strings.Repeat("😀", 100), true},
		"control characters": {strings.Repeat("\x01", 10) + strings.Repeat("a", 80), true},
	} {
		assert.Equal(t, tt.want, skeleton.IsBinary([]byte(tt.data)), name)
	}
}
