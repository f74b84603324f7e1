package plan_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
)

func openFile(t *testing.T, name string) *plan.File {
	t.Helper()
	f, err := plan.OpenFile(name)
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestFileKeepsReceipts(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal.jsonl")
	w := &tape{}
	f := openFile(t, name)
	require.NoError(t, plan.Apply(t.Context(), planOf(w.step("a"), w.step("b")), f, nil))
	_, err := plan.OpenFile(name)
	require.ErrorIs(t, err, plan.ErrLocked)
	require.NoError(t, f.Close())
	require.Error(t, f.Append(t.Context(), plan.Receipt{State: plan.Finished}), "closed")

	f = openFile(t, name)
	require.NoError(t, plan.Undo(t.Context(), f, w, nil))
	assert.Equal(t, []string{"b", "a"}, w.undone)
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.Zero(t, info.Mode().Perm()&0o077, "receipts are their owner's business")
}

func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	for name, journal := range map[string]plan.Journal{
		"memory": &plan.Memory{}, "file": openFile(t, filepath.Join(t.TempDir(), "j")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &tape{}
			a := w.step("a")
			a.Do = func(ctx context.Context) (plan.Receipt, error) {
				return plan.Receipt{}, plan.Apply(ctx, planOf(w.step("b")), journal, nil)
			}
			require.ErrorIs(t, plan.Apply(t.Context(), planOf(a), journal, nil), plan.ErrLocked)
			require.ErrorIs(t, plan.Undo(t.Context(), lockedBy(t, journal), w, nil), plan.ErrLocked)
		})
	}
}

// lockedBy returns the journal while another run has it.
func lockedBy(t *testing.T, j plan.Journal) plan.Journal {
	t.Helper()
	unlock, err := j.(plan.Locker).Lock(t.Context())
	require.NoError(t, err)
	t.Cleanup(unlock)
	return j
}

const (
	lineA    = `{"key":"a","state":"done","undo":"a"}` + "\n"
	lineB    = `{"key":"b","state":"done","undo":"b"}` + "\n"
	finished = `{"state":"finished"}` + "\n"
)

func TestFileThatIsTornOrCorrupted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, content, kept, err string
	}{
		{"empty", "", "", ""},
		{"whole", lineA + finished, lineA + finished, ""},
		{"torn", lineA + lineB[:12], lineA, ""},
		{"torn at once", lineA[:1], "", ""},
		{"zeros after a power cut", lineA + "\x00\x00\x00\x00", lineA, ""},
		{"line break missing", lineA + strings.TrimSuffix(lineB, "\n"), lineA + lineB, ""},
		{"torn in the middle", lineA[:20] + "\n" + lineB, "", "line 1"},
		{"two in one", lineA + strings.TrimSuffix(lineB, "\n") + lineB, "", "line 2"},
		{"unknown state", lineA + `{"key":"b","state":"half"}` + "\n", "", `line 2: unknown state "half"`},
		{"no key", `{"state":"done"}` + "\n", "", "line 1: a receipt of state \"done\" has no key"},
		{"empty line", lineA + "\n" + lineB, "", "line 2"},
		{"no journal at all", "hello\n", "", "line 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "journal.jsonl")
			require.NoError(t, os.WriteFile(name, []byte(tt.content), 0o600))
			f, err := plan.OpenFile(name)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				assert.Equal(t, tt.content, read(t, name), "left as it is")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.kept, read(t, name))
			require.NoError(t, f.Append(t.Context(), plan.Receipt{State: plan.Finished}))
			assert.Equal(t, tt.kept+finished, read(t, name))
			require.NoError(t, f.Close())
		})
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

func TestOpenFileInNoFolder(t *testing.T) {
	t.Parallel()
	_, err := plan.OpenFile(filepath.Join(t.TempDir(), "no", "journal"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// worldEnv names the folder on which TestKilled works in a process of its own, killEnv the step at which that is killed.
const (
	worldEnv = "GOLDENPATH_PLAN_TEST_WORLD"
	killEnv  = "GOLDENPATH_PLAN_TEST_KILL"
)

// folder is a world in which each step makes a file.
type folder struct {
	dir  string
	kill string // key of the step in whose middle the process is killed
}

func (w folder) plan() *plan.Plan {
	p := &plan.Plan{}
	for i := range 4 {
		name := filepath.Join(w.dir, "file"+strconv.Itoa(i))
		undo, _ := json.Marshal(name) // a string always marshals
		p.Steps = append(p.Steps, plan.Step{
			Key: strconv.Itoa(i), Verb: plan.Create, Reversible: true, Intent: undo,
			Do: func(context.Context) (plan.Receipt, error) {
				err := os.WriteFile(name, nil, 0o600)
				if w.kill == strconv.Itoa(i) {
					killSelf()
				}
				return plan.Receipt{Undo: undo}, err
			},
		})
	}
	return p
}

func (folder) Undo(_ context.Context, r plan.Receipt) error {
	var name string
	if err := json.Unmarshal(r.Undo, &name); err != nil {
		return err
	}
	return os.RemoveAll(name)
}

func killSelf() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// TestKilled kills a process in the middle of each step.
func TestKilled(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv(worldEnv); dir != "" {
		w := folder{dir: dir, kill: os.Getenv(killEnv)}
		require.NoError(t, plan.Apply(t.Context(), w.plan(), openFile(t, filepath.Join(dir, "journal")), nil))
		return
	}
	for step := range 4 {
		for _, resume := range []bool{true, false} {
			dir := t.TempDir()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$", "-test.fuzzcachedir="+t.TempDir())
			cmd.Env = append(os.Environ(), worldEnv+"="+dir, killEnv+"="+strconv.Itoa(step))
			require.Error(t, cmd.Run(), "killed")
			w, journal := folder{dir: dir}, openFile(t, filepath.Join(dir, "journal"))
			want := 0
			if resume {
				want = 4
				require.NoError(t, plan.Apply(t.Context(), w.plan(), journal, nil))
			} else {
				require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
			}
			made, err := filepath.Glob(filepath.Join(dir, "file*"))
			require.NoError(t, err)
			assert.Len(t, made, want, "killed at step %d, resume: %v", step, resume)
		}
	}
}

func FuzzOpenFile(f *testing.F) {
	for _, seed := range []string{"", lineA, lineA + lineB + finished, lineA + lineB[:9], "\x00", "[]\n", "{}\n", lineA + "\n"} {
		f.Add([]byte(seed))
	}
	name := filepath.Join(f.TempDir(), "journal")
	f.Fuzz(func(t *testing.T, content []byte) {
		require.NoError(t, os.WriteFile(name, content, 0o600))
		journal, err := plan.OpenFile(name)
		if err != nil {
			return
		}
		before := receipts(t, journal)
		require.NoError(t, journal.Append(t.Context(), plan.Receipt{Key: "k", State: plan.Done}))
		require.NoError(t, journal.Close())
		journal, err = plan.OpenFile(name)
		require.NoError(t, err, "what was opened once opens again")
		assert.Len(t, receipts(t, journal), len(before)+1)
		require.NoError(t, journal.Close())
	})
}
