package scaffold

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

// Status says what became of a step.
type Status string

// The statuses of steps, as Backstage names them.
const (
	Processing Status = "processing"
	Completed  Status = "completed"
	Skipped    Status = "skipped"
	Failed     Status = "failed"
)

// LogLine is a line of a run's log. Secrets are hidden in it.
type LogLine struct {
	Step    string     // id; empty for the run itself
	Status  Status     // that the step has now; empty when the line does not change it
	Level   slog.Level // of what an action says
	Message string
}

// runLog collects the log of a run.
type runLog struct {
	mu      sync.Mutex
	lines   []LogLine
	secrets []string // longest first
	hear    func(LogLine)
}

// hidden is what stands for a secret.
const hidden = "***"

func newLog(hear func(LogLine), secrets ...map[string]string) *runLog {
	l := &runLog{hear: hear}
	for _, m := range secrets {
		for _, s := range m {
			if s = strings.TrimSpace(s); s != "" {
				l.secrets = append(l.secrets, s)
			}
		}
	}
	slices.SortFunc(l.secrets, func(a, b string) int { return len(b) - len(a) })
	return l
}

func (l *runLog) add(line LogLine) {
	line.Message = l.redact(line.Message)
	l.mu.Lock()
	l.lines = append(l.lines, line)
	l.mu.Unlock()
	if l.hear != nil {
		l.hear(line)
	}
}

func (l *runLog) all() []LogLine {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.lines)
}

// redact hides the secrets in s.
func (l *runLog) redact(s string) string {
	for _, secret := range l.secrets {
		s = strings.ReplaceAll(s, secret, hidden)
	}
	return s
}

// redactValue hides the secrets in all strings of v.
func (l *runLog) redactValue(v any) any {
	switch v := v.(type) {
	case string:
		return l.redact(v)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = l.redactValue(item)
		}
		return items
	case *Object:
		o := &Object{}
		for name, value := range v.All() {
			o.Set(l.redact(name), l.redactValue(value))
		}
		return o
	}
	return v
}

// stepHandler makes log lines of what an action tells its logger.
type stepHandler struct {
	log   *runLog
	step  string
	attrs string
}

func (h stepHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h stepHandler) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString(r.Message)
	b.WriteString(h.attrs)
	r.Attrs(func(a slog.Attr) bool {
		b.WriteString(" " + a.String())
		return true
	})
	h.log.add(LogLine{Step: h.step, Level: r.Level, Message: b.String()})
	return nil
}

func (h stepHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, a := range attrs {
		h.attrs += " " + a.String()
	}
	return h
}

func (h stepHandler) WithGroup(string) slog.Handler { return h }
