package fetch

import (
	"strings"
	"unicode/utf8"
)

// decode reads UTF-8 as JavaScript does: each longest beginning of a character that is not completed, and each other byte
// that is of none, becomes one U+FFFD. Text of another encoding is damaged by that, as in Backstage.
func decode(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	var b strings.Builder
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			size = begun(data)
		}
		b.WriteRune(r)
		data = data[size:]
	}
	return b.String()
}

// begun returns how many bytes at the start of data begin a character, at least 1.
func begun(data []byte) int {
	need, low, high := 0, byte(0x80), byte(0xbf)
	switch c := data[0]; {
	case c >= 0xc2 && c <= 0xdf:
		need = 1
	case c >= 0xe0 && c <= 0xef:
		need = 2
	case c >= 0xf0 && c <= 0xf4:
		need = 3
	}
	switch data[0] {
	case 0xe0:
		low = 0xa0
	case 0xed:
		high = 0x9f
	case 0xf0:
		low = 0x90
	case 0xf4:
		high = 0x8f
	}
	size := 1
	for size <= need && size < len(data) && data[size] >= low && data[size] <= high {
		size++
		low, high = 0x80, 0xbf
	}
	return size
}
