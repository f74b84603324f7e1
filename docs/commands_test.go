//go:build unix

package docs_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// commands is the folder of the commands that the documents show, built when the first test asks for it.
type commands struct {
	dir   string
	build func() error
}

var built = newCommands()

func newCommands() *commands {
	c := &commands{}
	c.build = sync.OnceValue(func() (err error) {
		if c.dir, err = os.MkdirTemp("", "docs"); err != nil {
			return err
		}
		out, err := exec.Command("go", "build", "-o", c.dir+string(filepath.Separator), "../cmd/catalog-lint", "../examples/ownrule", "../examples/goldenpath", "../examples/doraweekly").CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	})
	return c
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir) // what is left in the folder for temporary files does no harm
	}
	os.Exit(code)
}

// shell returns what runs the command lines of a document in the folder dir, and returns what they print.
func shell(t *testing.T, dir string) func(line string) (string, error) {
	t.Helper()
	require.NoError(t, built.build())
	home := t.TempDir()
	return func(line string) (string, error) {
		line = strings.ReplaceAll(line, "go run .", "ownrule") // in its folder
		cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
		cmd.Dir = dir
		cmd.Env = []string{
			"PATH=" + built.dir + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + home, "NO_COLOR=1", "LC_ALL=C",
			"GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada",
			"GIT_COMMITTER_EMAIL=ada@example.com", "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z", "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z",
		}
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			return "", err
		}
		return string(out), nil // what a command exits with is for the document to show
	}
}

// TestFirstTenMinutes does what the page says, one step after the other, in repositories like those it is about.
func TestFirstTenMinutes(t *testing.T) {
	t.Parallel()
	top := unpack(t, "testdata/first-ten-minutes.txtar")
	for _, repository := range []string{"web", "shop"} {
		out, err := shell(t, filepath.Join(top, repository))("git init -q && git add . && git commit -qm first")
		require.NoError(t, err)
		require.Empty(t, out)
	}
	shop := filepath.Join(top, "shop")
	run := shell(t, shop)
	checkPage(t, "first-ten-minutes.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			return b.Text, os.WriteFile(filepath.Join(shop, filepath.FromSlash(b.File)), []byte(b.Text), 0o644)
		case b.Info == "console":
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
}

// TestMigratingCommands runs what the page shows: first in the sample catalog, then with its configuration.
func TestMigratingCommands(t *testing.T) {
	t.Parallel()
	own := unpack(t, "testdata/own-schema.txtar")
	run := shell(t, "../examples/catalog")
	checkPage(t, migrating, func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			run = shell(t, own)
			return b.Text, os.WriteFile(filepath.Join(own, b.File), []byte(b.Text), 0o644)
		case b.Info == "console":
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
}

// TestWritingARule makes sure that the page shows the sample as it is compiled and tested in examples/ownrule, and what
// it prints.
func TestWritingARule(t *testing.T) {
	t.Parallel()
	run, files := shell(t, ".."), 0
	checkPage(t, "writing-a-rule.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			files++
			return read(t, "../"+b.File), nil
		case b.Info == "console":
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
	assert.Equal(t, 6, files)
}

// TestFlagsAreThere makes sure that no page names a flag that no command has.
func TestFlagsAreThere(t *testing.T) {
	t.Parallel()
	run := shell(t, ".")
	help, err := run("catalog-lint --help")
	require.NoError(t, err)
	_, list, _ := strings.Cut(help, "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	for line := range strings.Lines(list) {
		one, err := run("catalog-lint help " + strings.Fields(line)[0])
		require.NoError(t, err)
		help += one
	}
	for _, page := range []string{"first-ten-minutes.md", migrating, "writing-a-rule.md"} {
		for _, flag := range regexp.MustCompile(`[ `+"`"+`](--[a-z][a-z-]+)`).FindAllStringSubmatch(read(t, page), -1) {
			assert.Regexp(t, flag[1]+`\b`, help, page)
		}
	}
}
