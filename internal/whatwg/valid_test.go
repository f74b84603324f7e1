package whatwg_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/idna"

	"github.com/goldenpath-go/goldenpath/internal/whatwg"
)

func TestValid(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, url string
		want      bool
	}{
		{"no scheme", "www.example.com", false},
		{"no scheme, slashes", "//example.com", false},
		{"a port taken for nothing else but a path", "example.com:8080", true},
		{"special without slashes", "http:x", true},
		{"special with backslashes", `https:\\x\y`, true},
		{"special without a host", "http://", false},
		{"spaces around", " http://x ", true},
		{"line break inside", "ht\ntp://x/\ny", true},
		{"space in a host", "http://a b", false},
		{"space in a path", "http://a/ b", true},
		{"odd percent sign in a path", "http://a/%zz", true},
		{"odd percent sign in a host", "http://a%zz", false},
		{"forbidden character, encoded", "http://a%20b", false},
		{"host in another case, encoded", "http://%41", true},
		{"largest port", "http://a:65535", true},
		{"port too large", "http://a:65536", false},
		{"port with leading zeros", "http://a:00000000080", true},
		{"empty port", "http://a:", true},
		{"empty label", "http://a..b", true},
		{"IPv4 part too large", "http://1.2.3.256", false},
		{"IPv4 last part fills the rest", "http://1.16777215", true},
		{"IPv4 last part overflows the rest", "http://1.16777216", false},
		{"IPv4 hexadecimal and octal", "http://0x7f.0.0.01", true},
		{"IPv4 no octal digit", "http://08", false},
		{"IPv6", "http://[1:2:3:4:5:6:7::]", true},
		{"IPv6 too long", "http://[1:2:3:4:5:6:7:8::]", false},
		{"IPv6 with a zone", "http://[::1%25eth0]", false},
		{"IPv6 with a dotted end", "http://[::1.2.3.4]", true},
		{"user without host", "http://user@", false},
		{"user and password", "http://u:p@h:1", true},
		{"scp-like", "git@github.com:a/b", false},
		{"scp-like with a scheme", "ssh://git@h:org/x", false},
		{"opaque host", "foo://a%b", true},
		{"opaque host with a space", "foo://a b", false},
		{"no host where none is needed", "foo://", true},
		{"port without host", "foo://:80", false},
		{"drive letter", "file://c|/x", true},
		{"file with a port", "file://h:80/x", false},
		{"international", "http://bücher.example", true},
		{"mapped to a dot", "http://a。b", true},
		{"mapped to a forbidden character", "http://a％b", false},
		{"nothing left", "http://\u00ad", false},
		{"encoded label", "http://xn--bcher-kva.example", true},
		{"encoded label that decodes to nothing", "http://xn--", false},
		{"encoded label in a form that nobody gets by encoding", "http://xn--fa-hia.de", true},
		{"joiner after a virama", "http://क्\u200dष", true},
		{"joiner elsewhere", "http://a\u200db", false},
		{"right to left", "http://שלום", true},
		{"both directions", "http://aשb", false},
		{"bytes that are no text", "http://a\xff", false},
		{"template expression", "https://${{ values.host }}/x", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, whatwg.Valid(tt.url), "%q", tt.url)
		})
	}
}

func TestValidAsRecorded(t *testing.T) {
	t.Parallel()
	count := 0
	for line := range lines(t, "urls.jsonl") {
		var row [2]any
		require.NoError(t, json.Unmarshal([]byte(line), &row))
		url, want := row[0].(string), row[1] == 1.0
		assert.Equal(t, want, whatwg.Valid(url), "%q", url)
		count++
	}
	assert.Greater(t, count, 2000)
}

// hostsWith returns hosts that tell apart the properties of c: allowed at all, at the start, around joiners, and the
// bidirectional class.
func hostsWith(c string) []string {
	const (
		hebrew = "\u05d0"
		arabic = "\u0628" // joins on both sides
		digit  = "\u0661" // of Arabic
		zwnj   = "\u200c"
		zwj    = "\u200d"
	)
	return []string{
		"a" + c + "b", c,
		arabic + zwnj + c, c + zwnj + arabic, "a" + c + zwj,
		hebrew + c + hebrew, hebrew + c, "a" + c + hebrew, c + hebrew, hebrew + c + "1", hebrew + c + digit, "a" + hebrew + c,
	}
}

func TestEveryCodePointAsRecorded(t *testing.T) {
	t.Parallel()
	recorded := make(map[rune]string)
	for line := range lines(t, "codepoints.txt") {
		var first, last rune
		var verdicts string
		_, err := fmt.Sscanf(line, "%x %x %s", &first, &last, &verdicts)
		require.NoError(t, err)
		for r := first; r <= last; r++ {
			recorded[r] = verdicts
		}
	}
	// Another version of Unicode allows code points that were not assigned when the answers were recorded.
	sameUnicode := idna.UnicodeVersion == "15.0.0"
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		if 0x40000 <= r && r < 0xe0000 {
			r += 0xff // a sample of the planes without characters
		}
		want, allowed := recorded[r]
		switch {
		case allowed:
			require.Equal(t, want, verdicts(hostsWith(string(r))), "%U", r)
		case sameUnicode && utf8.ValidRune(r):
			require.Equal(t, "00", verdicts([]string{"a" + string(r) + "b", string(r)}), "%U", r)
		}
	}
}

func verdicts(hosts []string) string {
	var b strings.Builder
	for _, host := range hosts {
		if whatwg.Valid("http://" + host) {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return b.String()
}

// lines yields the lines of a file in testdata that are no comments.
func lines(t *testing.T, name string) func(yield func(string) bool) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	return func(yield func(string) bool) {
		defer file.Close()
		scanner := bufio.NewScanner(file)
		for scanner.Scan() {
			if !strings.HasPrefix(scanner.Text(), "#") && !yield(scanner.Text()) {
				return
			}
		}
		assert.NoError(t, scanner.Err())
	}
}

func FuzzValid(f *testing.F) {
	for _, url := range []string{
		"http://example.com:80/a?b#c", `https:\\u:p@[::1]\x`, "file:///c:/x", "ssh://git@h:org/x", "urn:x",
		"http://0x7f.1", "http://xn--bcher-kva.ä", "http://ש\u200c.a%41", "foo://a b",
	} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		valid := whatwg.Valid(url)
		assert.Equal(t, valid, whatwg.Valid("\x00 "+url+"\n"), "what is around does not matter")
		assert.Equal(t, valid, whatwg.Valid(strings.ToValidUTF8(url, "\ufffd")), "bytes that are no text are U+FFFD")
		if valid {
			assert.Contains(t, url, ":")
			assert.True(t, whatwg.Valid(strings.TrimRightFunc(url, isAround)+"#x"), "anything goes after a number sign")
		}
	})
}

func isAround(r rune) bool { return r <= ' ' }

func BenchmarkValid(b *testing.B) {
	for _, url := range []string{"https://github.com/acme/shop/blob/main/catalog-info.yaml", "https://bücher.example/"} {
		b.Run(url, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				whatwg.Valid(url)
			}
		})
	}
}
