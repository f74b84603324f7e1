package update

import "bytes"

// lineEnds says how all lines of a text end.
type lineEnds string

const (
	mixedEnds lineEnds = "" // or none at all
	unixEnds  lineEnds = "\n"
	dosEnds   lineEnds = "\r\n"
)

func endsOf(text []byte) lineEnds {
	all, dos := bytes.Count(text, []byte(unixEnds)), bytes.Count(text, []byte(dosEnds))
	switch {
	case all > 0 && dos == 0:
		return unixEnds
	case all > 0 && dos == all:
		return dosEnds
	}
	return mixedEnds
}

// withEnds returns a text whose lines end so. One that has none, or of both sorts, stays as it is: so a checkout that turns all
// ends of lines into others does not make every line an edit.
func withEnds(text []byte, want lineEnds) []byte {
	has := endsOf(text)
	if want == mixedEnds || has == mixedEnds || has == want {
		return text
	}
	return bytes.ReplaceAll(text, []byte(has), []byte(want))
}

// sameEnds returns the three texts with lines that end as those do of the side that has changed them; ours if both have. Texts
// that have both sorts are merged as they are.
func sameEnds(base, ours, theirs []byte) (b, o, t []byte) {
	x, y, z := endsOf(base), endsOf(ours), endsOf(theirs)
	if len(base) == 0 {
		x = z
	}
	if x == mixedEnds || y == mixedEnds || z == mixedEnds {
		return base, ours, theirs
	}
	want := pick(x, y, z)
	return withEnds(base, want), withEnds(ours, want), withEnds(theirs, want)
}
