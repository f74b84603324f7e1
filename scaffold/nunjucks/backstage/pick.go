package backstage

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// pick reads a member by a path like a.b[0]; the second argument stands for what is not there.
func pick(_ context.Context, args []any) (any, error) {
	v := arg(args, 0)
	for _, key := range path(v, arg(args, 1)) {
		v = get(v, key)
	}
	if _, missing := v.(nunjucks.Undefined); missing {
		return arg(args, 2), nil
	}
	return v, nil
}

// path returns the keys of a path. One that names a member as a whole is a single key.
func path(v, p any) []string {
	switch p := p.(type) {
	case []any:
		keys := make([]string, len(p))
		for i, key := range p {
			keys[i] = text(key)
		}
		return keys
	case string:
		if o, ok := v.(*nunjucks.Object); ok {
			if _, ok := o.Get(p); ok {
				return []string{p}
			}
		}
		if p == "" {
			return []string{""}
		}
		return parsePath(p)
	}
	return []string{text(p)}
}

// parsePath takes a.b[0]["c"] apart.
func parsePath(p string) []string {
	var keys []string
	for i := 0; i < len(p); {
		switch p[i] {
		case '.':
			i++
			if i == 1 || i == len(p) || p[i] == '.' {
				keys = append(keys, "")
			}
		case ']':
			i++
		case '[':
			i++
			if i < len(p) && (p[i] == '"' || p[i] == '\'') {
				if end := strings.IndexByte(p[i+1:], p[i]); end >= 0 {
					keys = append(keys, p[i+1:i+1+end])
					i += end + 2
				}
			}
		default:
			n := strings.IndexAny(p[i:], ".[]")
			if n < 0 {
				n = len(p) - i
			}
			keys = append(keys, p[i:i+n])
			i += n
		}
	}
	return keys
}

func get(v any, key string) any {
	switch v := v.(type) {
	case *nunjucks.Object:
		if member, ok := v.Get(key); ok {
			return member
		}
	case []any:
		if key == "length" {
			return len(v)
		}
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	case string:
		units := utf16.Encode([]rune(v))
		if key == "length" {
			return len(units)
		}
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(units) {
			return string(utf16.Decode(units[i : i+1]))
		}
	}
	return nunjucks.Undefined{}
}
