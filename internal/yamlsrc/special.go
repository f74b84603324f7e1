package yamlsrc

import (
	"encoding/base64"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// resolveTag gives a scalar the type that its tag says. Under a tag that is unknown, or that the text does not fit, it is
// a string.
func (r *reader) resolveTag(n *tree.Node, s, name string, p *props) {
	kind, ok := strings.CutPrefix(name, coreTag)
	if !ok {
		return
	}
	old := r.doc.version == version11
	switch kind {
	case "null":
		if isNull(s) {
			n.Kind, n.Text = tree.Null, ""
		}
	case "bool":
		r.resolveBool(n, s, old)
	case "int", "float":
		f, integer, ok := coreTagNumber(s)
		if old {
			f, integer, ok = number11(s)
		}
		if ok && integer == (kind == "int") {
			n.Kind, n.Number = tree.Number, f
		}
	case "binary":
		r.binary(n, s)
	case "timestamp":
		r.resolveDate(n, s, old, p)
	case "merge":
		if !old || s == "<<" {
			r.doc.mark(n, mergeKey)
		}
	}
}

func (r *reader) resolveBool(n *tree.Node, s string, old bool) {
	value, ok := isBool(s) && (s[0] == 't' || s[0] == 'T'), isBool(s)
	if old {
		value, ok = bool11(s)
	}
	if ok {
		n.Kind, n.Bool = tree.Bool, value
	}
}

func coreTagNumber(s string) (f float64, integer, ok bool) {
	f, ok = coreNumber(s)
	_, rest := cutDigits(cutSign(s))
	return f, rest == "" || strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "0o"), ok
}

func (r *reader) resolveDate(n *tree.Node, s string, old bool, p *props) {
	date, ok := timestamp(s)
	switch {
	case ok:
		n.Text = date
		r.doc.mark(n, opaque)
		if date == "" {
			n.Kind = tree.Null
		}
	case !old:
		r.failToken(codeTag, "!!timestamp expects a date, starting with yyyy-mm-dd", p.tag)
	}
}

// dateTime returns the pattern of dates; it is made when first asked for.
var dateTime = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})` +
		`(?:(?:t|T|[ \t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(?:\.[0-9]+)?)(?:[ \t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$`)
})

// timestamp returns a date as JavaScript prints it in JSON, in UTC; empty if it is none that JavaScript knows.
func timestamp(s string) (string, bool) {
	m := dateTime().FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	var n [5]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // digits only, or nothing
	}
	year := n[0]
	if year < 100 {
		year += 1900 // as Date.UTC has it
	}
	seconds, fraction, _ := strings.Cut(m[6], ".")
	sec, _ := strconv.Atoi(seconds)
	milli, _ := strconv.Atoi((fraction + "000")[:3])
	t := time.Date(year, time.Month(n[1]), n[2], n[3], n[4], sec, 0, time.UTC)
	ms := float64(t.UnixMilli()) + float64(milli) - 60000*zone(m[7])
	const most = 8.64e15
	if math.Abs(ms) > most {
		return "", true
	}
	return isoDate(time.UnixMilli(int64(math.Trunc(ms))).UTC()), true
}

// zone returns the minutes that a time zone is ahead of UTC.
func zone(s string) float64 {
	if s == "" || s == "Z" {
		return 0
	}
	f := sexagesimal(s)
	if math.Abs(f) < 30 {
		f *= 60
	}
	return f
}

func isoDate(t time.Time) string {
	const layout = "-01-02T15:04:05.000Z"
	year := t.Year()
	switch {
	case year < 0:
		return "-" + pad(-year, 6) + t.Format(layout)
	case year > 9999:
		return "+" + pad(year, 6) + t.Format(layout)
	}
	return pad(year, 4) + t.Format(layout)
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(s))) + s
}

// binary makes of a scalar what JavaScript's JSON has for binary data: the type and the bytes.
func (r *reader) binary(n *tree.Node, s string) {
	data := decodeBase64(s)
	r.doc.noteBinary(n, data)
	n.Kind, n.Text = tree.Object, ""
	kind, list := r.nodes.node(), r.nodes.node()
	kind.Kind, kind.Text = tree.String, "Buffer"
	list.Kind, list.Items = tree.Array, make([]*tree.Node, len(data))
	for _, part := range []*tree.Node{kind, list} {
		part.Start, part.End = n.Start, n.End
	}
	for i, b := range data {
		item := r.nodes.node()
		*item = tree.Node{Kind: tree.Number, Number: float64(b), Text: strconv.Itoa(int(b)), Start: n.Start, End: n.End}
		list.Items[i] = item
	}
	n.Fields = []tree.Field{
		{Name: "type", KeyStart: n.Start, KeyEnd: n.Start, Value: kind},
		{Name: "data", KeyStart: n.Start, KeyEnd: n.Start, Value: list},
	}
}

// decodeBase64 decodes as Node does: either alphabet, passing over what is in neither, up to the first "=". Of UTF-16 code
// units only the lower byte counts.
func decodeBase64(s string) []byte {
	clean := make([]byte, 0, len(s))
	for _, unit := range utf16.Encode([]rune(s)) {
		c := byte(unit)
		if c == '=' {
			break
		}
		switch {
		case c == '-':
			clean = append(clean, '+')
		case c == '_':
			clean = append(clean, '/')
		case isDigit(c), 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '+', c == '/':
			clean = append(clean, c)
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(data, clean) // of the right alphabet and length
	return data[:n]
}
