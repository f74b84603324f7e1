package snapshot

import (
	"errors"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

var (
	errColumns = errors.New("has too few columns")
	errWritten = errors.New("is written as a ref that is another")
	errRef     = errors.New("has a reference without kind, namespace or name")
)

// decoder reads the columns of a line. Of a malformed one it makes what it can, and keeps the first error.
type decoder struct {
	rest string
	done bool // there is no further column
	err  error
}

// decode returns the entry that a line holds, which is at least a Ref, and what is wrong with the line. The entry shares
// its bytes.
func decode(line string) (Entry, error) {
	d := &decoder{rest: line}
	key := d.column()
	e := Entry{Ref: d.ref(key)}
	if len(line) > MaxLine {
		return e, ErrTooLong
	}
	for _, text := range []*string{&e.Type, &e.Lifecycle, &e.Tier, &e.Title, &e.Location} {
		*text = d.text(d.column())
	}
	if written := d.column(); written != "" {
		e.Ref = d.written(written, e.Ref)
	}
	e.References = d.references()
	return e, d.err
}

// column returns the next column, as it stands there.
func (d *decoder) column() string {
	if d.done {
		d.fail(errColumns)
	}
	column, rest, more := strings.Cut(d.rest, "\t")
	d.rest, d.done = rest, !more
	return column
}

func (d *decoder) text(escaped string) string {
	text, err := unescape(escaped)
	d.fail(err)
	return text
}

func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *decoder) ref(escaped string) catalog.Ref {
	ref := cutRef(d.text(escaped))
	if ref.Kind == "" || ref.Namespace == "" || ref.Name == "" {
		d.fail(errRef)
	}
	return ref
}

// written returns how the entity spells ref.
func (d *decoder) written(escaped string, ref catalog.Ref) catalog.Ref {
	if spelt := cutExactly(d.text(escaped)); spelt.Key() == ref.Key() {
		return spelt
	}
	d.fail(errWritten)
	return ref
}

func (d *decoder) references() []Reference {
	count := strings.Count(d.rest, " ")
	if count == 0 {
		if !d.done {
			d.fail(errRef)
		}
		return nil
	}
	all := make([]Reference, 0, count)
	for !d.done {
		label, targets, ok := strings.Cut(d.column(), " ")
		if !ok {
			d.fail(errRef)
			continue
		}
		field, relation, differ := strings.Cut(label, ":")
		if !differ {
			relation = field
		}
		field, relation = d.text(field), d.text(relation)
		for target := range strings.SplitSeq(targets, " ") {
			all = append(all, Reference{field, catalog.RelationType(relation), d.ref(target)})
		}
	}
	return all
}
