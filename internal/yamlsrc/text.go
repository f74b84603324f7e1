package yamlsrc

// isSpace tells whether JavaScript takes c as white space.
func isSpace(c rune) bool {
	switch {
	case '\t' <= c && c <= '\r', c == ' ', c == 0xa0, c == 0x1680, 0x2000 <= c && c <= 0x200a:
		return true
	case c == 0x2028, c == 0x2029, c == 0x202f, c == 0x205f, c == 0x3000, c == 0xfeff:
		return true
	}
	return false
}
