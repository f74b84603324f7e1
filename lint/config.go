package lint

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Config says which rules report and how much that matters. The zero value, as a nil *Config, is the recommended
// preset with nothing added. A Config is not changed by a Linter, and may be shared by several.
type Config struct {
	Preset     string                // one of [Presets]; empty means Recommended
	Include    []string              // globs of files that are catalog files whatever their names; for whoever finds the files
	Exclude    []string              // globs of files to pass over
	FailOn     Severity              // from which severity on a run has failed; Unset means Error, Off never
	References References            // which entities are known
	Tier       TierConfig            // where tiers stand
	Rules      map[string]RuleConfig // by name or alias of the rule
	Overrides  []Override            // later ones win
	Ignores    []Ignore              // what is accepted, and why
	Custom     []CustomRule          // rules of one's own, in the configuration's words
	Own        []*Rule               // the same as rules, which a Linter adds to its own: see ConfigOptions.Compile
	Schemas    Schemas               // of an organisation's own kinds and annotations
	Baseline   string                // path of the file with the findings of old, from where the configuration stands; for whoever reads it
}

// RuleConfig is what the configuration says of one rule.
type RuleConfig struct {
	Severity Severity // Unset: as the preset has it
	Required bool     // no override and no comment may lower or silence it
	Params   any      // a pointer as from Rule.Params; nil means the defaults
}

// References says which entities are known to be all there are.
type References struct {
	// Catalog is open: there are entities elsewhere, since a repository seldom holds the whole catalog; or closed: every
	// reference must lead to a linted or an external entity. Empty means closed in the preset strict, else open.
	Catalog string `yaml:"catalog" enum:"open,closed" doc:"closed: every reference must lead to a known entity, which strict assumes; open: only those listed in closed"`
	// Closed lists kinds, such as group, or kind:namespace, whose entities are all at hand in an otherwise open catalog.
	Closed []string `yaml:"closed" doc:"kinds, or kind:namespace, whose entities are all at hand"`
	// Known lists snapshots of the rest of the catalog: paths from where the configuration stands, or URLs. They are for
	// whoever makes a [Linter.Elsewhere].
	Known []string `yaml:"known" doc:"snapshots of the rest of the catalog: paths, or URLs that need no token"`
}

// TierConfig says where tiers stand and what they mean. Its zero value looks at [DefaultTierKeys].
type TierConfig struct {
	// Keys are the places of an entity's tier, the weightiest first: label:NAME, annotation:NAME, spec:NAME, or tag:PREFIX
	// for tags such as tier-1. Nil means DefaultTierKeys.
	Keys []string `yaml:"keys" doc:"where tiers stand: label:NAME, annotation:NAME, spec:NAME or tag:PREFIX"`
	// Order lists the tiers, the most critical first. Nil: plain numbers are tiers, lower ones more critical, and no value
	// is wrong.
	Order []string `yaml:"order" doc:"the tiers, the most critical first"`
}

// DefaultTierKeys are the places where tiers are looked for unless the configuration says otherwise.
func DefaultTierKeys() []string {
	return []string{"label:tier", "annotation:tier", "spec:tier", "tag:tier-"}
}

// Override changes severities for some files or entities. Its Scope selects them; an empty one selects all.
type Override struct {
	Scope
	Rules map[string]Severity // by name or alias of the rule
}

// Threshold returns the severity from which on a run has failed, never Unset; Off means never.
func (c *Config) Threshold() Severity {
	if c == nil {
		return Error
	}
	return or(c.FailOn, Error)
}

// Includes reports whether file, a slash-separated path from where the configuration stands, matches one of Include.
func (c *Config) Includes(file string) bool { return c != nil && matchAny(c.Include, file) }

// Excludes reports whether file, a slash-separated path from where the configuration stands, matches one of Exclude.
func (c *Config) Excludes(file string) bool { return c != nil && matchAny(c.Exclude, file) }

// closes reports whether all entities with ref's kind and namespace are said to be at hand.
func (c *Config) closes(ref catalog.Ref) bool {
	if c == nil {
		return false
	}
	if c.References.Catalog == "closed" || c.References.Catalog == "" && c.Preset == Strict {
		return true
	}
	for _, c := range c.References.Closed {
		kind, namespace, found := strings.Cut(c, ":")
		if strings.EqualFold(kind, string(ref.Kind)) && (!found || strings.EqualFold(namespace, ref.Namespace)) {
			return true
		}
	}
	return false
}
