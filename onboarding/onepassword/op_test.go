package onepassword_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword/optest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// TestMain is the command op, when it is told which account to use.
func TestMain(m *testing.M) {
	file := os.Getenv("OP_TEST_ACCOUNT")
	if file == "" {
		os.Exit(m.Run())
	}
	if os.Getenv("OP_TEST_HANGS") != "" {
		time.Sleep(time.Hour)
	}
	os.Exit(optest.Main(context.Background(), file, os.Args[1:], os.Stdout, os.Stderr))
}

const session = "session-key-of-nobody"

// program returns a command whose account is a file.
func program(t *testing.T, groups ...string) (op *onepassword.Op, file string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	file = filepath.Join(t.TempDir(), "account.json")
	require.NoError(t, optest.New(groups...).Save(file))
	// Under the race detector a program would sleep for a second before it ends.
	env := []string{"OP_TEST_ACCOUNT=" + file, "OP_SESSION_acme=" + session, "GORACE=atexit_sleep_ms=0"}
	return &onepassword.Op{Path: self, Env: env}, file
}

// TestProgram joins and leaves by running a program.
func TestProgram(t *testing.T) {
	t.Parallel()
	op, file := program(t, "Payments")
	journal := &plan.Memory{}
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{&onepassword.Provider{Runner: op}}, Journal: journal}
	wanted := []onboarding.Grant{account(""), group("Payments", "")}
	join := func() *onboarding.Result {
		review, err := o.Join(t.Context(), ada, wanted)
		require.NoError(t, err)
		result, err := o.Apply(t.Context(), review, nil)
		require.NoError(t, err)
		return result
	}
	assert.True(t, join().Waiting())
	a, err := optest.Open(file)
	require.NoError(t, err)
	require.NoError(t, a.Accept(ada.Email))
	require.NoError(t, a.Save(file))
	assert.False(t, join().Waiting(), "what was accepted is confirmed, and then given its groups")
	held, _, err := o.Verify(t.Context(), ada)
	require.NoError(t, err)
	assert.Len(t, held, 2)

	review, err := o.Leave(t.Context(), ada)
	require.NoError(t, err)
	_, err = o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	held, _, err = o.Verify(t.Context(), ada)
	require.NoError(t, err)
	assert.Empty(t, held)
	require.NoError(t, plan.Undo(t.Context(), journal, o, nil))
	a, err = optest.Open(file)
	require.NoError(t, err)
	assert.Equal(t, optest.Suspended, a.State(ada.Email))
	assert.Equal(t, []string{ada.Email}, a.Mails())
}

// TestRefusedLines proves that the fake bites: what op does not have is refused.
func TestRefusedLines(t *testing.T) {
	t.Parallel()
	op, _ := program(t, "Payments")
	for line, want := range map[string]string{
		"user invite":      "unknown command",
		"user list --json": "unknown flag: --json",
		"user provision --name=A --mail=a@example.com":   "unknown flag: --mail",
		"user provision --name=A":                        "(400) Bad Request",
		"user suspend -f x":                              "unknown shorthand flag",
		"user suspend x --deauthorize-devices-after=25h": "invalid duration",
		"user get":                                   "accepts 1 arg(s), received 0",
		"user get ada@example.com":                   "isn't a user",
		"user confirm a b":                           "accepts 1 arg(s), received 2",
		"group user list Nobody":                     "isn't a group",
		"group user grant --group=Payments --user":   "flag needs an argument",
		"group user grant --group Payments --user x": "isn't a user",
		"vault user list x":                          "isn't a vault",
	} {
		_, err := op.Run(t.Context(), strings.Fields(line)...)
		var exit *onepassword.ExitError
		require.ErrorAs(t, err, &exit, line)
		assert.Equal(t, 1, exit.Code)
		assert.Contains(t, exit.Text, want, line)
	}
}

func TestProgramFaults(t *testing.T) {
	t.Parallel()
	op, file := program(t)
	p := &onepassword.Provider{Runner: op}
	_, err := op.Run(t.Context(), "user", "get", session)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), session)
	assert.Contains(t, err.Error(), `"***" isn't a user`)

	hangs := &onepassword.Op{Path: op.Path, Env: append(op.Env, "OP_TEST_HANGS=yes"), Timeout: 20 * time.Millisecond}
	_, err = (&onepassword.Provider{Runner: hangs}).Observe(t.Context(), ada)
	assert.Equal(t, onboarding.ClassTransient, onboarding.ClassOf(err), "%v", err)

	_, err = (&onepassword.Provider{Runner: &onepassword.Op{Path: filepath.Join(t.TempDir(), "op")}}).Observe(t.Context(), ada)
	assert.Equal(t, onboarding.ClassUnsupported, onboarding.ClassOf(err), "%v", err)

	require.NoError(t, os.WriteFile(file, []byte("{"), 0o600))
	_, err = p.Observe(t.Context(), ada)
	assert.Error(t, err)
}
