package catalog

import "unicode"

// The tables of Go's package unicode are those of Unicode 15; JavaScript engines have moved on to 17. What has changed
// since in the properties that lower-casing reads stands here. Once Go's tables contain it too, it does no harm.

// lowerRune is the simple lower-case mapping of r.
func lowerRune(r rune) rune {
	switch {
	case 0x10d50 <= r && r <= 0x10d65: // Garay
		return r + 0x20
	case 0x16ea0 <= r && r <= 0x16eb8: // Beria Erfe
		return r + 0x1b
	}
	switch r {
	case 0x1c89, 0xa7cc, 0xa7ce, 0xa7d2, 0xa7d4, 0xa7da:
		return r + 1
	case 0xa7cb:
		return 0x0264
	case 0xa7dc:
		return 0x019b
	}
	return unicode.ToLower(r)
}

var casedLately = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1c89, 0x1c8a, 1}, {0xa7cb, 0xa7cf, 1}, {0xa7d2, 0xa7d4, 2}, {0xa7da, 0xa7dc, 1},
	},
	R32: []unicode.Range32{
		{0x10d50, 0x10d65, 1}, {0x10d70, 0x10d85, 1}, {0x16ea0, 0x16eb8, 1}, {0x16ebb, 0x16ed3, 1},
	},
}

var uncasedLately = &unicode.RangeTable{R16: []unicode.Range16{{0x0295, 0x0295, 1}}}

var ignorableLately = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0897, 0x0897, 1}, {0x1acf, 0x1add, 1}, {0x1ae0, 0x1aeb, 1}, {0xa7f1, 0xa7f1, 1},
	},
	R32: []unicode.Range32{
		{0x10d4e, 0x10d4e, 1}, {0x10d69, 0x10d6d, 1}, {0x10d6f, 0x10d6f, 1}, {0x10ec5, 0x10ec5, 1},
		{0x10efa, 0x10efc, 1}, {0x113bb, 0x113c0, 1}, {0x113ce, 0x113d2, 2}, {0x113e1, 0x113e2, 1},
		{0x11b60, 0x11b60, 1}, {0x11b62, 0x11b64, 1}, {0x11b66, 0x11b66, 1}, {0x11dd9, 0x11dd9, 1},
		{0x11f5a, 0x11f5a, 1}, {0x1611e, 0x16129, 1}, {0x1612d, 0x1612f, 1}, {0x16d40, 0x16d42, 1},
		{0x16d6b, 0x16d6c, 1}, {0x16ff2, 0x16ff3, 1}, {0x1e5ee, 0x1e5ef, 1}, {0x1e6e3, 0x1e6e6, 3},
		{0x1e6ee, 0x1e6ef, 1}, {0x1e6f5, 0x1e6ff, 10},
	},
}

var unignorableLately = &unicode.RangeTable{R32: []unicode.Range32{{0x1171e, 0x1171e, 1}}}
