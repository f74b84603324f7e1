package secrets_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// heir is how the next run after one that died comes to its lease.
type heir struct {
	name    string
	holder  string // of both runs
	journal bool   // of both runs
	waits   bool   // until the lease is old
	clears  bool   // what is left of a run that had done all but giving the lease back
}

// TestDiesHoldingLease ends a run at each of its requests, the last included, before it arrives and after it was done. The next
// run gets on at once where it can know that the holder is dead: by its name, or since it has its journal.
func TestDiesHoldingLease(t *testing.T) {
	t.Parallel()
	for _, h := range []heir{
		{name: "same name", holder: "pipeline-7"},
		{name: "same journal", journal: true, clears: true},
		{name: "same name and journal", holder: "pipeline-7", journal: true, clears: true},
		{name: "nothing in common", waits: true},
	} {
		for _, carriedOut := range []bool{false, true} {
			t.Run(h.name, func(t *testing.T) {
				t.Parallel()
				want := secretstest.NewMemory()
				require.NoError(t, apply(t.Context(), on(want), document(t)))
				last := len(want.Requests())
				left := 0
				for at := 1; at <= last; at++ {
					if h.inherits(t, at, carriedOut, want.State().WithoutValues()) {
						left++
					}
				}
				if h.clears {
					assert.Zero(t, left)
					return
				}
				assert.Equal(t, 1, left, "only the run that had done all but giving the lease back leaves it, until somebody has something to do")
			})
		}
	}
}

// inherits lets one run die and another follow. It reports whether a lease is left in the end.
func (h heir) inherits(t *testing.T, at int, carriedOut bool, want secretstest.State) (left bool) {
	t.Helper()
	ctx, m, day := t.Context(), secretstest.NewMemory(), &calendar{epoch}
	m.Now = day.now
	journals := []plan.Journal{&plan.Memory{}, &plan.Memory{}}
	if h.journal {
		journals[1] = journals[0]
	}
	run := func(n int) error {
		p := on(m)
		p.Workers, p.Holder = 1, h.holder
		r, err := p.Plan(ctx, document(t))
		if err != nil {
			return err
		}
		return p.Apply(ctx, r, journals[n], nil)
	}
	dieAt(m, at, carriedOut)
	require.Error(t, run(0))
	m.Before, m.After = nil, nil
	held := m.State().Secrets[leasePath].Current > 0
	done := held && len(m.State().Roles) > 0 && len(m.State().Secrets) == len(want.Secrets)+1
	err := run(1)
	if h.waits && held && !done {
		require.ErrorIs(t, err, secrets.ErrBusy, "%d", at)
		day.day = day.day.Add(5*time.Minute + time.Second)
		err = run(1)
	}
	require.NoError(t, err, "%d", at)
	got := m.State().WithoutValues()
	_, left = got.Secrets[leasePath]
	delete(got.Secrets, leasePath)
	require.Equal(t, want, got, "%d", at)
	if left {
		require.Positive(t, m.Writes())
		day.day = day.day.Add(6 * time.Minute)
		require.NoError(t, apply(ctx, on(m), many(1, 1)))
		require.NotContains(t, m.State().Secrets, leasePath)
	}
	return left
}

// TestJournalOfAnother: who has a copy of a journal whose run lives on, or was taken up by somebody else, does not get the lease.
func TestJournalOfAnother(t *testing.T) {
	t.Parallel()
	m, name := secretstest.NewMemory(), filepath.Join(t.TempDir(), "journal")
	m.Now = (&calendar{epoch}).now
	journal, err := plan.OpenFile(name)
	require.NoError(t, err)
	defer journal.Close()
	r, err := on(m).Plan(t.Context(), document(t))
	require.NoError(t, err)
	dieAt(m, len(m.Requests())+3, false)
	require.Error(t, on(m).Apply(t.Context(), r, journal, nil))
	m.Before, m.After = nil, nil

	var copied [2]plan.Memory
	for r, err := range journal.All(t.Context()) {
		require.NoError(t, err)
		for i := range copied {
			require.NoError(t, copied[i].Append(t.Context(), r))
		}
	}
	second := make(chan error, 1)
	m.After = func(q secretstest.Request) error {
		if q.Writes() && q.Path == "secrets/data/goldenpath/lease" && len(second) == 0 {
			m.After = nil
			second <- on(m).Apply(t.Context(), r, &copied[1], nil)
		}
		return nil
	}
	p := on(m)
	p.Workers = 1
	require.NoError(t, p.Apply(t.Context(), r, &copied[0], nil))
	require.ErrorIs(t, <-second, secrets.ErrBusy, "the first that goes on with the journal holds the lease by a new name")
	assert.NotContains(t, m.State().Secrets, leasePath)

	_, err = journal.Lock(t.Context())
	require.NoError(t, err)
	require.ErrorIs(t, on(m).Apply(t.Context(), r, journal, nil), plan.ErrLocked)
}

// TestUndoDead takes back what a run did that died, and its lease.
func TestUndoDead(t *testing.T) {
	t.Parallel()
	probe := secretstest.NewMemory()
	require.NoError(t, apply(t.Context(), on(probe), document(t)))
	for at := 1; at <= len(probe.Requests()); at++ {
		m, journal := secretstest.NewMemory(), &plan.Memory{}
		before := m.State()
		p := on(m)
		p.Workers = 1
		dieAt(m, at, true)
		if r, err := p.Plan(t.Context(), document(t)); err == nil {
			_ = p.Apply(t.Context(), r, journal, nil)
		}
		m.Before, m.After = nil, nil
		require.NoError(t, plan.Undo(t.Context(), journal, p, nil), "%d", at)
		assert.Equal(t, before, m.State(), "%d", at)
	}
}

// TestRollbackKeepsLease: a run that takes back what it did holds its lease until the end.
func TestRollbackKeepsLease(t *testing.T) {
	t.Parallel()
	m, ctx := secretstest.NewMemory(), t.Context()
	before := m.State()
	p := on(m)
	p.Workers = 1
	r, err := p.Plan(ctx, document(t))
	require.NoError(t, err)
	var given []string
	m.Before = func(q secretstest.Request) error {
		if q.Method == "DELETE" {
			given = append(given, q.Path)
		}
		if q.Method == "POST" && q.Path == "auth/kubernetes/role/production_order-api" {
			return errKilled
		}
		return nil
	}
	err = p.Apply(ctx, r, &plan.Memory{}, &plan.Options{Rollback: p})
	require.ErrorIs(t, err, errKilled)
	assert.Equal(t, before, m.State())
	assert.Equal(t, "secrets/metadata/goldenpath/lease", given[len(given)-1])
	assert.Len(t, given, 4, "two secrets, a policy, and the lease once")
}

// TestOpenJournal: by a journal that cannot be locked nobody can tell whether a run is alive.
func TestOpenJournal(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	m.Now = (&calendar{epoch}).now
	open := struct{ plan.Journal }{&plan.Memory{}}
	r, err := on(m).Plan(t.Context(), document(t))
	require.NoError(t, err)
	dieAt(m, len(m.Requests())+3, false)
	require.Error(t, on(m).Apply(t.Context(), r, open, nil))
	m.Before, m.After = nil, nil
	require.ErrorIs(t, on(m).Apply(t.Context(), r, open, nil), secrets.ErrBusy)
	broken := errors.New("disk full")
	require.ErrorIs(t, on(m).Apply(context.WithoutCancel(t.Context()), r, &fullDisk{err: broken}, nil), broken)
}

// fullDisk is a journal that takes nothing.
type fullDisk struct {
	plan.Memory
	err error
}

func (f *fullDisk) Append(context.Context, plan.Receipt) error { return f.err }
