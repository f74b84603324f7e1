package lint

import (
	"reflect"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// configFile is the configuration as it stands in a file. Decoding one file over another's gives the layers of
// extends; what has to be said about the rules is looked at apart, since it depends on them.
type configFile struct {
	Version    int          `yaml:"version" doc:"version of this format: 1"`
	Extends    []string     `yaml:"extends" doc:"what stands behind this file, the last winning: preset:NAME or the path of another configuration"`
	Include    []string     `yaml:"include" doc:"globs of files that are catalog files whatever their names"`
	Exclude    []string     `yaml:"exclude" doc:"globs of files to pass over"`
	FailOn     string       `yaml:"fail-on" enum:"error,warning,info,never" doc:"the severity from which on a run fails"`
	References References   `yaml:"references" doc:"which entities are known to be all there are"`
	Tier       TierConfig   `yaml:"tier" doc:"where tiers stand and what they mean"`
	Rules      *tree.Node   `yaml:"rules" doc:"severity and parameters of rules, by name"`
	Overrides  []overriding `yaml:"overrides" doc:"other severities for some files or entities; later ones win"`
}

// overriding is an Override as it stands in a file.
type overriding struct {
	Paths    []string   `yaml:"paths" doc:"globs of files"`
	Entities []string   `yaml:"entities" doc:"globs of references, as kind:namespace/name"`
	Rules    *tree.Node `yaml:"rules" doc:"severities of rules, by name"`
}

// ruleFile is the mapping form of a rule's configuration, but for its parameters.
type ruleFile struct {
	Severity Severity `yaml:"severity" doc:"how much a finding matters"`
	Required bool     `yaml:"required" doc:"no configuration that extends this one, no override and no comment may lower or silence the rule"`
}

// ruleKeys are the names that parameters cannot have.
func ruleKeys() []string { return yamlFields(reflect.TypeFor[ruleFile]()).names }
