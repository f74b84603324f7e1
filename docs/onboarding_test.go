package docs_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
)

// TestOnboardingPage reads the page's files, makes the review that it shows, and looks for its lines of Go.
func TestOnboardingPage(t *testing.T) {
	t.Parallel()
	faults := ""
	code := onboardingCode(t)
	checkPage(t, "onboarding.md", func(b fence.Block) (string, error) {
		switch {
		case b.Info == "yaml":
			_, err := onboarding.ParseConfig("onboarding.yaml", []byte(b.Text))
			if faults = ""; err != nil {
				faults = err.Error() + "\n"
			}
			assert.Equal(t, strings.Contains(b.Text, "../"), err != nil, "%v", err)
		case b.File == "review":
			return onboardingReview(t), nil
		case b.Info == "text":
			return faults, nil
		case b.Info == "console":
			return fence.Run(b.Text, inModule(t.Context()))
		case b.Info == "go":
			for _, line := range strings.Split(strings.TrimSpace(b.Text), "\n") {
				assert.Contains(t, code, strings.TrimSpace(line))
			}
		}
		return b.Text, nil
	})
}

// onboardingCode returns the package with its tests.
func onboardingCode(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../onboarding/*.go")
	require.NoError(t, err)
	var b strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		b.Write(data)
	}
	return b.String()
}

func onboardingReview(t *testing.T) string {
	t.Helper()
	payments, everybody := onboardingtest.Team("hub", "payments", ""), onboardingtest.Team("chat", "everybody", "")
	hub, chat := onboardingtest.NewMemory(onboardingtest.Invited, payments), onboardingtest.NewMemory(onboardingtest.Elsewhere, everybody)
	hub.Called, chat.Called = "hub", "chat"
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{hub, chat}, Messengers: []onboarding.Messenger{&onboardingtest.Recorder{Called: "chat-messages"}}}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	r, err := o.Join(t.Context(), ada, []onboarding.Grant{onboardingtest.Account("hub", ""), payments, everybody})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, r.WriteText(&b))
	text, _, _ := strings.Cut(b.String(), "sha256:")
	return text
}

// TestOnboardingTables holds the page's tables against the package.
func TestOnboardingTables(t *testing.T) {
	t.Parallel()
	page := read(t, "onboarding.md")
	for _, a := range onboarding.GroupAnnotations() {
		below := map[bool]string{true: "no", false: "yes"}[a.Direct]
		assert.Contains(t, page, "| `"+a.Key+"` | `"+a.Provider+"/"+a.Kind+"` | "+below+" |\n")
	}
	for _, key := range onboarding.UserAnnotations() {
		assert.Contains(t, page, "`"+key+"`")
	}
	for _, s := range []onboarding.State{onboarding.Done, onboarding.Planned, onboarding.Pending, onboarding.Blocked, onboarding.Failed, onboarding.Skipped, onboarding.Manual} {
		assert.Contains(t, page, "\n| `"+string(s)+"` |")
	}
}

// TestAnnotationsMeanKinds: what an annotation stands for is what its provider grants.
func TestAnnotationsMeanKinds(t *testing.T) {
	t.Parallel()
	kinds := map[string][]string{
		"github": {github.Team}, "google": {google.Group}, "onepassword": {onepassword.GroupKind},
		"slack": {slack.ChannelKind, slack.UserGroupKind}, "pagerduty": {pagerduty.TeamKind, pagerduty.ScheduleKind},
	}
	for _, a := range onboarding.GroupAnnotations() {
		assert.Contains(t, kinds[a.Provider], a.Kind, a.Key)
	}
}
