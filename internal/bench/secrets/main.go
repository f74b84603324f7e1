// Command secrets measures package secrets for docs/performance.md, against a real Vault on this machine:
//
//	go run ./internal/bench/secrets            # 200 secrets of 40 services, on loopback and with 5 ms more to each request
//
// Beside it, in turns, go programs as teams write them, one request after another: three for each secret, for its value, its policy
// and its role, which loses what the policy granted before; and six, which look first. Each has a new server. Times are those that
// a person waits.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"

	"github.com/hashicorp/vault/api"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var b bench
	flag.StringVar(&b.module, "module", "internal/vaultdev", "folder of the module that Vault is built from")
	flag.IntVar(&b.services, "services", 40, "number of services")
	flag.IntVar(&b.each, "each", 5, "secrets of each service")
	flag.IntVar(&b.rounds, "rounds", 5, "times that each pair is measured; medians are shown")
	flag.DurationVar(&b.latency, "latency", 5*time.Millisecond, "what the network is to add to a request")
	flag.Parse()
	if err := b.run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "secrets:", err)
		os.Exit(1)
	}
}

type bench struct {
	module                 string
	services, each, rounds int
	latency                time.Duration
	binary                 string
}

func (b *bench) run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary := filepath.Join(dir, "vaultdev")
	if err := vaultproc.Build(ctx, b.module, binary); err != nil {
		return err
	}
	b.binary = binary
	fmt.Fprintf(out, "%d secrets of %d services, medians of %d\n", b.services*b.each, b.services, b.rounds)
	for _, latency := range []time.Duration{0, b.latency} {
		if err := b.compare(ctx, out, latency); err != nil {
			return err
		}
	}
	return nil
}

// on starts a server, and does something with it.
func (b *bench) on(ctx context.Context, latency time.Duration, do func(address, token string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server, err := vaultproc.Start(ctx, b.binary, io.Discard)
	if err != nil {
		return err
	}
	defer func() { _ = server.Stop() }()
	if err := mount(ctx, server); err != nil {
		return err
	}
	address := server.Address
	if latency > 0 {
		if address, err = delay(ctx, address, latency); err != nil {
			return err
		}
	}
	return do(address, server.RootToken)
}

// mount makes the engine of secrets and the login.
func mount(ctx context.Context, server *vaultproc.Server) error {
	c, err := client(server.Address, server.RootToken)
	if err != nil {
		return err
	}
	for path, data := range map[string]map[string]any{
		"sys/mounts/secrets":  {"type": "kv", "options": map[string]any{"version": "2"}},
		"sys/auth/kubernetes": {"type": "kubernetes"},
	} {
		if _, err := c.Logical().WriteWithContext(ctx, path, data); err != nil {
			return err
		}
	}
	return nil
}

func client(address, token string) (*api.Client, error) {
	config := api.DefaultConfig()
	config.Address = address
	c, err := api.NewClient(config)
	if err != nil {
		return nil, err
	}
	c.SetToken(token)
	return c, nil
}

// compare measures all programs with one latency, in turns.
func (b *bench) compare(ctx context.Context, out io.Writer, latency time.Duration) error {
	programs := []struct {
		name  string
		calls func(secret, role, account string) []call
	}{{"six requests a secret", six}, {"three, losing policies", three}}
	times := map[string][]time.Duration{}
	for range b.rounds {
		for _, p := range programs {
			err := b.on(ctx, latency, func(address, token string) error {
				taken, err := b.naive(ctx, address, token, p.calls)
				times[p.name] = append(times[p.name], taken)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
		err := b.on(ctx, latency, func(address, token string) error {
			first, again, err := b.ours(ctx, address, token)
			times["plan and apply"] = append(times["plan and apply"], first)
			times["nothing to do"] = append(times["nothing to do"], again)
			return err
		})
		if err != nil {
			return fmt.Errorf("package secrets: %w", err)
		}
	}
	base := median(times[programs[0].name])
	fmt.Fprintf(out, "\n%s more for each request\n", latency)
	for _, name := range []string{programs[0].name, programs[1].name, "plan and apply", "nothing to do"} {
		taken := median(times[name])
		fmt.Fprintf(out, "  %-24s %8.1f ms  %5.1f times as fast\n", name, taken.Seconds()*1000, base.Seconds()/taken.Seconds())
	}
	return nil
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
