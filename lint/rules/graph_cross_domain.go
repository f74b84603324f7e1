package rules

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

type crossDomainParams struct {
	Closed []domainRef `yaml:"closed" doc:"domains that others use by their APIs alone, such as payments or domain:default/payments"`
}

// domainRef is a reference to a Domain as it stands in the configuration.
type domainRef string

// UnmarshalText reads the reference, and refuses what is none.
func (r *domainRef) UnmarshalText(text []byte) error {
	*r = domainRef(text)
	_, err := r.ref()
	return err
}

func (r domainRef) ref() (catalog.Ref, error) {
	return catalog.ParseRef(string(r), catalog.Ref{Kind: catalog.Domain})
}

// checkCrossDomain reports dependencies into a closed domain from outside of it. It is silent where it is not known in
// which domain an entity is.
func checkCrossDomain(p *lint.CatalogPass) {
	for _, closed := range p.Params.(*crossDomainParams).Closed {
		ref, err := closed.ref()
		if err != nil {
			continue // the configuration was not read but made
		}
		for e, r := range references(p.View) {
			if r.Field != "dependsOn" || r.Target.Kind == catalog.API {
				continue
			}
			target := p.Get(r.Target)
			if target == nil || domain(p, target, ref) != lint.Yes || domain(p, e, ref) != lint.No {
				continue
			}
			p.ReportAt(e, r, "%s is in %s, which others use by its APIs", r.Target, ref)
		}
	}
}

// domain tells whether an entity is in a domain, or in one of its subdomains.
func domain(p *lint.CatalogPass, e *lint.Facts, in catalog.Ref) lint.Presence {
	seen := map[string]bool{}
	for at := e; !seen[at.Ref.Key()]; {
		seen[at.Ref.Key()] = true
		if at.Ref.Compare(in) == 0 {
			return lint.Yes
		}
		whole := wholeOf(at)
		if whole == nil {
			if at.Ref.Kind == catalog.System || at.Ref.Kind == catalog.Domain {
				return lint.No
			}
			return lint.Unknown // it is in no system, so nobody has said
		}
		next := p.Get(whole.Target)
		if next == nil {
			return lint.Unknown
		}
		at = next
	}
	return lint.Unknown
}

// wholeOf returns the reference to what an entity is part of.
func wholeOf(e *lint.Facts) *lint.RefFact {
	for _, field := range []string{"system", "subcomponentOf", "domain", "subdomainOf"} {
		if r := refOf(e, field); r != nil {
			return r
		}
	}
	return nil
}
