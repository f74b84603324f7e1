package skeleton

import "bytes"

// sniffed is how many bytes of a file decide whether it is text.
const sniffed = 512

// IsBinary tells whether a file is copied rather than rendered. Backstage asks a library, which looks at the beginning: a byte
// order mark makes it text, a NUL byte makes it binary, and so do too many bytes that are neither ASCII nor UTF-8 of two or three bytes.
func IsBinary(data []byte) bool {
	head := data[:min(len(data), sniffed)]
	for _, mark := range []string{"\xef\xbb\xbf", "\x00\x00\xfe\xff", "\xff\xfe\x00\x00", "\x84\x31\x95\x33"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return false
		}
	}
	if len(head) >= 5 && bytes.HasPrefix(head, []byte("%PDF-")) {
		return true
	}
	if bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.HasPrefix(head, []byte("\xff\xfe")) {
		return false
	}
	suspicious := 0
	for i := 0; i < len(head); i++ {
		if head[i] == 0 {
			return true
		}
		if size := textSize(head[i:]); size > 0 {
			i += size - 1
			continue
		}
		if suspicious++; i >= 32 && suspicious*100 > 10*len(head) {
			return true
		}
	}
	return suspicious*100 > 10*len(head)
}

// textSize returns the number of bytes of the character that b begins with, 0 if it is none of a text.
func textSize(b []byte) int {
	c := b[0]
	switch {
	case c >= 7 && c <= 14, c >= 32 && c <= 127:
		return 1
	case c > 193 && c < 224 && len(b) > 1 && continues(b[1]):
		return 2
	case c > 223 && c < 240 && len(b) > 2 && continues(b[1]) && continues(b[2]):
		return 3
	}
	return 0
}

func continues(c byte) bool { return c >= 128 && c < 192 }
