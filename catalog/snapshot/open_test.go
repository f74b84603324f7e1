package snapshot_test

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

func TestTruncated(t *testing.T) {
	t.Parallel()
	whole := written(t, shop(t))
	for n := range whole {
		_, err := snapshot.Open(whole[:n:n])
		require.ErrorIs(t, err, snapshot.ErrTruncated, "%d of %d bytes", n, len(whole))
	}
}

func TestEveryFlippedBitIsSeen(t *testing.T) {
	t.Parallel()
	whole := written(t, shop(t))
	for i := range whole {
		for bit := range 8 {
			data := bytes.Clone(whole)
			data[i] ^= 1 << bit
			_, err := snapshot.Open(data)
			require.Error(t, err, "bit %d of byte %d", bit, i)
			var corrupt *snapshot.CorruptError
			var version *snapshot.VersionError
			known := errors.Is(err, snapshot.ErrNotSnapshot) || errors.Is(err, snapshot.ErrTruncated) ||
				errors.As(err, &corrupt) || errors.As(err, &version)
			require.True(t, known, "%v", err)
		}
	}
}

func TestEveryLostByteIsSeen(t *testing.T) {
	t.Parallel()
	whole := written(t, shop(t))
	for i := range whole {
		_, err := snapshot.Open(append(bytes.Clone(whole[:i]), whole[i+1:]...))
		require.Error(t, err, "byte %d", i)
		_, err = snapshot.Open(append(append(bytes.Clone(whole[:i]), whole[i]), whole[i:]...))
		require.Error(t, err, "byte %d twice", i)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	const line = "component:default/a\t\t\t\t\t\t\n"
	tests := []struct {
		name string
		data []byte
		is   error
		want string
	}{
		{"YAML", []byte("apiVersion: backstage.io/v1alpha1\n"), snapshot.ErrNotSnapshot, "first line"},
		{"compressed", []byte("\x1f\x8b\x08\x00\x00"), snapshot.ErrNotSnapshot, ""},
		{"no version", []byte("goldenpath catalog snapshot \n"), snapshot.ErrCorrupt, "line 1: has no version"},
		{"odd version", []byte("goldenpath catalog snapshot v2\n"), snapshot.ErrCorrupt, "line 1: has no version"},
		{"Windows", bytes.ReplaceAll(sealed(top+line), []byte("\n"), []byte("\r\n")), snapshot.ErrCorrupt, "CR LF"},
		{"conflict markers", []byte(top + "<<<<<<< HEAD\n" + line + "=======\n"), snapshot.ErrTruncated, ""},
		{"two files", append(sealed(top+line), sealed(top+line)...), snapshot.ErrCorrupt, "checksum"},
		{"more after it", append(sealed(top+line), line...), snapshot.ErrTruncated, ""},
		{"too few entities", summed(top + line + "end\t2"), snapshot.ErrCorrupt, "states 2 entities and has 1"},
		{"too many entities", summed(top + line + "end\t0"), snapshot.ErrCorrupt, "states 0 entities and has 1"},
		{"huge count", summed(top + "end\t9223372036854775807"), snapshot.ErrCorrupt, "states 9223372036854775807 entities and has 0"},
		{"larger count", summed(top + "end\t99999999999999999999"), snapshot.ErrCorrupt, "no number"},
		{"negative count", summed(top + "end\t-1"), snapshot.ErrCorrupt, "no number"},
		{"odd count", summed(top + line + "end\t01"), snapshot.ErrCorrupt, "no number"},
		{"other checksum", []byte(top + "end\t0\tsha256\t00000000\n"), snapshot.ErrCorrupt, "last line is malformed"},
		{"upper case checksum", bytes.ToUpper(sealed(top)), snapshot.ErrNotSnapshot, ""},
		{"no columns", summed("goldenpath catalog snapshot 1\nend\t0"), snapshot.ErrCorrupt, "line 2: is no line of a header"},
		{"other columns", summed("goldenpath catalog snapshot 1\nref\ttype\nend\t0"), snapshot.ErrCorrupt, "line 2"},
		{"odd line", summed("goldenpath catalog snapshot 1\n\nend\t0"), snapshot.ErrCorrupt, "line 2"},
		{"odd time", sealed(strings.Replace(top, "ref", "created\tyesterday\nref", 1)), snapshot.ErrCorrupt, "line 2: created"},
		{"odd source", sealed(strings.Replace(top, "ref", "source\t\\q\nref", 1)), snapshot.ErrCorrupt, "line 2: source"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := snapshot.Open(tt.data)
			require.ErrorIs(t, err, tt.is)
			assert.Contains(t, err.Error(), tt.want)
		})
	}
}

func TestNewerVersion(t *testing.T) {
	t.Parallel()
	for text, version := range map[string]int{"2": 2, "17\r": 17, "0": 0, "99999999999999999999999": math.MaxInt} {
		_, err := snapshot.Open([]byte("goldenpath catalog snapshot " + text + "\nwhatever"))
		var other *snapshot.VersionError
		require.ErrorAs(t, err, &other, text)
		assert.Equal(t, version, other.Version)
		assert.Contains(t, err.Error(), "update the program")
	}
}

func TestUnknownHeaderLines(t *testing.T) {
	t.Parallel()
	s, err := snapshot.Open(sealed(strings.Replace(top, "ref", "mood\tgood\nsource\there\nref", 1)))
	require.NoError(t, err)
	assert.Equal(t, snapshot.Header{Source: "here"}, s.Header())
}

func TestVerify(t *testing.T) {
	t.Parallel()
	const good = "component:default/a\t\t\t\t\t\t\n"
	tests := []struct{ name, line, reason string }{
		{"empty", "", "has a reference without kind"},
		{"no columns", "component:default/b", "has too few columns"},
		{"few columns", "component:default/b\t\t\t\t\t", "has too few columns"},
		{"no name", "component:default/\t\t\t\t\t\t", "without kind, namespace or name"},
		{"no kind", "default/b\t\t\t\t\t\t", "without kind, namespace or name"},
		{"upper case", "component:default/B\t\t\t\t\t\t", "not in the form"},
		{"space in ref", "component:default/b b\t\t\t\t\t\t", "not in the form"},
		{"half an escape", `component:default/b\x2` + "\t\t\t\t\t\t", "has a backslash"},
		{"unknown escape", `component:default/b` + "\t" + `\n` + "\t\t\t\t\t", "has a backslash"},
		{"odd digits", `component:default/b` + "\t" + `\xzz` + "\t\t\t\t\t", "has a backslash"},
		{"needless escape", `component:default/b` + "\t" + `\x41` + "\t\t\t\t\t", "not in the form"},
		{"upper-case escape", `component:default/b` + "\t" + `\x5C` + "\t\t\t\t\t", "not in the form"},
		{"control character", "component:default/b\t\x1b[2J\t\t\t\t\t", "not in the form"},
		{"carriage return", "component:default/b\t\t\t\t\t\t\r", "written as a ref that is another"},
		{"no UTF-8", "component:default/b\t\xff\t\t\t\t\t", "not in the form"},
		{"bidirectional", "component:default/b\t\u202e\t\t\t\t\t", "not in the form"},
		{"written otherwise", "component:default/b\t\t\t\t\t\tcomponent:default/c", "written as a ref that is another"},
		{"written needlessly", "component:default/b\t\t\t\t\t\tComponent:default/b", "not in the form"},
		{"no target", "component:default/b\t\t\t\t\t\t\tdependsOn", "without kind"},
		{"empty target", "component:default/b\t\t\t\t\t\t\tdependsOn ", "without kind"},
		{"target without name", "component:default/b\t\t\t\t\t\t\tdependsOn a:b/", "without kind"},
		{"empty column", "component:default/b\t\t\t\t\t\t\tdependsOn a:b/c\t", "without kind"},
		{"target in upper case", "component:default/b\t\t\t\t\t\t\tdependsOn a:b/C", "not in the form"},
		{"target twice", "component:default/b\t\t\t\t\t\t\tdependsOn a:b/c a:b/c", "not in the form"},
		{"targets unsorted", "component:default/b\t\t\t\t\t\t\tdependsOn a:b/d a:b/c", "not in the form"},
		{"label twice", "component:default/b\t\t\t\t\t\t\tdependsOn a:b/c\tdependsOn a:b/d", "not in the form"},
		{"labels unsorted", "component:default/b\t\t\t\t\t\t\towner:ownedBy a:b/c\tdependsOn a:b/d", "not in the form"},
		{"long label", "component:default/b\t\t\t\t\t\t\tdependsOn:dependsOn a:b/c", "not in the form"},
		{"out of order", "api:default/b\t\t\t\t\t\t", "not in the order of refs"},
		{"twice", "component:default/a\tservice\t\t\t\t\t", "the entity of the line before comes again"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := snapshot.Open(sealed(top + good + tt.line + "\n"))
			require.NoError(t, err)
			var corrupt *snapshot.CorruptError
			require.ErrorAs(t, s.Verify(), &corrupt)
			assert.Equal(t, 4, corrupt.Line)
			assert.Contains(t, corrupt.Reason, tt.reason)
			used(s)
		})
	}
}

func TestVerifyLongLine(t *testing.T) {
	t.Parallel()
	s, err := snapshot.Open(sealed(top + "component:default/b\t\t\t\t\t\t\tx" + strings.Repeat(" a:b/c", snapshot.MaxLine/6) + "\n"))
	require.NoError(t, err)
	assert.ErrorContains(t, s.Verify(), "more than")
	e, ok := s.Lookup(ref(t, "b"))
	assert.True(t, ok)
	assert.Empty(t, e.References, "is not read")
}

// used calls what reads a snapshot, which must come to an end.
func used(s *snapshot.Snapshot) {
	for e := range s.All() {
		s.Lookup(e.Ref)
		for range s.Kind(e.Ref.Kind) {
			break
		}
		for range s.Names(e.Ref.Kind, e.Ref.Namespace) {
			break
		}
	}
	s.Graph()
	d := snapshot.Compare(s, new(snapshot.Snapshot))
	_ = d.WriteText(&bytes.Buffer{}) // a buffer takes everything
	_ = snapshot.Compare(s, s)
}
