package baseline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/source"
)

// Parse reads a baseline, a file called name, from JSON lines in any order; blank lines do not count, and of lines that
// say the same of the same the highest count does. All that is wrong is reported at once, as [source.Errors].
func Parse(name string, data []byte) (*Baseline, error) {
	text := source.NewText(name, data)
	var entries []Entry
	var errs source.Errors
	for n := 1; n <= text.Lines(); n++ {
		start := text.LineStart(n)
		line := strings.TrimRight(text.Line(n), " \t\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		e, at, err := parseEntry(line)
		if err != nil {
			errs.Add(text.Position(start+at), "", err.Error())
			continue
		}
		e.at = text.Range(start, start+len(line))
		entries = append(entries, e)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return &Baseline{Entries: unite(entries)}, nil
}

// unite sorts entries, and keeps of those that say the same of the same the one with the highest count.
func unite(entries []Entry) []Entry {
	slices.SortStableFunc(entries, compareEntries)
	var out []Entry
	for _, e := range entries {
		n := len(out)
		if n == 0 || !same(&out[n-1], &e) {
			out = append(out, e)
			continue
		}
		since := earlier(out[n-1].Since, e.Since)
		if e.Count > out[n-1].Count {
			out[n-1] = e
		}
		out[n-1].Since = since
	}
	return out
}

var errConflict = errors.New("this is left of a merge: keep the lines of both sides, then run catalog-lint baseline --prune")

// parseEntry reads one line. With an error it returns the byte where that is.
func parseEntry(line string) (e Entry, at int, err error) {
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(line, mark) {
			return e, 0, errConflict
		}
	}
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		return e, faultAt(err, line), describe(err)
	}
	if rest := strings.TrimSpace(line[decoder.InputOffset():]); rest != "" {
		return e, int(decoder.InputOffset()), errors.New("one entry a line")
	}
	return e, 0, e.check()
}

// faultAt returns the byte of line that an error of package json is about.
func faultAt(err error, line string) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return int(min(max(syntax.Offset-1, 0), int64(len(line))))
	case errors.As(err, &kind):
		return int(min(kind.Offset, int64(len(line))))
	}
	return 0
}

// describe returns an error of package json in the words of a baseline.
func describe(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		if kind.Field == "" {
			return fmt.Errorf("an entry is an object, not %s", kind.Value)
		}
		return fmt.Errorf("%s cannot be a %s", kind.Field, kind.Value)
	}
	return fmt.Errorf("no entry of a baseline: %s", strings.TrimPrefix(err.Error(), "json: "))
}

// check returns what is wrong with an entry that was read.
func (e *Entry) check() error {
	kind, name, typed := strings.Cut(e.Entity, ":")
	switch {
	case e.Rule == "":
		return errors.New("rule is missing")
	case e.File == "":
		return errors.New("file is missing")
	case !fs.ValidPath(e.File):
		return fmt.Errorf("file %q is no path from the root of the repository", e.File)
	case e.Entity != "" && (!typed || kind == "" || !strings.Contains(name, "/")):
		return fmt.Errorf("entity %q has not the form kind:namespace/name", e.Entity)
	case e.Pointer != "" && !strings.HasPrefix(e.Pointer, "/"):
		return fmt.Errorf("pointer %q does not begin with a slash", e.Pointer)
	case e.Count < 1:
		return fmt.Errorf("count is %d, and must be 1 or more", e.Count)
	case e.Count > maxCount:
		return fmt.Errorf("count is more than %d", maxCount)
	}
	if _, err := time.Parse(time.DateOnly, e.Since); e.Since != "" && err != nil {
		return fmt.Errorf("since %q is no day such as 2026-01-02", e.Since)
	}
	return nil
}

// maxCount bounds what an entry may accept.
const maxCount = 1_000_000
