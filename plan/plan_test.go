package plan_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
)

var errStep = errors.New("no such team")

// tape is a world in which each step leaves its key, and undoing removes it.
type tape struct {
	ran, undone []string
	fail        map[string]error // of steps
	failUndo    map[string]error
}

func (w *tape) step(key string, needs ...string) plan.Step {
	return plan.Step{
		Key: key, Verb: plan.Create, Summary: "make " + key, Needs: needs, Reversible: true,
		Do: func(context.Context) (plan.Receipt, error) {
			if err := w.fail[key]; err != nil {
				return plan.Receipt{}, err
			}
			w.ran = append(w.ran, key)
			return plan.Receipt{Undo: json.RawMessage(`"` + key + `"`)}, nil
		},
	}
}

func (w *tape) Undo(_ context.Context, r plan.Receipt) error {
	if err := w.failUndo[r.Key]; err != nil {
		return err
	}
	w.undone = append(w.undone, r.Key)
	return nil
}

func planOf(steps ...plan.Step) *plan.Plan { return &plan.Plan{Steps: steps} }

func TestValidate(t *testing.T) {
	t.Parallel()
	w := &tape{}
	none := w.step("a")
	none.Do = nil
	verb := w.step("a")
	verb.Verb = "make"
	tests := []struct {
		name  string
		steps []plan.Step
		want  []string
	}{
		{"nothing to do", nil, nil},
		{"good", []plan.Step{w.step("a", "b"), w.step("b")}, nil},
		{"no key", []plan.Step{w.step("")}, []string{"step 1: no key"}},
		{"taken", []plan.Step{w.step("a"), w.step("a")}, []string{`step 2: key "a" is taken`}},
		{"no such need", []plan.Step{w.step("a", "b")}, []string{`step "a": needs "b", which is no step of the plan`}},
		{"circle", []plan.Step{w.step("a", "b"), w.step("b", "a")}, []string{`step "a" needs itself, by way of others`}},
		{"itself", []plan.Step{w.step("a", "a")}, []string{`step "a" needs itself`}},
		{"all at once", []plan.Step{none, verb, w.step("c", "d")}, []string{"no Do", "is taken", `unknown verb "make"`, `needs "d"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := planOf(tt.steps...)
			err := p.Validate()
			journal := &plan.Memory{}
			applied := plan.Apply(t.Context(), p, journal, nil)
			if tt.want == nil {
				require.NoError(t, err)
				require.NoError(t, applied)
				return
			}
			require.Error(t, applied)
			for _, part := range tt.want {
				assert.ErrorContains(t, err, part)
			}
			assert.Empty(t, receipts(t, journal))
		})
	}
}

func receipts(t *testing.T, j plan.Journal) []plan.Receipt {
	t.Helper()
	var out []plan.Receipt
	for r, err := range j.All(t.Context()) {
		require.NoError(t, err)
		out = append(out, r)
	}
	return out
}

func TestApplyOrder(t *testing.T) {
	t.Parallel()
	w := &tape{}
	p := planOf(w.step("message", "repo", "team"), w.step("repo", "team"), w.step("x"), w.step("team"))
	require.NoError(t, plan.Apply(t.Context(), p, &plan.Memory{}, nil))
	assert.Equal(t, []string{"team", "repo", "message", "x"}, w.ran)
}

func TestApplyFailure(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		keepGoing     bool
		done, skipped []string
	}{
		{"stops", false, []string{"a"}, []string{"c", "d", "e"}},
		{"goes on", true, []string{"a", "d"}, []string{"c", "e"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := &tape{fail: map[string]error{"b": errStep}}
			p := planOf(w.step("a"), w.step("b"), w.step("c", "b"), w.step("d", "a"), w.step("e", "c"))
			journal := &plan.Memory{}
			err := plan.Apply(t.Context(), p, journal, &plan.Options{KeepGoing: tt.keepGoing})
			var report *plan.Error
			require.ErrorAs(t, err, &report)
			require.ErrorIs(t, err, errStep)
			assert.Equal(t, tt.done, report.Done)
			assert.Equal(t, tt.skipped, report.Skipped)
			require.Len(t, report.Failed, 1)
			assert.Equal(t, "b", report.Failed[0].Key)
			assert.ErrorContains(t, err, "b: no such team")

			w.fail = nil
			ran := len(w.ran)
			require.NoError(t, plan.Apply(t.Context(), p, journal, nil), "resumed")
			assert.NotContains(t, w.ran[ran:], "a", "done before")
			assert.ElementsMatch(t, []string{"a", "b", "c", "d", "e"}, w.ran)

			require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
			assert.ElementsMatch(t, []string{"a", "b", "c", "d", "e"}, w.undone)
		})
	}
}

func TestSkippedByItself(t *testing.T) {
	t.Parallel()
	w := &tape{fail: map[string]error{"a": errStep, "b": fmt.Errorf("since a failed: %w", plan.ErrSkipped)}}
	journal := &plan.Memory{}
	err := plan.Apply(t.Context(), planOf(w.step("a"), w.step("b"), w.step("c", "b"), w.step("d")), journal, &plan.Options{KeepGoing: true})
	var report *plan.Error
	require.ErrorAs(t, err, &report)
	assert.Equal(t, []string{"b", "c"}, report.Skipped)
	assert.Equal(t, []string{"d"}, report.Done)
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
	assert.Equal(t, []string{"d"}, w.undone)
}

func TestFinishedRunIsNotResumed(t *testing.T) {
	t.Parallel()
	w := &tape{}
	p, journal := planOf(w.step("a")), &plan.Memory{}
	require.NoError(t, plan.Apply(t.Context(), p, journal, nil))
	require.NoError(t, plan.Apply(t.Context(), p, journal, nil))
	assert.Equal(t, []string{"a", "a"}, w.ran, "the planner says there is something to do again")
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
	assert.Equal(t, []string{"a", "a"}, w.undone)
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
	assert.Len(t, w.undone, 2)
}

func TestResumeRestoresAndChangedStepIsDoneAnew(t *testing.T) {
	t.Parallel()
	w := &tape{fail: map[string]error{"c": errStep}}
	restored := plan.Receipt{}
	a := w.step("a")
	a.Resume = func(_ context.Context, r plan.Receipt) error {
		restored = r
		return nil
	}
	journal := &plan.Memory{}
	b := w.step("b")
	require.Error(t, plan.Apply(t.Context(), planOf(a, b, w.step("c")), journal, nil))
	b.Diff = "another"
	w.fail = nil
	require.NoError(t, plan.Apply(t.Context(), planOf(a, b, w.step("c")), journal, nil))
	assert.Equal(t, "a", restored.Key)
	assert.Equal(t, plan.Done, restored.State)
	assert.Equal(t, []string{"a", "b", "b", "c"}, w.ran)
}

func TestDigest(t *testing.T) {
	t.Parallel()
	w := &tape{}
	p := planOf(w.step("a"), w.step("b"))
	same := planOf(w.step("a"), w.step("b"))
	assert.Equal(t, p.Digest(), same.Digest())
	for name, change := range map[string]func(*plan.Plan){
		"title":   func(p *plan.Plan) { p.Title = "x" },
		"summary": func(p *plan.Plan) { p.Steps[0].Summary += "!" },
		"diff":    func(p *plan.Plan) { p.Steps[1].Diff = "+x" },
		"order":   func(p *plan.Plan) { p.Steps[0], p.Steps[1] = p.Steps[1], p.Steps[0] },
		"needs":   func(p *plan.Plan) { p.Steps[1].Needs = []string{"a"} },
		"fewer":   func(p *plan.Plan) { p.Steps = p.Steps[:1] },
		"forever": func(p *plan.Plan) { p.Steps[1].Reversible = false },
	} {
		changed := planOf(w.step("a"), w.step("b"))
		change(changed)
		assert.NotEqual(t, p.Digest(), changed.Digest(), name)
		err := plan.Apply(t.Context(), changed, &plan.Memory{}, &plan.Options{Digest: p.Digest()})
		require.ErrorIs(t, err, plan.ErrDigest, name)
	}
	assert.Empty(t, w.ran)
	require.NoError(t, plan.Apply(t.Context(), same, &plan.Memory{}, &plan.Options{Digest: p.Digest()}))
}

func TestOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		observe func(context.Context) (plan.Receipt, bool, error)
		ran     int
		err     error
	}{
		{"nobody knows", nil, 1, plan.ErrUnclear},
		{"it was done", func(context.Context) (plan.Receipt, bool, error) { return plan.Receipt{}, true, nil }, 1, nil},
		{"it was not", func(context.Context) (plan.Receipt, bool, error) { return plan.Receipt{}, false, nil }, 2, nil},
		{"looking fails", func(context.Context) (plan.Receipt, bool, error) { return plan.Receipt{}, false, errStep }, 1, errStep},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ran := 0
			send := plan.Step{Key: "send", Verb: plan.Run, Once: true, Observe: tt.observe}
			send.Do = func(context.Context) (plan.Receipt, error) {
				if ran++; ran == 1 {
					return plan.Receipt{}, fmt.Errorf("connection reset: %w", plan.ErrUnclear)
				}
				return plan.Receipt{}, nil
			}
			journal := &plan.Memory{}
			require.ErrorIs(t, plan.Apply(t.Context(), planOf(send), journal, nil), plan.ErrUnclear)
			send.Summary = "worded otherwise"
			require.ErrorIs(t, plan.Apply(t.Context(), planOf(send), journal, nil), tt.err)
			assert.Equal(t, tt.ran, ran)
			if tt.err == nil {
				err := plan.Undo(t.Context(), journal, &tape{}, nil)
				require.ErrorIs(t, err, plan.ErrIrreversible)
			}
		})
	}
}

func TestOnceCancelledIsUnclear(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	send := plan.Step{Key: "send", Verb: plan.Run, Once: true, Do: func(ctx context.Context) (plan.Receipt, error) {
		cancel()
		return plan.Receipt{}, ctx.Err()
	}}
	journal := &plan.Memory{}
	require.ErrorIs(t, plan.Apply(ctx, planOf(send), journal, nil), context.Canceled)
	require.ErrorIs(t, plan.Apply(t.Context(), planOf(send), journal, nil), plan.ErrUnclear)
	require.ErrorIs(t, plan.Undo(t.Context(), journal, &tape{}, nil), plan.ErrUnclear)
}

func TestCancelledSkipsTheRest(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	w := &tape{}
	a := w.step("a")
	do := a.Do
	a.Do = func(ctx context.Context) (plan.Receipt, error) {
		cancel()
		return do(ctx)
	}
	journal := &plan.Memory{}
	err := plan.Apply(ctx, planOf(a, w.step("b")), journal, nil)
	var report *plan.Error
	require.ErrorAs(t, err, &report)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, []string{"a"}, report.Done, "what was done is recorded all the same")
	assert.Equal(t, []string{"b"}, report.Skipped)
}

func TestRollback(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	w := &tape{fail: map[string]error{"c": errStep}}
	b := w.step("b")
	half := b.Do
	b.Do = func(ctx context.Context) (plan.Receipt, error) {
		r, err := half(ctx)
		cancel()
		return r, errors.Join(errStep, err)
	}
	journal := &plan.Memory{}
	err := plan.Apply(ctx, planOf(w.step("a"), b), journal, &plan.Options{Rollback: w})
	require.ErrorIs(t, err, errStep)
	assert.Equal(t, []string{"b", "a"}, w.undone, "the half-done step too, though the context is cancelled")
}

func TestUndoResumes(t *testing.T) {
	t.Parallel()
	w := &tape{failUndo: map[string]error{"b": errStep}}
	journal := &plan.Memory{}
	require.NoError(t, plan.Apply(t.Context(), planOf(w.step("a"), w.step("b"), w.step("c")), journal, nil))
	err := plan.Undo(t.Context(), journal, w, nil)
	var report *plan.Error
	require.ErrorAs(t, err, &report)
	assert.Equal(t, []string{"c"}, report.Done)
	assert.Equal(t, []string{"a"}, report.Skipped)
	w.failUndo = nil
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
	assert.Equal(t, []string{"c", "b", "a"}, w.undone)
}

func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	s := plan.NewSecret("hunter2")
	step := plan.Step{Key: "a", Verb: plan.Create, Summary: fmt.Sprintf("set to %s", s), Diff: fmt.Sprintf("+%q %v %x %d %#v", s, s, s, s, s)}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "secret", s, "map", map[string]any{"s": s})
	step.Do = func(context.Context) (plan.Receipt, error) {
		out := map[string]any{"token": s, "nested": map[plan.Secret][]plan.Secret{s: {s}}}
		return plan.Receipt{Outputs: out}, fmt.Errorf("refused: %s", s)
	}
	var text bytes.Buffer
	p := planOf(step)
	require.NoError(t, errors.Join(p.WriteText(&text), p.WriteMarkdown(&text), p.WriteJSON(&text)))
	journal := &plan.Memory{}
	err := plan.Apply(t.Context(), p, journal, nil)
	recorded, marshalErr := json.Marshal(receipts(t, journal))
	require.NoError(t, marshalErr)
	for name, shown := range map[string]string{
		"text": text.String(), "log": logged.String(), "error": err.Error(), "journal": string(recorded), "print": fmt.Sprint(s, &s),
	} {
		assert.NotContains(t, shown, "hunter2", name)
		assert.NotContains(t, shown, "68756e74657232", name)
		assert.Contains(t, shown, "***", name)
	}
	assert.Equal(t, "hunter2", s.Reveal())
	assert.Empty(t, plan.Secret{}.Reveal())
	assert.NotContains(t, fmt.Sprintf("%+v %#v", struct{ inner plan.Secret }{s}, struct{ inner any }{s}), "hunter2")
}

func TestWriteIsSafeToShow(t *testing.T) {
	t.Parallel()
	w := &tape{}
	s := w.step("a`b")
	s.Summary, s.Diff = "\x1b[2Jgone\n+ create", "+```\n-\u202ex\n"
	p := planOf(s)
	var text, md strings.Builder
	require.NoError(t, p.WriteText(&text))
	require.NoError(t, p.WriteMarkdown(&md))
	assert.Contains(t, text.String(), `+ create  a`+"`"+`b  \x1b[2Jgone\n+ create`+"\n    +```\n    -\\u202ex\n")
	assert.Contains(t, md.String(), "- **create** `` a`b ``: \\\\x1b\\[2Jgone\\\\n\\+ create\n\n  ````diff\n  +```\n")
}

func TestClockAndLogger(t *testing.T) {
	t.Parallel()
	w := &tape{}
	at := time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC)
	journal, logged := &plan.Memory{}, &bytes.Buffer{}
	o := &plan.Options{Now: func() time.Time { return at }, Logger: slog.New(slog.NewTextHandler(logged, nil))}
	require.NoError(t, plan.Apply(t.Context(), planOf(w.step("a")), journal, o))
	for _, r := range receipts(t, journal) {
		assert.Equal(t, at, r.Time)
	}
	assert.Contains(t, logged.String(), "msg=begin step=a verb=create")
}

func TestNothingToDoIsNotRecorded(t *testing.T) {
	t.Parallel()
	journal := &plan.Memory{}
	require.NoError(t, plan.Apply(t.Context(), &plan.Plan{}, journal, nil))
	assert.Empty(t, receipts(t, journal))
}
