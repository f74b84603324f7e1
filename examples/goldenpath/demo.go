package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/standin"
)

// demo creates a service of tier 1 and tears it down again, on stand-ins for all services.
func (p program) demo(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "goldenpath-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	world := standin.New(filepath.Join(dir, "github"))
	server := httptest.NewServer(world)
	defer server.Close()
	p.getenv = environment(server.URL)
	state := filepath.Join(dir, "state")
	if err := os.Mkdir(state, 0o755); err != nil {
		return err
	}
	r := request{state: state, ok: true, values: map[string]any{
		"name": "payments", "description": "Takes payments", "owner": "group:checkout", "tier": "1",
	}}
	steps := []func() error{
		func() error { return p.walk(ctx, r) },
		func() error { return p.show(ctx, world) },
		func() error { return os.RemoveAll(filepath.Join(state, "run")) }, // days later: the journal is all there is
		func() error { r.teardown = true; return p.walk(ctx, r) },
		func() error { return p.show(ctx, world) },
	}
	for i, title := range []string{"Creating a service", "What there is now", "", "Teardown, from the journal alone", "What there is now"} {
		if title != "" {
			fmt.Fprintf(p.out, "\n== %s\n\n", title)
		}
		if err := steps[i](); err != nil {
			return err
		}
	}
	return nil
}

// environment returns the environment of a program that works with the services at an address.
func environment(url string) func(string) string {
	return func(name string) string {
		return map[string]string{
			"GITHUB_URL": url, "GITHUB_TOKEN": standin.GitHubToken, "PAGERDUTY_URL": url + "/pagerduty", "PAGERDUTY_TOKEN": standin.PagerDutyToken,
			"SLACK_URL": url + "/slack", "SLACK_TOKEN": standin.SlackToken, "BACKSTAGE_URL": url, "BACKSTAGE_TOKEN": standin.BackstageToken,
			"VAULT_ADDR": url, "VAULT_TOKEN": standin.VaultToken,
		}[name]
	}
}

// show shows all there is in a world.
func (p program) show(ctx context.Context, w *standin.World) error {
	s, err := w.State(ctx)
	if err != nil {
		return err
	}
	var lines []string
	for name, r := range s.Repositories {
		lines = append(lines, fmt.Sprintf("repository %s, default branch %s, protected %v, topics %v", name, r.Branch, r.Protected, r.Topics))
		for ref, files := range r.Refs {
			for _, path := range slices.Sorted(maps.Keys(files)) {
				lines = append(lines, fmt.Sprintf("  %s: %s", ref, path))
			}
		}
	}
	for _, l := range s.Locations {
		lines = append(lines, "location "+l)
	}
	for _, e := range s.Entities {
		lines = append(lines, "entity "+e)
	}
	for _, d := range s.Services {
		lines = append(lines, fmt.Sprintf("PagerDuty service %s, escalation policy %s", d.Name, d.Policy))
	}
	for _, m := range s.Messages {
		lines = append(lines, "message "+m)
	}
	lines = append(lines, s.Vault...)
	if len(lines) == 0 {
		lines = []string{"nothing"}
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(p.out, l); err != nil {
			return err
		}
	}
	return nil
}
