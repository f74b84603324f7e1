package urlreader

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsPublic(t *testing.T) {
	t.Parallel()
	for _, a := range []string{"8.8.8.8", "140.82.121.3", "2606:50c0:8000::153", "::ffff:8.8.8.8", "172.32.0.1", "100.128.0.1"} {
		assert.True(t, isPublic(netip.MustParseAddr(a)), a)
	}
	for _, a := range []string{"127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "198.19.0.1", "192.0.0.8", "64:ff9b::a00:1", "2001::1", "fec0::1"} {
		assert.False(t, isPublic(netip.MustParseAddr(a)), a)
	}
}

// TestLeads says which links stay within a tree.
func TestLeads(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]bool{
		"c": true, "../c": true, "../../c": true, "c/d/": true, "..": true, "../..": true, ".": true, "./c": true,
		"../../../c": false, "../../..": false, "/c": false, "/": false, "//": false, "../../": true, "": false, "c/../d": false, "c/..": false, "c//d": false, `..\..\c`: false,
		"c\x00": false, "\xff": false, "../../../": false, "././c": false, "../../a/../../c": false,
	} {
		assert.Equal(t, want, leads("a/b/link", target), "%q", target)
	}
}
