package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
	"github.com/goldenpath-go/goldenpath/dora/store"
)

// fileVariable tells a copy of the test program which file to collect into.
const fileVariable = "DORA_STORE_TEST_FILE"

func TestMain(m *testing.M) {
	if name := os.Getenv(fileVariable); name != "" {
		os.Exit(collectForever(name))
	}
	os.Exit(m.Run())
}

// world has n deployments of a commit each, and an incident of every fifth.
func world(n int) doratest.World {
	w := doratest.World{Services: []dora.Service{{Name: "orders", Repo: "acme/orders", Owner: "payments"}}}
	at := doratest.Window().From
	for i := range n {
		at = at.Add(time.Minute)
		sha := fmt.Sprintf("%040x", i)
		w.Deployments = append(w.Deployments, dora.Deployment{
			Service: "orders", ID: fmt.Sprintf("d%d", i), Environment: "production", SHA: sha, Created: at, Finished: at, Status: dora.Success,
		})
		c := dora.Change{Repo: "acme/orders", SHA: sha, Authored: at.Add(-time.Hour)}
		if i > 0 {
			c.Parents = []string{fmt.Sprintf("%040x", i-1)}
		}
		w.Changes = append(w.Changes, c)
		if i%5 == 0 {
			w.Incidents = append(w.Incidents, dora.Incident{ID: fmt.Sprintf("i%d", i), Services: []string{"orders"}, Opened: at.Add(time.Second), Resolved: at.Add(time.Hour)})
		}
	}
	return w
}

const worldSize = 60

func sources(m *doratest.Memory) dora.Sources {
	return dora.Sources{
		Deployments: map[string]dora.DeploymentSource{"memory": m}, Changes: m,
		Incidents: map[string]dora.IncidentSource{"memory": m},
	}
}

func collect(ctx context.Context, s dora.Store, m *doratest.Memory, progress func(dora.Progress)) (*dora.History, error) {
	return dora.Collect(ctx, sources(m), dora.Scope{Services: m.World.Services}, doratest.Window(), &dora.CollectOptions{Store: s, Progress: progress})
}

// collectForever is the program that is killed: it keeps page after page, one
// event in each.
func collectForever(name string) int {
	f, err := store.Open(name)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("open")
	m := &doratest.Memory{World: world(worldSize), PageSize: 1}
	if _, err := collect(context.Background(), f, m, func(dora.Progress) { fmt.Println("page") }); err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("done")
	select {} // wait to be killed
}

// lines returns the events of a history, sorted.
func lines(t *testing.T, h *dora.History) []string {
	t.Helper()
	var out bytes.Buffer
	_, err := h.WriteTo(&out)
	require.NoError(t, err)
	all := strings.Split(strings.TrimSpace(out.String()), "\n")
	slices.Sort(all)
	return all
}

// Fifty times the program is killed at some page; the run after it has all
// events once.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	require.NoError(t, err)
	m := &doratest.Memory{World: world(worldSize)}
	want, err := collect(t.Context(), nil, m, nil)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(5, 6))
	name := filepath.Join(t.TempDir(), "dora.db")
	for round := range 50 {
		if round%5 == 0 {
			require.NoError(t, os.RemoveAll(name))
		}
		kill(t, program, name, random.IntN(40), time.Duration(random.IntN(1500))*time.Microsecond)
		if round%5 != 4 {
			continue
		}
		f, err := store.Open(name)
		require.NoError(t, err, "round %d", round)
		_, err = collect(t.Context(), f, m, nil)
		require.NoError(t, err)
		kept := &dora.History{}
		_, err = f.Load(t.Context(), kept)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		assert.Equal(t, lines(t, want), lines(t, kept), "round %d", round)
	}
}

// kill runs the program and kills it some moment after some page.
func kill(t *testing.T, program, name string, pages int, after time.Duration) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), fileVariable+"="+name)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	seen, buffer := 0, make([]byte, 64)
	for seen <= pages {
		n, err := out.Read(buffer)
		require.NoError(t, err)
		seen += bytes.Count(buffer[:n], []byte("\n"))
		if bytes.Contains(buffer[:n], []byte("done")) {
			break
		}
	}
	time.Sleep(after)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // it was killed
}

// A nightly run asks for what is new and nothing else.
func TestNextRunAsksForWhatIsNew(t *testing.T) {
	t.Parallel()
	f, err := store.Open(filepath.Join(t.TempDir(), "dora.db"))
	require.NoError(t, err)
	defer f.Close()
	counted := func(n int) map[string]int {
		items := map[string]int{}
		_, err := collect(t.Context(), f, &doratest.Memory{World: world(n), PageSize: 10}, func(p dora.Progress) { items[p.Source] = p.Items })
		require.NoError(t, err)
		return items
	}
	assert.Equal(t, map[string]int{"deployments/memory": 60, "incidents/memory": 12, "changes/acme/orders": 60}, counted(60))
	assert.Empty(t, counted(60))
	assert.Equal(t, map[string]int{"deployments/memory": 5, "incidents/memory": 1, "changes/acme/orders": 5}, counted(65))
}

func TestLocked(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "dora.db")
	first, err := store.Open(name)
	require.NoError(t, err)
	_, err = store.Open(name)
	require.ErrorIs(t, err, store.ErrLocked)
	require.NoError(t, first.Close())
	second, err := store.Open(name)
	require.NoError(t, err)
	require.NoError(t, second.Close())
}

// Whatever stands in the file, there is an error or a history, no panic.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "dora.db")
	f, err := store.Open(name)
	require.NoError(t, err)
	_, err = collect(t.Context(), f, &doratest.Memory{World: world(300)}, nil)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	good, err := os.ReadFile(name)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(7, 8))
	damaged := 0
	for round := range 60 {
		bad := bytes.Clone(good)
		switch round % 3 {
		case 0:
			bad = bad[:random.IntN(len(bad))]
		case 1:
			at := random.IntN(len(bad) - 4096)
			for i := range 4096 {
				bad[at+i] = byte(random.Uint32())
			}
		case 2:
			page := random.IntN(len(bad)/4096) * 4096
			for i := range 64 {
				bad[page+i] = byte(random.Uint32())
			}
		}
		name := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", round))
		require.NoError(t, os.WriteFile(name, bad, 0o600))
		if err := use(t.Context(), name); err != nil {
			damaged++
			assert.Contains(t, err.Error(), name)
		}
	}
	assert.Greater(t, damaged, 20)
	require.ErrorIs(t, use(t.Context(), writeText(t)), store.ErrDamaged)
}

func writeText(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "text.db")
	require.NoError(t, os.WriteFile(name, bytes.Repeat([]byte("no database\n"), 1000), 0o600))
	return name
}

func use(ctx context.Context, name string) error {
	f, err := store.Open(name)
	if err != nil {
		return err
	}
	_, err = f.Load(ctx, &dora.History{})
	return errors.Join(err, f.Close())
}

// A batch that is kept again doubles nothing; the cursor is that of the last
// batch that had one.
func TestAppend(t *testing.T) {
	t.Parallel()
	f, err := store.Open(filepath.Join(t.TempDir(), "dora.db"))
	require.NoError(t, err)
	defer f.Close()
	w := world(3)
	for _, cursor := range []string{"1", "2", ""} {
		b := dora.Batch{Name: "a", Deployments: w.Deployments, Services: w.Services}
		if cursor != "" {
			b.Cursor = []byte(cursor)
		}
		require.NoError(t, f.Append(t.Context(), b))
	}
	h := &dora.History{}
	cursors, err := f.Load(t.Context(), h)
	require.NoError(t, err)
	assert.Equal(t, "2", string(cursors["a"]))
	assert.Len(t, lines(t, h), 4)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, f.Append(ended, dora.Batch{}), context.Canceled)
}
