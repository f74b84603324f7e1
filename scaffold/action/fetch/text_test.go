package fetch

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

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
