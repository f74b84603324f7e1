package fetch

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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
		assert.Equal(t, tt.want, isBinary([]byte(tt.data)), name)
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain é":           "plain é",
		"\xff\xfea":         "��a",
		"\xe2\x82":          "�",
		"\xe2\x82x":         "�x",
		"\xf0\x9f\x98x\x80": "�x�",
		"\xed\xa0\x80":      "���",
		"\xc0\xaf":          "��",
		"\xf4\x90\x80\x80":  "����",
	} {
		assert.Equal(t, want, decode([]byte(in)), "%q", in)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("a\xe2\x82\xffé"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if strings.Contains(string(data), "�") {
			return
		}
		decoded := strings.ReplaceAll(decode(data), "�", "")
		assert.Equal(t, strings.ToValidUTF8(string(data), ""), decoded)
	})
}

func TestIsAbsolute(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{
		"https://example.com/x": true, "file:///x": true, "./skeleton": false, "a/b": false, "a/https://b": false, "://x": false,
	} {
		assert.Equal(t, want, isAbsolute(url), url)
	}
}
