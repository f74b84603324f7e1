package helmfile

import (
	"strconv"

	"github.com/goldenpath-go/goldenpath/source"
)

// Layer is one source of values, from the lowest to the highest of its tree.
type Layer uint8

// The layers of state values (`.Values`), then those of a release's values.
const (
	LayerNone        Layer = iota
	LayerDefaults          // top-level `values`
	LayerEnvironment       // `environments.NAME.values`
	LayerParent            // `helmfiles[].values` of a parent, and values files of the command line
	LayerCommandLine       // set on the command line
	LayerChart             // a local chart's values.yaml
	LayerRelease           // a release's `values` and `valuesTemplate`
	LayerSet               // a release's `set`, `setTemplate` and `env`
	LayerSetString         // a release's `setString`
)

// String returns what the layer is called in a helmfile.
func (l Layer) String() string {
	return [...]string{
		"state", "values", "environment values", "values of the parent helmfile", "command line", "chart defaults",
		"release values", "set", "setString",
	}[l]
}

// Origin is what set a value.
type Origin struct {
	Pos   source.Position // of the value; in a rendered file, of the template's text or action that wrote it
	Key   source.Position // of its key, where it has one
	Layer Layer
}

// Reason is why something cannot be known without running a command, decrypting a file or asking the network.
type Reason struct {
	Text string          // such as `exec "git" runs a command`
	Pos  source.Position // where it is called for
	id   int
}

// String returns the text.
func (r *Reason) String() string { return r.Text }

func itoa(i int) string { return strconv.Itoa(i) }
