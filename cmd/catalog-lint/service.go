package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
)

// serviceFlags say which Backstage to ask, and for what.
type serviceFlags struct {
	url     string
	token   tokenFlags
	filter  []string
	timeout time.Duration
	retries int
}

func (f *serviceFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.url, "backstage", "", "read the catalog of the running Backstage whose backend is at `URL`")
	f.token.add(cmd, "", "for --backstage")
	flags.StringArrayVar(&f.filter, "filter", nil, "read only what `FILTER` selects: key=value,... as in Backstage's API; repeated: what any of them selects")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "wait no longer for an answer of Backstage")
	flags.IntVar(&f.retries, "retries", 3, "ask again up to `N` times when Backstage cannot be reached or is busy")
}

// check refuses flags that contradict each other.
func (f *serviceFlags) check(paths []string) error {
	switch {
	case f.url != "" && len(paths) > 0:
		return usageError("--backstage and PATH exclude each other")
	case f.url == "" && (f.token != tokenFlags{} || len(f.filter) > 0):
		return usageError("--token-env, --token-file and --filter are for --backstage")
	case f.retries < 0 || f.timeout <= 0:
		return usageError("--retries is not negative, and --timeout is more than nothing")
	}
	return nil
}

// snapshotOfService returns a snapshot of what a running Backstage has.
func (p *program) snapshotOfService(ctx context.Context, f *snapshotFlags, created time.Time) (*snapshot.Snapshot, error) {
	u, err := url.Parse(f.service.url)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" {
		return nil, usageError("--backstage takes the URL of a backend, such as https://backstage.example.com, and the token by --token-env or --token-file")
	}
	filter, err := backstage.ParseFilter(f.service.filter...)
	if err != nil {
		return nil, usageError("--filter: %w", err)
	}
	token, err := f.service.token.source(p)
	if err != nil {
		return nil, err
	}
	config, err := p.configHere(ctx, &f.read)
	if err != nil {
		return nil, err
	}
	client := &backstage.Client{
		URL: f.service.url, Token: token, UserAgent: "catalog-lint", Timeout: f.service.timeout, MaxRetries: f.service.retries,
	}
	if f.service.retries == 0 {
		client.MaxRetries = -1
	}
	header := snapshot.Header{Created: created, Source: strings.TrimSuffix(f.service.url, "/"), Partial: strings.Join(f.service.filter, " or ")}
	entities, stop := p.counted(client.Entities(ctx, &backstage.Query{Filter: filter, Fields: fieldsWanted(config), PageSize: 500}))
	defer stop()
	s, err := snapshotOfEntities(header, entities, lint.TierOf(config))
	return s, explained(err)
}

// configHere returns the configuration of the working directory, which says where tiers stand.
func (p *program) configHere(ctx context.Context, f *readFlags) (*lint.Config, error) {
	at, err := p.locate(nil, "")
	if err != nil {
		return nil, err
	}
	config, _, err := p.configuration(ctx, at, &f.config, allRules())
	return config, err
}

// fieldsWanted returns the parts of entities that a snapshot is made of: without them whole API definitions are sent.
func fieldsWanted(c *lint.Config) []string {
	fields := []string{
		"apiVersion", "kind", "relations", "spec.type", "spec.lifecycle",
		"metadata.name", "metadata.namespace", "metadata.title", "metadata.annotations", "metadata.labels", "metadata.tags",
	}
	seen := map[string]bool{}
	for _, kind := range catalog.Kinds() {
		for _, field := range catalog.RefFields(kind) {
			if !seen[field.Name] {
				fields = append(fields, "spec."+field.Name)
			}
			seen[field.Name] = true
		}
	}
	keys := c.Tier.Keys
	if keys == nil {
		keys = lint.DefaultTierKeys()
	}
	for _, key := range keys {
		if name, ok := strings.CutPrefix(key, "spec:"); ok && !seen[name] {
			fields = append(fields, "spec."+name)
		}
	}
	return fields
}

// snapshotOfEntities returns a snapshot of what a service yields. Of kinds that the model does not know the relations
// are taken, since their fields say nothing.
func snapshotOfEntities(h snapshot.Header, all iter.Seq2[*backstage.Entity, error], tier func(*catalog.Entity) string) (*snapshot.Snapshot, error) {
	var failed error
	s, err := snapshot.New(h, func(yield func(snapshot.Entry) bool) {
		for e, err := range all {
			if err != nil {
				failed = err
				return
			}
			entry := snapshot.NewEntry(e.Entity, &snapshot.Options{Tier: tier})
			if _, known := entry.Ref.Kind.Canonical(); !known {
				entry.References = append(entry.References, statedRelations(e.Relations)...)
			}
			if !yield(entry) {
				return
			}
		}
	})
	if failed != nil {
		return nil, failed
	}
	return s, err
}

// statedRelations returns the relations that an entity probably states itself, as references: the others are the inverse
// of what others state.
func statedRelations(relations []catalog.Relation) []snapshot.Reference {
	var stated []snapshot.Reference
	for _, r := range relations {
		switch r.Type {
		case catalog.OwnerOf, catalog.HasPart, catalog.DependencyOf, catalog.APIProvidedBy, catalog.APIConsumedBy, catalog.ParentOf, catalog.HasMember:
			continue
		}
		stated = append(stated, snapshot.Reference{Relation: r.Type, Target: r.Target})
	}
	return stated
}

// explained adds to an error of Backstage what to do about it.
func explained(err error) error {
	switch {
	case errors.Is(err, backstage.ErrUnauthorized):
		return fmt.Errorf("%w\nBackstage wants a token, or another one: --token-env NAME or --token-file FILE", err)
	case errors.Is(err, backstage.ErrForbidden):
		return fmt.Errorf("%w\nthe token is good, but may not read the catalog: ask for catalog.entity.read", err)
	case errors.Is(err, backstage.ErrNoRoute), errors.Is(err, backstage.ErrAnswer):
		return fmt.Errorf("%w\n--backstage takes the URL of the backend (backend.baseUrl), which may be another than that of the pages", err)
	}
	return err
}

// counted passes on entities and shows how many there were, if that takes long and somebody looks.
func (p *program) counted(all iter.Seq2[*backstage.Entity, error]) (counted iter.Seq2[*backstage.Entity, error], stop func()) {
	var n atomic.Int64
	stop = p.show("entities", &n)
	return func(yield func(*backstage.Entity, error) bool) {
		for e, err := range all {
			n.Add(1)
			if !yield(e, err) {
				return
			}
		}
	}, stop
}
