// Package goldenpath is the module's root; its packages are imported one by one.
//
// The module is a set of building blocks for platform engineering around Backstage catalogs:
//
//   - [github.com/goldenpath-go/goldenpath/catalog] is the model: entities, references, relations, an index.
//   - [github.com/goldenpath-go/goldenpath/catalog/load] reads catalog files and gives the verdict that Backstage's own
//     ingestion would give, with the place of every value.
//   - [github.com/goldenpath-go/goldenpath/lint] applies rules to catalog files, and is meant to be embedded.
//     [github.com/goldenpath-go/goldenpath/lint/rules] has the built-in rules,
//     [github.com/goldenpath-go/goldenpath/lint/report] prints results,
//     [github.com/goldenpath-go/goldenpath/lint/linttest] tests rules of your own.
//   - [github.com/goldenpath-go/goldenpath/scaffold] runs Software Templates, with undo and update.
//   - [github.com/goldenpath-go/goldenpath/dora] computes the four keys from events that can be looked up.
//   - [github.com/goldenpath-go/goldenpath/secrets] provisions what a reviewed file asks for.
//   - [github.com/goldenpath-go/goldenpath/onboarding] plans what happens when people join, move and leave.
//   - [github.com/goldenpath-go/goldenpath/helmfile] resolves helmfiles in every environment, without Helm.
//   - [github.com/goldenpath-go/goldenpath/plan] shows changes, does them, journals them and takes them back.
//   - [github.com/goldenpath-go/goldenpath/source] says where things are in text files.
//
// The command catalog-lint (cmd/catalog-lint) is a thin layer on top of them.
package goldenpath
