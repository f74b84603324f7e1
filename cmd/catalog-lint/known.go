package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
)

// knownFlags say what a lint is to know of other repositories.
type knownFlags struct {
	catalogs catalogFlags
	maxAge   age
	require  bool
}

func (f *knownFlags) add(cmd *cobra.Command) {
	f.maxAge = age(7 * day)
	f.catalogs.add(cmd)
	cmd.Flags().Var(&f.maxAge, "catalog-max-age", "trust a snapshot no longer for what does not exist when it is older than `AGE`, such as 7d or 36h; 0: trust it always")
	cmd.Flags().BoolVar(&f.require, "require-catalog", false, "end with 3 when a catalog cannot be used or is too old, instead of going on without it")
}

// known returns what the catalogs that are asked for, by flags or by the configuration, know of other repositories; nil
// when there is none of use. One that cannot be used does not end the run: that is said, and what would need it is
// unknown, so that nothing wrong is reported. Only what names a file that is not there is a mistake.
func (p *program) known(ctx context.Context, f *knownFlags, config *lint.Config, configFile, base string, log log) (lint.Elsewhere, error) {
	k := &knowledge{log: log}
	open := f.catalogs
	for _, name := range f.catalogs.names {
		if err := p.addKnown(ctx, k, name, &open, f, base); err != nil {
			return nil, err
		}
	}
	open.token = tokenFlags{} // a file that anybody may propose to change does not say where the token is sent
	for _, name := range config.References.Known {
		if !isURL(name) {
			name = p.relative(filepath.Join(filepath.Dir(configFile), filepath.FromSlash(name)))
		}
		if err := p.addKnown(ctx, k, name, &open, f, base); err != nil {
			return nil, err
		}
	}
	k.loosen(config)
	if k.unusable && f.require {
		return nil, &exit{code: exitBroken} // it has been said why
	}
	if len(k.catalogs) == 0 {
		return nil, ctx.Err()
	}
	return k, ctx.Err()
}

// relative returns an absolute path as people see it: from the working directory.
func (p *program) relative(abs string) string {
	rel, err := filepath.Rel(p.dir, abs)
	if err != nil {
		return abs
	}
	return rel
}

// addKnown reads one catalog into k. Its errors are those that end the run.
func (p *program) addKnown(ctx context.Context, k *knowledge, name string, open *catalogFlags, f *knownFlags, base string) error {
	s, note, err := p.openCatalog(ctx, name, open)
	var usage *exit
	switch {
	case errors.As(err, &usage) || ctx.Err() != nil:
		return errors.Join(err, ctx.Err())
	case err != nil:
		k.unusable = true
		p.warn(fmt.Errorf("%w; without this catalog, what other repositories define is unknown", err))
		return nil
	case note != nil:
		p.warn(note)
	}
	k.log.printf("catalog: %s: %s, made %s, of %s", shownName(name), count(s.Len(), "entity", "entities"), made(s.Header()), origin(s.Header()))
	c := elsewhere.New(s, &elsewhere.Options{BaseURL: base, MaxAge: time.Duration(f.maxAge), Now: p.now})
	if why := c.Stale(); why != "" {
		k.unusable = true
		p.warn(fmt.Errorf("%s: %s; what it lacks counts as unknown (--catalog-max-age)", shownName(name), why))
	}
	k.catalogs = append(k.catalogs, c)
	return nil
}

// made says when a snapshot was made.
func made(h snapshot.Header) string {
	if h.Created.IsZero() {
		return "at an unknown time"
	}
	return h.Created.Format(time.RFC3339)
}

// origin says what a snapshot was made of.
func origin(h snapshot.Header) string {
	if h.Partial == "" {
		return orNone(h.Source)
	}
	return orNone(h.Source) + ", only " + h.Partial
}

// knowledge is what several catalogs know together. The first that has an entity has the last word on it.
type knowledge struct {
	catalogs []*elsewhere.Catalog
	unusable bool // one of those asked for could not be used, or is too old
	log      log
}

var _ lint.Elsewhere = (*knowledge)(nil)

// loosen takes back what the configuration says of entities that are all at hand, as far as that counted on catalogs
// which are not.
func (k *knowledge) loosen(config *lint.Config) {
	switch {
	case k.unusable:
		config.References.Catalog, config.References.Closed = "open", nil
	case k.Partial() != "" && config.References.Catalog == "":
		config.References.Catalog = "open"
	}
}

// Lookup returns the entity that ref names.
func (k *knowledge) Lookup(ref catalog.Ref) *lint.Facts {
	for _, c := range k.catalogs {
		if f := c.Lookup(ref); f != nil {
			return f
		}
	}
	return nil
}

// Names yields the names of the entities of a kind and namespace.
func (k *knowledge) Names(kind catalog.Kind, namespace string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range k.catalogs {
			for name := range c.Names(kind, namespace) {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// All yields all entities, each once.
func (k *knowledge) All() iter.Seq[*lint.Facts] {
	return func(yield func(*lint.Facts) bool) {
		for i, c := range k.catalogs {
			for f := range c.All() {
				if !k.before(i, f.Ref) && !yield(f) {
					return
				}
			}
		}
	}
}

// before reports whether a catalog before the i-th has an entity.
func (k *knowledge) before(i int, ref catalog.Ref) bool {
	for _, c := range k.catalogs[:i] {
		if c.Lookup(ref) != nil {
			return true
		}
	}
	return false
}

// Partial says why an entity that is not found may exist all the same; empty when it does not.
func (k *knowledge) Partial() string {
	if k.unusable {
		return "a catalog cannot be used, or is too old"
	}
	for _, c := range k.catalogs {
		if why := c.Partial(); why != "" {
			return why
		}
	}
	return ""
}
