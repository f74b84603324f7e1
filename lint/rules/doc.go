// Package rules holds the built-in rules of catalog-lint, as values: their names, texts and levels are data, and the
// checks are plain functions.
//
// [All] returns the list to give to a [lint.Linter], alone or with rules of one's own. Rules come in groups, a file a
// group: what Backstage's own ingestion refuses (schema, YAML, naming, tags, labels), which is read off the problems
// that catalog/load found, so that a finding and Backstage's verdict cannot differ; what one entity says for itself
// (owner, tier, annotations, links); and what only the whole catalog shows (references that lead nowhere, duplicates,
// cycles, tiers turned upside down).
//
// Severities follow three presets. In recommended every finding should be a fault that its author would mend at once;
// golden-path asks for ownership, a tier, on-call, a runbook and the annotations a platform needs; strict says
// everything there is to say. Rules about what exists speak only where the catalog's bounds are known.
//
// Each rule's text is a Markdown file under doc, with a failing and a passing sample that a test runs;
// docs/rules.md is made from them.
package rules

//go:generate go run ../../internal/gendocs
