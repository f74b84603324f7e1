package lint

import (
	"context"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
)

// Linter applies rules to catalog files. Its zero value works and has no rules but the built-in ones (see
// [BuiltinRules]). It keeps no state: it may run several times at once, beside others that are configured otherwise.
type Linter struct {
	Rules  []*Rule // in any order; the built-in ones are added where they are missing
	Config *Config // nil: the recommended preset

	// Elsewhere is the rest of the catalog; nil: nothing is known of it, and whether an entity exists that the linted files
	// do not define depends on Config.References alone.
	Elsewhere Elsewhere

	// Accept holds back findings that need not be looked at now, such as those of old; each is asked once a run, in this
	// order, about what those before it have left. See package baseline.
	Accept []Accepter
	// Complete says that the files of a run, with those that their Locations name, are all there are: an ignore or an entry
	// of a baseline that is about none of them is then stale.
	Complete bool

	Load        load.Options     // how files are read; without a ReadFile, placeholders are read from the linted file system
	MaxFileSize int64            // in bytes; larger files are findings of file-size; 0 means 1 MiB
	MaxPerRule  int              // findings of a rule in a file that are listed, the rest being counted in one more; 0 means 100, less all
	NoIgnores   bool             // comments and annotations silence nothing, and nothing is said of them
	Now         func() time.Time // for ignores with an end; nil: they do not end
	Workers     int              // files read at once; 0 means GOMAXPROCS. The result does not depend on it

	// Cache keeps what was made of files for later runs; nil: every file is looked at each time. The result does not depend
	// on it as long as the checks of Rules give what follows from their passes alone, as [Rule] has it.
	Cache Cache
}

// Run lints files, and those that their Locations name within fsys. Names are slash-separated paths from the root of
// fsys, in any order, and each is read once however often it is named.
//
// What is wrong in the files, syntax errors included, is in the Result's Diagnostics; what kept the Linter from doing
// its work, such as a file that cannot be read or a rule that panics, in its Errors, and does not keep it from the
// rest. Run itself fails only when Config names rules or presets that do not exist, and when ctx is done.
func (l *Linter) Run(ctx context.Context, fsys fs.FS, files []string) (*Result, error) {
	rules := withBuiltin(l.rules())
	s, err := resolve(l.Config, rules)
	if err != nil {
		return nil, err
	}
	r := &run{Linter: l, fsys: fsys, settings: s, tiers: newTierReader(l.Config), load: l.Load}
	r.kept, r.tools = s.keeps(), s.tools(func(*setting) bool { return true })
	if c := l.Config; c != nil {
		r.load.Kinds, r.annotations = slices.Concat(l.Load.Kinds, c.Schemas.Kinds), c.Schemas.Annotations
	}
	r.load.NoRelations = true // facts have the references
	if r.load.ReadFile == nil {
		r.load.ReadFile = func(name string) ([]byte, error) { return bounded.ReadFile(fsys, name, bounded.PlaceholderSize) }
	}
	r.openCache()
	r.readAll(ctx, files)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.cache != nil {
		r.cache.Save()
	}
	r.checkCatalog(ctx)
	out, err := r.result(ctx)
	if err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

// rules returns the rules, those of the configuration's own last.
func (l *Linter) rules() []*Rule {
	if l.Config == nil || len(l.Config.Own) == 0 {
		return l.Rules
	}
	return slices.Concat(l.Rules, l.Config.Own)
}

func (l *Linter) workers() int {
	if l.Workers > 0 {
		return l.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (l *Linter) maxFileSize() int64 {
	if l.MaxFileSize > 0 {
		return l.MaxFileSize
	}
	return 1 << 20
}

// uniqueFiles returns files in their shortest form, sorted, each once.
func uniqueFiles(files []string) []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = path.Clean(f)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
