// Package lint applies rules to Backstage catalog files: an engine that a command, a server or an editor can embed.
//
// A [Linter] reads files from an [io/fs.FS], follows the Locations in them, runs [Rule] values over what it finds, and
// returns a [Result]: findings with file, line and column, in an order that is always the same. It writes nothing and
// prints nothing; package report does the printing.
//
//	l := lint.Linter{Rules: rules.All(), Config: config}
//	result, err := l.Run(ctx, os.DirFS("."), []string{"catalog-info.yaml"})
//
// # Rules
//
// A rule is data and one function. Which function it has says what it may look at, and so what a later run must look at
// again when something changes:
//
//   - File checks see one file, its text, and its documents whether they could be read or not.
//   - Entity checks see one entity, and nothing of any other.
//   - Catalog checks see the [View]: [Facts] about all entities, but no text and no tree. By then these are gone, which
//     is what lets tens of thousands of files be linted in little memory.
//   - Root checks see a file of another [Tool], such as a helmfile, and whatever files it leads to. A root is among the
//     files of [Linter.Run] like any other; [Linter.Tools] tells which names to look for.
//
// A check calls Report with a [Finding]: a place, a sentence, perhaps help, second places and fixes. It knows nothing of
// severities, of configuration beyond its own parameters, or of comments that silence it: all of that is decided after
// the checks, in one place. The example below is a rule of one's own. Package linttest tests rules, and [Validate] says
// whether they are well made.
//
// # Configuration
//
// A [Config] chooses a preset, changes the severities of rules and gives them parameters. It is written in Go or read
// with [LoadConfig] from a .catalog-lint.yaml, of which [ConfigSchema] gives a JSON Schema. What is wrong in such a file
// is reported all at once, each fault with its place, as [source.Errors].
//
// # Ignoring a finding
//
// Where a finding is accepted, a comment says so, and why:
//
//	owner: user:default/ada # catalog-lint: ignore=owner-group -- a project of one
//
//	# catalog-lint: ignore=ref-exists,tier-inversion -- moves to the new cluster until=2027-01-31
//	dependsOn:
//	  - resource:default/old-cluster
//
// At the end of a line it is about that line and what the last member or list item on it contains; alone, about the
// member or list item below. "ignore-file=" before the first key is about the whole file, and the annotation
// catalog-lint/ignore about its entity. After the day given by until, the finding comes back. Ignores that are not
// understood, have run out or silence nothing are findings of the [BuiltinRules].
//
// # The rest of the catalog
//
// A repository is seldom the whole catalog, so a reference that leads out of it says nothing by itself. A [Config] may
// say of which kinds all entities are at hand. Or an [Elsewhere] knows the rest: then what is in neither does not exist,
// and the checks see the other repositories' entities, looking up no more of them than they need. Package elsewhere makes
// one of a snapshot.
//
// Config.Ignores does the same for files and entities by pattern. What was there before a linter came is held back by an
// [Accepter], such as a baseline of package baseline. Findings that are silenced or held back are in the Result, too.
//
// # Mending
//
// A finding may carry fixes: changes of bytes. [Linter.Fix] applies them until none is left, and makes sure that a file
// is then still what it was in all places that they do not touch.
//
// # What has not changed
//
// With a [Cache], such as that of package cache, a Linter looks again only at files that have changed since an earlier
// run. The checks of the whole catalog, and all that is decided after the checks, take place each time: the Result is the
// same.
//
// # When something goes wrong
//
// Broken YAML is a finding. A file that cannot be read, or a rule that panics, is in the Errors of the Result beside
// whatever was found in spite of it. [Linter.Run] itself fails only for a configuration that names what does not exist,
// or when its context is done.
package lint
