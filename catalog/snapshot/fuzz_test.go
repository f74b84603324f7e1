package snapshot_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// FuzzOpen takes data for a file, and for the entities of one whose checksum is right. Neither may panic, and what is
// well-formed must be what would be written.
func FuzzOpen(f *testing.F) {
	whole := written(f, shop(f))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n")))
	f.Add(bytes.ToUpper(whole))
	_, body, _ := bytes.Cut(whole, []byte("references\n"))
	body = body[:bytes.LastIndex(body, []byte("\nend"))]
	f.Add(body)
	for _, damage := range []struct{ old, new string }{
		{"\t", " "}, {" ", "\t"}, {":", "/"}, {"/", ""}, {"component", "Component"}, {`\x`, `\`}, {"ownedBy", ""}, {"\n", "\n\n"},
	} {
		f.Add(bytes.ReplaceAll(body, []byte(damage.old), []byte(damage.new)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		try(t, data)
		if len(data) > 0 && data[len(data)-1] != '\n' {
			data = append(data, '\n')
		}
		try(t, sealed(top+string(data)))
	})
}

func try(t *testing.T, data []byte) {
	s, err := snapshot.Open(data)
	if err != nil {
		var version *snapshot.VersionError
		require.True(t, errors.As(err, &version) || errors.Is(err, snapshot.ErrCorrupt) ||
			errors.Is(err, snapshot.ErrTruncated) || errors.Is(err, snapshot.ErrNotSnapshot), "%v", err)
		return
	}
	used(s)
	if err := s.Verify(); err != nil {
		require.ErrorIs(t, err, snapshot.ErrCorrupt)
		return
	}
	for e := range s.All() {
		found, ok := s.Lookup(e.Ref)
		require.True(t, ok)
		require.Equal(t, e, found)
	}
	again, err := snapshot.New(s.Header(), s.All())
	require.NoError(t, err)
	require.True(t, snapshot.Compare(s, again).Empty())
	require.Equal(t, s.Len(), again.Len())
	require.NoError(t, again.Verify())
}
