// Secretspr is the life of secrets that are asked for in a pull request: it shows the plan as a comment would, applies it, hands
// in what a person has to, logs in as a service, rotates, and takes everything away again.
//
//	go run ./examples/secretspr [-memory | -address URL -token-file FILE]
//
// It builds and starts a Vault of its own, from internal/vaultdev: minutes the first time. With -memory it uses a store in
// memory, and with -address a Vault that is there, which has kv at secrets and the Kubernetes login at kubernetes; nothing
// but what it makes is touched there, and nobody logs in as a service, which needs a token of its account.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

//go:embed secrets-config.yaml
var requests []byte

func main() {
	memory := flag.Bool("memory", false, "use a store in memory")
	address := flag.String("address", "", "use the Vault there")
	tokenFile := flag.String("token-file", "", "file with a token for -address")
	module := flag.String("vaultdev", "internal/vaultdev", "folder of the module that a Vault is built from")
	flag.Parse()
	ctx, out := context.Background(), io.Writer(os.Stdout)
	open := func() (*platform, error) { return buildAndStart(ctx, *module, os.Stderr) }
	switch {
	case *memory:
		open = inMemory
	case *address != "":
		open = func() (*platform, error) { return existing(*address, *tokenFile) }
	}
	p, err := open()
	if err != nil {
		log.Fatal(err)
	}
	if err := errors.Join(run(ctx, out, p), p.close()); err != nil {
		log.Fatal(err)
	}
}

// story is what the parts of the demonstration share.
type story struct {
	ctx         context.Context
	out         io.Writer
	platform    *platform
	provisioner *secrets.Provisioner
	config      *secrets.Config
	err         error // the first; after it nothing is done
}

func run(ctx context.Context, out io.Writer, p *platform) error {
	c, err := secrets.ParseConfig("secrets-config.yaml", requests)
	if err != nil {
		return err
	}
	s := &story{ctx: ctx, out: out, platform: p, provisioner: &secrets.Provisioner{Store: p.store}, config: c}
	s.say("Secrets are kept in %s.\n", p.name)
	before := s.inventory()
	s.pullRequest()
	s.handIn()
	s.asService("order-api")
	s.rotate()
	s.tearDown()
	s.say("\nLeft of it: %s", difference(before, s.inventory()))
	return s.err
}

func (s *story) say(format string, args ...any) {
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.out, format+"\n", args...)
	}
}

// do makes a plan, shows it and applies it.
func (s *story) do(make func() (*secrets.Review, error), show func(*secrets.Review) error) {
	if s.err != nil {
		return
	}
	r, err := make()
	if err == nil {
		err = show(r)
	}
	if err == nil {
		err = s.provisioner.Apply(s.ctx, r, &plan.Memory{}, &plan.Options{Digest: r.Plan.Digest()})
	}
	s.err = err
}

// pullRequest shows the comment, and applies on merge what it shows.
func (s *story) pullRequest() {
	plan := func() (*secrets.Review, error) { return s.provisioner.Plan(s.ctx, s.config) }
	s.do(plan, func(r *secrets.Review) error { return r.WriteMarkdown(s.out) })
	s.do(plan, func(r *secrets.Review) error {
		s.say("\nMerged and applied. What a second run would do: %d steps.", len(r.Plan.Steps))
		return s.err
	})
}

// handIn sets the external secret, as a person does who pipes it in.
func (s *story) handIn() {
	if s.err != nil {
		return
	}
	var v secrets.Version
	v, s.err = s.provisioner.Set(s.ctx, s.config, s.id("order-api", "stripe-api-key"), bytes.NewReader([]byte("sk_live_example")))
	s.say("Handed in: order-api/stripe-api-key, version %d.", v.Number)
}

func (s *story) id(service, name string) secrets.ID {
	return secrets.ID{Environment: "production", Service: service, Name: name}
}

func (s *story) at(service, name string) secrets.Location {
	return secrets.Location{Mount: "secrets", KV: 2, Path: s.id(service, name).String()}
}

// asService tries what the service may do, and what it must not.
func (s *story) asService(service string) {
	store := s.logIn(service)
	if store == nil {
		return
	}
	s.say("\nLogged in as %s of production:", service)
	s.tried("read order-api/stripe-api-key", read(s.ctx, store, s.at("order-api", "stripe-api-key"), 0))
	s.tried("read order-api/db-password", read(s.ctx, store, s.at("order-api", "db-password"), 0))
	s.tried("read billing/db-password", read(s.ctx, store, s.at("billing", "db-password"), 0))
	_, err := store.List(s.ctx, secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api"})
	s.tried("list order-api", err)
	_, err = store.Write(s.ctx, s.at("order-api", "db-password"), secrets.Value{"value": plan.NewSecret("own")}, 1)
	s.tried("write order-api/db-password", err)
}

// logIn returns the store as the service sees it, or nil where nobody can log in.
func (s *story) logIn(service string) secrets.Store {
	if s.err != nil {
		return nil
	}
	if s.platform.logIn == nil {
		s.say("\nNobody logs in as %s here: that needs a token of its account.", service)
		return nil
	}
	var store secrets.Store
	store, s.err = s.platform.logIn(s.ctx, "production", service)
	return store
}

func read(ctx context.Context, store secrets.Store, at secrets.Location, version int) error {
	v, err := store.Read(ctx, at, version)
	if err == nil && len(v) == 0 {
		return secrets.ErrNotFound
	}
	return err
}

// tried says how something went, and nothing of a value.
func (s *story) tried(what string, err error) {
	switch {
	case err == nil:
		s.say("  %-34s allowed", what)
	case errors.Is(err, secrets.ErrDenied):
		s.say("  %-34s denied", what)
	case errors.Is(err, secrets.ErrNotFound):
		s.say("  %-34s there is none", what)
	case s.err == nil:
		s.err = fmt.Errorf("%s: %w", what, err)
	}
}

// rotate replaces a value before its time, and shows that both can be read within the grace.
func (s *story) rotate() {
	only := &secrets.RotateOptions{Only: []secrets.ID{s.id("order-api", "db-password")}, Now: true}
	s.say("")
	s.do(func() (*secrets.Review, error) { return s.provisioner.Rotate(s.ctx, s.config, only) }, func(r *secrets.Review) error {
		return r.Plan.WriteText(s.out)
	})
	store := s.logIn("order-api")
	if store == nil {
		return
	}
	s.say("\nLogged in as order-api of production:")
	for version := 1; version <= 2; version++ {
		s.tried(fmt.Sprintf("read db-password, version %d", version), read(s.ctx, store, s.at("order-api", "db-password"), version))
	}
}

// tearDown takes the environment away.
func (s *story) tearDown() {
	s.say("")
	s.do(func() (*secrets.Review, error) {
		return s.provisioner.Teardown(s.ctx, s.config.Layout, secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true})
	}, func(r *secrets.Review) error { return r.Plan.WriteText(s.out) })
}

// inventory names what there is: policies, roles, and what is at the top of the mount.
func (s *story) inventory() (all []string) {
	if s.err != nil {
		return nil
	}
	policies, err1 := s.platform.store.Policies(s.ctx)
	roles, err2 := s.platform.store.Roles(s.ctx, "kubernetes")
	names, err3 := s.platform.store.List(s.ctx, secrets.Location{Mount: "secrets", KV: 2})
	s.err = errors.Join(err1, err2, err3)
	for kind, list := range map[string][]string{"policy ": policies, "role ": roles, "secrets/": names} {
		for _, name := range list {
			all = append(all, kind+name)
		}
	}
	return all
}

// difference names what is in after and was not before.
func difference(before, after []string) string {
	known, more := map[string]bool{}, []string{}
	for _, name := range before {
		known[name] = true
	}
	for _, name := range after {
		if !known[name] {
			more = append(more, name)
		}
	}
	if len(more) == 0 {
		return "nothing."
	}
	return strings.Join(more, ", ")
}
