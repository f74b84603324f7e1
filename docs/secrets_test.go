package docs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// TestSecretsPage reads the page's files, and does what it says with the first.
func TestSecretsPage(t *testing.T) {
	t.Parallel()
	s := &secretsPage{memory: secretstest.NewMemory(), ctx: t.Context(), file: filepath.Join(t.TempDir(), "trail.jsonl")}
	checkPage(t, "secrets.md", s.block)
	for _, line := range strings.Split(strings.TrimSpace(s.code), "\n") {
		assert.Contains(t, read(t, "../secrets/example_test.go"), line)
	}
	again, err := (&secrets.Provisioner{Store: s.memory}).Plan(t.Context(), s.config)
	require.NoError(t, err)
	assert.Empty(t, again.Plan.Steps)
}

// secretsPage is what the blocks of the page share.
type secretsPage struct {
	ctx       context.Context
	memory    *secretstest.Memory
	config    *secrets.Config // of the first file
	databases *secrets.Config // of the file of databases
	file      string          // of the trail
	faults    string          // of the file above
	code      string
}

func (s *secretsPage) block(b fence.Block) (string, error) {
	switch b.Info {
	case "yaml":
		c, err := secrets.ParseConfig("secrets-config.yaml", []byte(b.Text))
		if b.File == "databases.yaml" {
			s.databases = c
		}
		if s.config == nil {
			s.config = c
		}
		if s.faults = ""; err != nil {
			s.faults = err.Error() + "\n"
		}
		if expected := strings.Contains(b.Text, "../"); expected != (err != nil) {
			return "", err
		}
	case "text":
		return s.faults, nil
	case "go":
		s.code = b.Text
	case "markdown":
		return s.review()
	case "console":
		return fence.Run(b.Text, inModule(s.ctx))
	case "json":
		return s.trail()
	case "hcl":
		if strings.HasPrefix(b.Text, "# owns") {
			return s.owned()
		}
		return s.memory.Policy(s.ctx, "production_order-api")
	}
	return b.Text, nil
}

// owned returns what the policy of the service of the file of databases says that it owns last.
func (s *secretsPage) owned() (string, error) {
	m := secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: 2}, secrets.Mount{Path: "database", Type: "database"})
	m.Connect("database", "orders-postgres", "*")
	p := &secrets.Provisioner{Store: m}
	r, err := p.Plan(s.ctx, s.databases)
	if err != nil {
		return "", err
	}
	if err := p.Apply(s.ctx, r, &plan.Memory{}, nil); err != nil {
		return "", err
	}
	text, err := m.Policy(s.ctx, "production_order-api")
	_, owned, _ := strings.Cut(text, "# owns ")
	owned, _, _ = strings.Cut(owned, "\n")
	return "# owns " + owned + "\n", err
}

// trail returns what handing a value in leaves, with the number of the act for its name.
func (s *secretsPage) trail() (string, error) {
	f, err := secrets.OpenTrail(s.file)
	if err != nil {
		return "", err
	}
	now := func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
	p := &secrets.Provisioner{Store: s.memory, Trail: f, Who: "user:ada", Now: now}
	_, err = p.Set(s.ctx, s.config, s.config.Requests[0].ID, strings.NewReader("sk_live"))
	data, readErr := os.ReadFile(s.file)
	text := string(data)
	for e := range secrets.ReadTrail(bytes.NewReader(data)) {
		text = strings.ReplaceAll(text, e.ID, "0000000000000001")
	}
	return text, errors.Join(err, readErr, f.Close())
}

// review returns the review of the first file, and applies it.
func (s *secretsPage) review() (string, error) {
	p := &secrets.Provisioner{Store: s.memory}
	r, err := p.Plan(s.ctx, s.config)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := r.WriteMarkdown(&b); err != nil {
		return "", err
	}
	return strings.ReplaceAll(b.String(), "```", "~~~"), p.Apply(s.ctx, r, &plan.Memory{}, nil)
}

// TestSecretsRotation follows the page's calendar.
func TestSecretsRotation(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	first := day
	m := secretstest.NewMemory()
	m.Now = func() time.Time { return day }
	p := &secrets.Provisioner{Store: m, Now: m.Now}
	c, err := secrets.ParseConfig("x.yaml", []byte("secrets: [{name: a, service: s, environment: e, type: generated, rotation: {period: 100d, grace: 7d}}]"))
	require.NoError(t, err)
	r, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
	_, table, _ := strings.Cut(read(t, "secrets.md"), "| versions that can be read |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	require.Len(t, rows, 5)
	for _, row := range rows {
		cells := strings.Split(row, "|")
		days, err := strconv.Atoi(strings.TrimSpace(cells[1]))
		require.NoError(t, err)
		day = first.AddDate(0, 0, days)
		r, err := p.Rotate(t.Context(), c, nil)
		require.NoError(t, err)
		require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
		var did, live []string
		for _, i := range r.Items {
			did = append(did, string(i.Verdict))
		}
		for v := 1; v <= 2; v++ {
			if _, err := m.Read(t.Context(), secrets.Location{Mount: "secrets", KV: 2, Path: "e/s/a"}, v); err == nil {
				live = append(live, fmt.Sprint(v))
			}
		}
		assert.Equal(t, strings.TrimSpace(cells[2]), strings.Join(did, ", "), row)
		assert.Equal(t, strings.TrimSpace(cells[3]), strings.Join(live, ", "), row)
	}
}
