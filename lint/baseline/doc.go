// Package baseline holds the findings that a catalog had on the day a linter was introduced to it, so that from then on
// only new ones are reported.
//
// A [Baseline] is made of findings by [New], kept as JSON lines, and read by [Parse]. As the Accept of a [lint.Linter]
// it holds back each finding that it has an entry for. An entry stands for a rule, an entity and the place in it, a
// JSON pointer; only where there is no entity, as in a file that cannot be read, does it stand for a file. So neither
// lines that move nor files that are renamed bring a finding back:
//
//	{"rule":"owner-exists","entity":"component:default/shop","pointer":"/spec/owner","message":"…","file":"shop/catalog-info.yaml","count":1,"since":"2026-01-02"}
//
// A baseline only shrinks. A run never adds to it. An entry that nothing answers to any more is stale, which is a
// finding of the rule baseline-stale at its line, and [Baseline.Prune] leaves it out. The lines are sorted and stand for
// themselves, so that git merges two branches that have both removed some.
package baseline
