package lint

import (
	"reflect"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// configFile is the configuration as it stands in a file. Decoding one file over another's gives the layers of
// extends; what has to be said about the rules is looked at apart, since it depends on them.
type configFile struct {
	Version int          `yaml:"version" doc:"version of this format: 1"`
	Extends []*tree.Node `yaml:"extends" doc:"what stands behind this file, the last winning: preset:NAME, the path of another configuration, or the address of one with its checksum"`
	configBody
	Custom   []customFile `yaml:"custom" doc:"rules of one's own, in CEL"`
	Schemas  schemasFile  `yaml:"schemas" doc:"what an organisation's own kinds and annotations look like"`
	Profiles *tree.Node   `yaml:"profiles" doc:"what else holds in an environment, by its name, such as ci: chosen by --profile"`
}

// configBody is what a profile may say, too.
type configBody struct {
	Include    []string     `yaml:"include" doc:"globs of files that are catalog files whatever their names"`
	Exclude    []string     `yaml:"exclude" doc:"globs of files to pass over"`
	FailOn     string       `yaml:"fail-on" enum:"error,warning,info,never" doc:"the severity from which on a run fails"`
	Baseline   string       `yaml:"baseline" doc:"path of the file with the findings that were there before"`
	References References   `yaml:"references" doc:"which entities are known to be all there are"`
	Tier       TierConfig   `yaml:"tier" doc:"where tiers stand and what they mean"`
	Rules      *tree.Node   `yaml:"rules" doc:"severity and parameters of rules, by name"`
	Overrides  []overriding `yaml:"overrides" doc:"other severities for some files or entities; later ones win"`
	Ignores    []ignoring   `yaml:"ignores" doc:"findings that are accepted, and why"`
}

// scoping is a Scope as it stands in a file.
type scoping struct {
	Paths    []string `yaml:"paths" doc:"globs of files"`
	Entities []string `yaml:"entities" doc:"globs of references, as kind:namespace/name"`
	Kinds    []string `yaml:"kinds" doc:"kinds of entities"`
	Tiers    []string `yaml:"tiers" doc:"tiers of entities, as they are written there"`
	Owners   []string `yaml:"owners" doc:"globs of the owner's reference, as kind:namespace/name"`
}

// overriding is an Override as it stands in a file.
type overriding struct {
	scoping
	Rules *tree.Node `yaml:"rules" doc:"severities of rules, by name"`
}

// ignoring is an Ignore as it stands in a file.
type ignoring struct {
	Rules []string `yaml:"rules" doc:"names of rules"`
	scoping
	Reason string `yaml:"reason" doc:"why they are accepted"`
	Until  day    `yaml:"until" doc:"the last day, as 2027-01-31; then the findings come back"`
}

// extending is a configuration elsewhere, as it stands in extends.
type extending struct {
	URL    string `yaml:"url" doc:"where the configuration is to be had"`
	SHA256 string `yaml:"sha256" doc:"the SHA-256 checksum of its content, in hexadecimal digits"`
}

// ruleFile is the mapping form of a rule's configuration, but for its parameters.
type ruleFile struct {
	Severity Severity `yaml:"severity" doc:"how much a finding matters"`
	Required bool     `yaml:"required" doc:"no configuration that extends this one, no override and no comment may lower or silence the rule"`
}

// ruleKeys are the names that parameters cannot have.
func ruleKeys() []string { return yamlFields(reflect.TypeFor[ruleFile]()).Names }
