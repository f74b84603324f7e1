// Package cel makes rules of what a configuration says in CEL, the Common Expression Language, so that an organisation
// can have rules of its own without a line of Go.
//
// [lint.LoadConfig] reads them, as data; [Rules] compiles them, once, into ordinary rules: severities, overrides,
// comments that silence, baselines and reports know no difference. What is wrong in an expression is an error with its
// place in the configuration, and all errors are reported together.
//
//	compile := func(custom []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(custom, nil) }
//	config, err := lint.LoadConfig(fsys, lint.ConfigName, rules.All(), &lint.ConfigOptions{Compile: compile})
//	l := lint.Linter{Rules: rules.All(), Config: config}
//
// The language, the variables and functions, and how to test such rules are the matter of docs/custom-rules.md. In
// short: a field that is not there is null, whatever is not known of the catalog is unknown, and of an unknown condition
// nothing follows: neither that a rule applies nor that it is broken. A rule that asks about the catalog is a Catalog
// check, every other an Entity check.
//
// An expression cannot read files, the clock or the environment. What it may cost is limited, in steps rather than in
// seconds, so that the same catalog gives the same result on every machine. One that fails or costs too much is among
// the Errors of the [lint.Result], with its rule and the place in the catalog; the other rules go on.
package cel
