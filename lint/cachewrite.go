package lint

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// cacheWriter writes down what was made of a file. [cacheReader] reads it; whatever changes here or there, or in a
// [record], changes cacheForm.
type cacheWriter struct {
	file   string // which most places are in
	b      []byte
	unable bool // there was something that cannot be written
}

func (w *cacheWriter) result(f *fileResult) {
	w.ints(int(f.role))
	w.ints(f.stats.Documents, f.stats.Entities, int(f.stats.Bytes))
	w.bool(f.whole)
	w.needs(f.needs)
	writeList(w, f.findings, w.finding)
	writeList(w, f.ignores, w.ignore)
	writeList(w, f.members, func(name *string) { w.texts(*name) })
	w.record(&f.kept)
}

func (w *cacheWriter) needs(n *needs) {
	if n == nil {
		n = &needs{}
	}
	writeList(w, sortedKeys(n.present), func(name *string) {
		w.texts(*name)
		w.bool(n.present[*name])
	})
	w.outcomes(n.content)
	w.outcomes(n.read)
}

// outcomes writes what came of reading files.
func (w *cacheWriter) outcomes(of map[string]string) {
	writeList(w, sortedKeys(of), func(name *string) { w.texts(*name, of[*name]) })
}

func (w *cacheWriter) record(r *record) {
	w.texts(r.text)
	w.ints(r.entities, r.refs)
	writeList(w, r.targets, func(t *TargetFact) {
		w.texts(t.Target, t.Pointer, t.Pattern)
		w.bool(t.Optional)
		w.place(&t.Range)
	})
	writeList(w, r.values, func(kept *[]KeptFact) {
		writeList(w, *kept, func(k *KeptFact) {
			w.texts(k.Pointer)
			w.bool(k.Present)
			w.value(k.Value)
			w.place(&k.Range)
		})
	})
}

// finding writes one as the checks report it: nobody has decided on it yet.
func (w *cacheWriter) finding(d *Diagnostic) {
	w.unable = w.unable || d.Secret != nil
	w.texts(d.Rule, d.Message, d.Help, d.Pointer)
	w.place(&d.Range)
	w.ref(d.Entity)
	writeList(w, d.Related, func(r *Related) {
		w.texts(r.Message)
		w.place(&r.Range)
	})
	writeList(w, d.Fixes, func(f *Fix) {
		w.texts(f.Message)
		w.bool(f.Safe)
		w.bool(f.Reshapes)
		writeList(w, f.Edits, w.edit)
	})
}

func (w *cacheWriter) ignore(g *ignore) {
	w.bool(g.File)
	writeList(w, g.Names, func(n *ignoredName) {
		w.texts(n.Name)
		w.ints(n.Start, n.End)
	})
	w.day(g.Until)
	w.texts(g.Reason, g.Fault, g.By)
	w.place(&g.Range)
	w.ints(g.NamesAt, g.Start, g.End)
	w.bool(g.Removal != nil)
	if g.Removal != nil {
		w.edit(g.Removal)
	}
	w.bool(g.Dead)
}

func (w *cacheWriter) edit(e *Edit) {
	w.texts(e.File, e.New)
	w.ints(e.Offset, e.EndOffset)
}

func (w *cacheWriter) ref(r catalog.Ref) { w.texts(string(r.Kind), r.Namespace, r.Name) }

func (w *cacheWriter) place(r *source.Range) {
	w.bool(r.File == w.file)
	if r.File != w.file {
		w.texts(r.File)
	}
	w.ints(r.Line, r.Column, r.Offset, r.EndLine-r.Line, r.EndColumn, r.EndOffset-r.Offset)
}

// day writes the end of an ignore, which is a midnight in UTC.
func (w *cacheWriter) day(t time.Time) {
	w.bool(t.IsZero())
	if !t.IsZero() {
		w.ints(int(t.Unix()))
	}
}

// The kinds of plain JSON values.
const (
	kindNull = iota
	kindFalse
	kindTrue
	kindNumber
	kindText
	kindList
	kindObject
)

func (w *cacheWriter) value(value any) {
	switch v := value.(type) {
	case nil:
		w.ints(kindNull)
	case bool:
		w.ints(kindFalse + flag(v))
	case float64:
		w.ints(kindNumber)
		w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(v))
	case string:
		w.ints(kindText)
		w.texts(v)
	case []any:
		w.ints(kindList)
		writeList(w, v, func(item *any) { w.value(*item) })
	case map[string]any:
		w.ints(kindObject)
		writeList(w, sortedKeys(v), func(name *string) {
			w.texts(*name)
			w.value(v[*name])
		})
	default:
		w.unable = true
	}
}

func (w *cacheWriter) bool(on bool) { w.b = append(w.b, byte(flag(on))) }

func (w *cacheWriter) ints(ints ...int) {
	for _, n := range ints {
		w.b = binary.AppendVarint(w.b, int64(n))
	}
}

func (w *cacheWriter) texts(texts ...string) {
	for _, s := range texts {
		w.ints(len(s))
		w.b = append(w.b, s...)
	}
}

func writeList[T any](w *cacheWriter, list []T, item func(*T)) {
	w.ints(len(list))
	for i := range list {
		item(&list[i])
	}
}
