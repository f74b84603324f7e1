// Package template holds the rules of catalog-lint about software templates: the expressions in them, the steps and their
// actions, the parameters. They stand apart from package rules because they link package scaffold, which understands
// templates as Backstage's scaffolder does.
//
// [All] returns the list to give to a lint.Linter beside rules.All:
//
//	linter := lint.Linter{Rules: append(rules.All(), template.All()...)}
//
// The rules look at entities of kind Template and API version scaffolder.backstage.io/v1beta3, which files without one do
// not pay for. What an action takes is known for those that Backstage has and its modules have; others are taken as they
// are.
package template
