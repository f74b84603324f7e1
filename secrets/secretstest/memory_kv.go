package secretstest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// entry is a secret with all that is known of it.
type entry struct {
	created     time.Time
	custom      map[string]string
	casRequired bool
	maxVersions int
	current     int
	oldest      int
	versions    map[int]*version
}

type version struct {
	secrets.Version
	value secrets.Value // nil when destroyed
}

// defaultVersions is how many versions a mount keeps.
const defaultVersions = 10

// engine returns the secrets of a mount, which must be of the version that at says: what is meant for the other would be
// stored as it stands by a real server, and be of no use.
func (m *Memory) engine(at secrets.Location) (map[string]*entry, error) {
	for _, part := range strings.Split(at.Path, "/") {
		if at.Path != "" && (part == "" || part == "." || part == "..") {
			return nil, fmt.Errorf("path %q would be cleaned into another: %w", at.Path, secrets.ErrInvalid)
		}
	}
	for _, mount := range m.mounts {
		if mount.Path == at.Mount && mount.Type == "kv" && mount.KV == at.KV {
			return m.values[at.Mount], nil
		}
	}
	return nil, fmt.Errorf("there is no kv version %d at %q: %w", at.KV, at.Mount, secrets.ErrNotFound)
}

// versioned is engine for what only version 2 has.
func (m *Memory) versioned(at secrets.Location) (map[string]*entry, error) {
	if at.KV != 2 {
		return nil, fmt.Errorf("kv version 1 has no versions and no metadata: %w", secrets.ErrInvalid)
	}
	return m.engine(at)
}

// apiPath returns the path of the API for a secret.
func apiPath(at secrets.Location, verb string) string {
	if at.KV != 2 {
		return strings.TrimSuffix(at.Mount+"/"+at.Path, "/")
	}
	return strings.TrimSuffix(at.Mount+"/"+verb+"/"+at.Path, "/")
}

// List returns the names in a folder.
func (m *Memory) List(ctx context.Context, folder secrets.Location) (names []string, err error) {
	err = m.do(ctx, "LIST", apiPath(folder, "metadata"), func() error {
		all, err := m.engine(folder)
		if err != nil {
			return err
		}
		prefix, found := "", map[string]bool{}
		if folder.Path != "" {
			prefix = folder.Path + "/"
		}
		for path := range all {
			rest, ok := strings.CutPrefix(path, prefix)
			if !ok {
				continue
			}
			name, _, below := strings.Cut(rest, "/")
			if below {
				name += "/"
			}
			found[name] = true
		}
		names = sorted(found)
		return nil
	})
	return names, err
}

// Read returns a version of a secret.
func (m *Memory) Read(ctx context.Context, at secrets.Location, number int) (out secrets.Value, err error) {
	err = m.do(ctx, "GET", apiPath(at, "data"), func() error {
		all, err := m.engine(at)
		if err != nil {
			return err
		}
		e := all[at.Path]
		if e == nil {
			return secrets.ErrNotFound
		}
		if number == 0 || at.KV == 1 {
			number = e.current
		}
		v := e.versions[number]
		if v == nil || at.KV == 2 && !v.Live(m.now()) {
			return secrets.ErrNotFound
		}
		out = maps.Clone(v.value)
		return nil
	})
	return out, err
}

// Write adds a version.
func (m *Memory) Write(ctx context.Context, at secrets.Location, value secrets.Value, cas int) (out secrets.Version, err error) {
	err = m.do(ctx, "POST", apiPath(at, "data"), func() error {
		all, err := m.engine(at)
		if err != nil {
			return err
		}
		if at.KV == 1 {
			all[at.Path] = &entry{versions: map[int]*version{0: {value: maps.Clone(value)}}}
			return nil
		}
		e := all[at.Path]
		if e == nil {
			e = newEntry(m.now())
		}
		if e.current != cas {
			return fmt.Errorf("version is %d, not %d: %w", e.current, cas, secrets.ErrConflict)
		}
		all[at.Path] = e
		out = e.add(value, m.now())
		return nil
	})
	return out, err
}

func newEntry(now time.Time) *entry { return &entry{created: now, versions: map[int]*version{}} }

// add adds a version, and drops the oldest beyond what is kept.
func (e *entry) add(value secrets.Value, now time.Time) secrets.Version {
	e.current++
	v := &version{secrets.Version{Number: e.current, Created: now}, maps.Clone(value)}
	e.versions[e.current] = v
	keep := e.maxVersions
	if keep == 0 {
		keep = defaultVersions
	}
	for number := range e.versions {
		if number <= e.current-keep {
			delete(e.versions, number)
		}
	}
	if e.current > keep {
		e.oldest = e.current - keep + 1
	}
	return v.Version
}

// Delete soft-deletes versions.
func (m *Memory) Delete(ctx context.Context, at secrets.Location, versions ...int) error {
	if at.KV == 1 {
		return m.do(ctx, "DELETE", apiPath(at, ""), func() error {
			all, err := m.engine(at)
			delete(all, at.Path)
			return err
		})
	}
	return m.each(ctx, "delete", at, versions, func(v *version) {
		if v.Deleted.IsZero() && !v.Destroyed {
			v.Deleted = m.now()
		}
	})
}

// Undelete restores versions.
func (m *Memory) Undelete(ctx context.Context, at secrets.Location, versions ...int) error {
	return m.each(ctx, "undelete", at, versions, func(v *version) {
		if !v.Destroyed {
			v.Deleted = time.Time{}
		}
	})
}

// Destroy removes the content of versions.
func (m *Memory) Destroy(ctx context.Context, at secrets.Location, versions ...int) error {
	return m.each(ctx, "destroy", at, versions, func(v *version) { v.Destroyed, v.value = true, nil })
}

// each changes some versions of a secret; those that are not there are left out.
func (m *Memory) each(ctx context.Context, verb string, at secrets.Location, versions []int, change func(*version)) error {
	return m.do(ctx, "POST", apiPath(at, verb), func() error {
		all, err := m.versioned(at)
		if err != nil || all[at.Path] == nil {
			return err
		}
		if len(versions) == 0 {
			return fmt.Errorf("no versions are named: %w", secrets.ErrInvalid)
		}
		for number, v := range all[at.Path].versions {
			if slices.Contains(versions, number) {
				change(v)
			}
		}
		return nil
	})
}
