package secrets

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
)

// What a secret's custom metadata says of it. Whoever may read the secret may read this too.
const (
	markManager = "goldenpath-manager"
	markOwner   = "goldenpath-owner"
	markType    = "goldenpath-type"
)

// DefaultManager is the name by which a Provisioner knows its own, where it is given no other.
const DefaultManager = "goldenpath"

func (p *Provisioner) manager() string { return cmp.Or(p.Manager, DefaultManager) }

// stamped returns custom metadata with our marks for a request, beside what others put there.
func (p *Provisioner) stamped(custom map[string]string, r *Request) map[string]string {
	out := maps.Clone(custom)
	if out == nil {
		out = map[string]string{}
	}
	delete(out, markOwner)
	out[markManager], out[markType] = p.manager(), string(r.Type)
	if r.Owner != "" {
		out[markOwner] = r.Owner
	}
	return out
}

// owns reports whether a secret bears our mark.
func (p *Provisioner) owns(m *Metadata) bool { return m != nil && m.Custom[markManager] == p.manager() }

func sameStamps(a, b map[string]string) bool { return maps.Equal(a, b) }

// stampChanges says how marks change: "goldenpath-owner group:a → group:b".
func stampChanges(before, after map[string]string) string {
	var out []string
	for _, key := range []string{markManager, markOwner, markType} {
		if before[key] != after[key] {
			out = append(out, fmt.Sprintf("%s %s → %s", key, quoted(before[key]), quoted(after[key])))
		}
	}
	return strings.Join(out, ", ")
}
