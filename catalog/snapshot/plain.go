package snapshot

import "bytes"

// isPlain reports whether a line is as most are, ASCII without escapes or a spelling of its own, and as [Write] would write
// it. That is seen from its bytes alone, without making an entry of it; of any other line it says nothing.
func isPlain(line []byte) bool {
	if len(line) > MaxLine || !allPlain(line) {
		return false
	}
	key, rest, _ := bytes.Cut(line, []byte{'\t'})
	if !isPlainRef(key) || bytes.IndexByte(key, ' ') >= 0 {
		return false
	}
	for range 5 { // type, lifecycle, tier, title, location
		end := bytes.IndexByte(rest, '\t')
		if end < 0 {
			return false
		}
		rest = rest[end+1:]
	}
	written, references, more := bytes.Cut(rest, []byte{'\t'})
	return len(written) == 0 && (!more || arePlainReferences(references))
}

// allPlain reports whether all of line is printable ASCII or a tab, and no backslash.
func allPlain(line []byte) bool {
	for _, c := range line {
		if c < ' ' && c != '\t' || c >= 0x7f || c == '\\' {
			return false
		}
	}
	return true
}

// isPlainRef reports whether ref is KIND:NAMESPACE/NAME in lower case.
func isPlainRef(ref []byte) bool {
	for _, c := range ref {
		if 'A' <= c && c <= 'Z' {
			return false
		}
	}
	kind := bytes.IndexByte(ref, ':')
	if kind <= 0 {
		return false
	}
	namespace := bytes.IndexByte(ref[kind+1:], '/')
	return namespace > 0 && kind+1+namespace+1 < len(ref)
}

// arePlainReferences reports whether columns are references, in order and each once.
func arePlainReferences(columns []byte) bool {
	var last plainLabel
	for first, more := true, true; more; first = false {
		var column []byte
		column, columns, more = bytes.Cut(columns, []byte{'\t'})
		text, targets, _ := bytes.Cut(column, []byte{' '})
		label, ok := cutPlainLabel(text)
		if !ok || !first && !last.before(label) || !arePlainTargets(targets) {
			return false
		}
		last = label
	}
	return true
}

// plainLabel is what stands before the targets of references.
type plainLabel struct{ field, relation []byte }

func cutPlainLabel(text []byte) (plainLabel, bool) {
	field, relation, differ := bytes.Cut(text, []byte{':'})
	if !differ {
		return plainLabel{field, field}, len(field) > 0
	}
	return plainLabel{field, relation}, !bytes.Equal(field, relation) && bytes.IndexByte(relation, ':') < 0
}

func (l plainLabel) before(other plainLabel) bool {
	order := bytes.Compare(l.field, other.field)
	return order < 0 || order == 0 && bytes.Compare(l.relation, other.relation) < 0
}

// arePlainTargets reports whether targets are refs, in order and each once.
func arePlainTargets(targets []byte) bool {
	var last []byte
	for more := true; more; {
		var target []byte
		target, targets, more = bytes.Cut(targets, []byte{' '})
		if !isPlainRef(target) || bytes.Compare(last, target) >= 0 {
			return false
		}
		last = target
	}
	return true
}
