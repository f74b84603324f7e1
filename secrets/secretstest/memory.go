// Package secretstest is for tests of what keeps secrets: an in-memory Store that answers as a real Vault does, can fail at
// any request and counts them, and a suite that every Store must pass.
package secretstest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// Request is one request to the server, as HTTP would have it.
type Request struct {
	Seq    int    // from 1
	Method string // GET, LIST, POST, DELETE
	Path   string // of the API without /v1/: secrets/data/production/order-api/db-password
}

// Writes reports whether the request may change something.
func (r Request) Writes() bool { return r.Method == "POST" || r.Method == "DELETE" }

// Memory is a Store in memory, with the behaviour of HashiCorp Vault 1.14 to 1.21: KV of both versions, policies, Kubernetes
// roles, roles of databases and wrapped values. NewMemory makes one; it is safe for concurrent use. Set the hooks before the first request.
type Memory struct {
	// Before is asked before a request is carried out. An error is the answer, and nothing was done.
	Before func(Request) error
	// After is asked when a request was carried out. An error is the answer, though what was asked is done: a reply that got
	// lost. It is not asked after a request that failed.
	After func(Request) error
	// Now is the server's clock. Nil: a clock that begins at a fixed time and goes on a millisecond with each request.
	Now func() time.Time

	mu       sync.Mutex
	requests []Request
	mounts   []secrets.Mount
	values   map[string]map[string]*entry // by mount and path
	policies map[string]string
	roles    map[string]map[string]map[string]any // by mount and name: the fields as they are kept

	connections map[string][]string // by mount and name: which roles may use it
	accounts    map[secrets.DatabaseLocation]*account
	wrapped     []*parcel
}

var (
	_ secrets.Store           = (*Memory)(nil)
	_ secrets.HealthStore     = (*Memory)(nil)
	_ secrets.CapabilityStore = (*Memory)(nil)
	_ secrets.PasswordStore   = (*Memory)(nil)
	_ secrets.DatabaseStore   = (*Memory)(nil)
	_ secrets.WrappingStore   = (*Memory)(nil)
)

// NewMemory returns a server with the mounts given, or secrets, of type kv and version 2, where there are none. It has the
// Kubernetes login at kubernetes, and the policies that every server brings.
func NewMemory(mounts ...secrets.Mount) *Memory {
	if len(mounts) == 0 {
		mounts = []secrets.Mount{{Path: "secrets", Type: "kv", KV: 2, Accessor: "kv_1"}}
	}
	m := &Memory{
		mounts: mounts, values: map[string]map[string]*entry{}, roles: map[string]map[string]map[string]any{"kubernetes": {}},
		policies:    map[string]string{"default": "# brought by the server\n", "root": ""},
		connections: map[string][]string{}, accounts: map[secrets.DatabaseLocation]*account{},
	}
	for _, mount := range mounts {
		m.values[mount.Path] = map[string]*entry{}
	}
	return m
}

// Requests returns the requests so far, in the order of their arrival.
func (m *Memory) Requests() []Request {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.requests)
}

// Writes returns how many of the requests so far may have changed something.
func (m *Memory) Writes() int {
	n := 0
	for _, r := range m.Requests() {
		if r.Writes() {
			n++
		}
	}
	return n
}

// Forget sets the count of requests back to none.
func (m *Memory) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests = nil
}

// epoch is when the clock of a server begins that is given none.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// now is the server's time. It is called with the lock held.
func (m *Memory) now() time.Time {
	if m.Now != nil {
		return m.Now()
	}
	return epoch.Add(time.Duration(len(m.requests)) * time.Millisecond)
}

// do carries out one request: hooks around it, and the lock held meanwhile.
func (m *Memory) do(ctx context.Context, method, path string, f func() error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s %s: %w", strings.ToLower(method), path, err)
	}
	m.mu.Lock()
	r := Request{Seq: len(m.requests) + 1, Method: method, Path: path}
	m.requests = append(m.requests, r)
	m.mu.Unlock()
	err := m.hooked(r, f)
	if err != nil {
		return fmt.Errorf("%s %s: %w", strings.ToLower(method), path, err)
	}
	return nil
}

func (m *Memory) hooked(r Request, f func() error) error {
	if m.Before != nil {
		if err := m.Before(r); err != nil {
			return err
		}
	}
	if err := m.locked(f); err != nil {
		return err
	}
	if m.After != nil {
		return m.After(r)
	}
	return nil
}

func (m *Memory) locked(f func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return f()
}

// Mount returns the mount that serves path.
func (m *Memory) Mount(ctx context.Context, path string) (out secrets.Mount, err error) {
	err = m.do(ctx, "GET", "sys/internal/ui/mounts/"+path, func() error {
		for _, mount := range m.mounts {
			if path == mount.Path || strings.HasPrefix(path, mount.Path+"/") {
				out = mount
				return nil
			}
		}
		return secrets.ErrNotFound
	})
	return out, err
}

// Health returns a healthy server.
func (m *Memory) Health(ctx context.Context) (h secrets.Health, err error) {
	err = m.do(ctx, "GET", "sys/health", func() error {
		h = secrets.Health{ClusterID: "memory", Version: "1.21.4", Initialized: true, Time: m.now()}
		return nil
	})
	return h, err
}

// Capabilities returns that everything is allowed.
func (m *Memory) Capabilities(ctx context.Context, paths ...string) (out map[string][]string, err error) {
	err = m.do(ctx, "POST", "sys/capabilities-self", func() error {
		out = map[string][]string{}
		for _, path := range paths {
			out[path] = []string{"root"}
		}
		return nil
	})
	return out, err
}

// Password returns a value made of the policy's name, for the one policy called test.
func (m *Memory) Password(ctx context.Context, policy string) (out plan.Secret, err error) {
	err = m.do(ctx, "GET", "sys/policies/password/"+policy+"/generate", func() error {
		if policy != "test" {
			return secrets.ErrNotFound
		}
		out = plan.NewSecret(fmt.Sprintf("Generated-By-%s-%d", policy, len(m.requests)))
		return nil
	})
	return out, err
}

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
