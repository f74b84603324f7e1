// Package cache keeps in a folder what a [lint.Linter] has made of files, so that a run looks again only at those that
// have changed since an earlier one:
//
//	l := lint.Linter{Rules: rules.All(), Cache: &cache.Dir{
//		Path: "/home/ada/.cache/acme-lint", Version: "acme-lint 1.4.2", Now: time.Now,
//	}}
//
// The result of a run does not depend on it. What is kept of a file are facts about its entities and what File and
// Entity checks have found; Catalog checks, severities, ignores and baselines come afterwards, each time. It is used
// when all of this is as it was:
//
//   - the program: [Dir.Version];
//   - the rules that are on, their parameters, the options of reading, as the Linter digests them;
//   - the file: its name, and the SHA-256 of its content. With a clock, a file is not even read whose size, times of
//     modification and of change, inode and device are as they were, if its last change was at least two seconds past when
//     it was last looked at: since then nothing can have been written to it without a trace;
//   - other files that were looked at: what placeholders bring in, and whether files exist that rules ask for.
//
// A file in which there is a secret, or in which a rule failed, is not kept at all.
//
// # On disk
//
// The results of one program, configuration and catalog are one file, with a checksum over all of it. It is written
// aside and renamed, so that whoever reads sees all or nothing, even if a writer is killed; of two that write at once, one
// wins. Whatever is not such a file, belongs to somebody else or could have been written by somebody else, is passed over
// and replaced. Results that nobody has used for thirty days are dropped, and of all results the oldest when they take
// more than [Dir.MaxSize].
//
// The checksum keeps out accidents, not people: who can write to the folder as the same user can make a linter say what
// they like.
package cache
