package lint

// Types that are kept.
type (
	IgnoreType    = ignore
	DirectiveType = directive
	RecordType    = record
)

// Rewritten reads what is kept of a file, and writes it down again. False when it is not in order.
func Rewritten(name, kept string) (string, bool) {
	var f fileResult
	in := cacheReader{file: name, rest: kept}
	in.result(&f)
	if _, sound := f.kept.read(name); in.broken || in.rest != "" || !sound {
		return "", false
	}
	w := cacheWriter{file: name}
	w.result(&f)
	return string(w.b), !w.unable
}
