package message_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/dora/internal/message"
)

const (
	one = "1111111111111111111111111111111111111111"
	two = "2222222222222222222222222222222222222222"
)

func TestTrailers(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, message, picked, reverts string }{
		{"nothing", "fix the price", "", ""},
		{"a pick", "fix\n\n(cherry picked from commit " + one + ")", one, ""},
		{"a pick of a pick", "fix\n\n(cherry picked from commit " + one + ")\n(cherry picked from commit " + two + ")", two, ""},
		{"a revert", "Revert \"fix\"\n\nThis reverts commit " + one + ".", "", one},
		{"no name of a commit", "This reverts commit HEAD~1.", "", ""},
		{"too short", "This reverts commit abc.", "", ""},
		{"too long", "This reverts commit " + strings.Repeat("a", 65), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			picked, reverts := message.Trailers([]byte(tt.message))
			assert.Equal(t, tt.picked, picked)
			assert.Equal(t, tt.reverts, reverts)
		})
	}
}

func TestRevertedPull(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, message, repo string
		number              int
	}{
		{"the button's words", "Revert \"fix\" (#13)\n\nReverts acme/orders#12", "acme/orders", 12},
		{"short", "Reverts #12\r\n", "", 12},
		{"within a sentence", "it Reverts #12 and more", "", 0},
		{"a number too large", "Reverts #99999999999999999999", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			repo, number := message.RevertedPull(tt.message)
			assert.Equal(t, tt.repo, repo)
			assert.Equal(t, tt.number, number)
		})
	}
}

func TestIncidentText(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 15, 4, 0, 0, time.UTC)
	tests := []struct {
		name, text, sha string
		started         time.Time
	}{
		{"nothing", "It is down since we started at noon.", "", time.Time{}},
		{"a form", "### Started at\n\n2026-01-02 15:04\n\n### Root cause\n\n1F2E3D4", "1f2e3d4", at},
		{"lines", "Started: 2026-01-02T16:04:00+01:00\nroot cause: " + one, one, at},
		{"no date", "Started: 2026-13-45T99:99Z", "", time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.sha, message.RootCause(tt.text))
			assert.Equal(t, tt.started, message.Started(tt.text))
		})
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("fix\n\n(cherry picked from commit " + one + ")\nThis reverts commit " + two + ".")
	f.Add("Reverts acme/orders#12")
	f.Add("### Started at\n\n2026-01-02 15:04\nroot cause: 1f2e3d4")
	f.Fuzz(func(t *testing.T, text string) {
		picked, reverts := message.Trailers([]byte(text))
		for _, sha := range []string{picked, reverts, message.RootCause(text)} {
			assert.True(t, sha == "" || message.IsSHA(sha), "%q", sha)
		}
		_, number := message.RevertedPull(text)
		assert.GreaterOrEqual(t, number, 0)
		assert.Equal(t, message.Started(text), message.Started(text).UTC())
	})
}
