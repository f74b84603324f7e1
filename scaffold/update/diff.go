package update

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/textdiff"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/merge3"
)

// WriteDiff writes what the update would change as a unified diff in the form of git, which git apply takes. The answers file is
// not in it.
func (x *Update) WriteDiff(w io.Writer) error {
	for _, d := range x.decisions {
		if _, err := io.WriteString(w, d.diff()); err != nil {
			return err
		}
	}
	return nil
}

// diff returns what changes in each of the decision's paths.
func (d *decision) diff() string {
	var b strings.Builder
	if d.From != "" {
		writeDiff(&b, d.From, d.Path, d.before[d.From], d.after[d.Path])
	}
	for _, name := range d.paths() {
		if d.From == "" || name != d.From && name != d.Path {
			writeDiff(&b, name, name, d.before[name], d.after[name])
		}
	}
	return b.String()
}

// writeDiff writes what makes one file of another; either may be nil.
func writeDiff(b *strings.Builder, from, to string, before, after *file) {
	if from == to && before.equal(after) {
		return
	}
	b.WriteString("diff --git " + quoted("a/"+from) + " " + quoted("b/"+to) + "\n")
	oldName, newName := quoted("a/"+from), quoted("b/"+to)
	switch {
	case before == nil:
		b.WriteString("new file mode " + after.mode.gitMode() + "\n")
		before, oldName = &file{}, "/dev/null"
	case after == nil:
		b.WriteString("deleted file mode " + before.mode.gitMode() + "\n")
		after, newName = &file{}, "/dev/null"
	case before.mode != after.mode:
		b.WriteString("old mode " + before.mode.gitMode() + "\nnew mode " + after.mode.gitMode() + "\n")
	}
	if from != to {
		b.WriteString("rename from " + quoted(from) + "\nrename to " + quoted(to) + "\n")
	}
	writeHunks(b, oldName, newName, before.data, after.data)
}

func writeHunks(b *strings.Builder, oldName, newName string, before, after []byte) {
	if bytes.Equal(before, after) {
		return
	}
	if merge3.IsBinary(before) || merge3.IsBinary(after) {
		b.WriteString("Binary files " + oldName + " and " + newName + " differ\n")
		return
	}
	hunks := textdiff.Unified("x", before, after)
	for range 2 { // its own header knows one name only
		_, hunks, _ = bytes.Cut(hunks, []byte("\n"))
	}
	b.WriteString("--- " + ended(oldName) + "\n+++ " + ended(newName) + "\n")
	b.Write(hunks)
}

// quoted returns a name as git writes it.
func quoted(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return strconv.Quote(name)
	}
	return name
}

// ended returns a name with a tab where it would not be seen to end.
func ended(name string) string {
	if strings.Contains(name, " ") {
		return name + "\t"
	}
	return name
}
