package helmfile

import (
	"regexp"
	"sync"
)

// expression returns what compiles a regular expression when it is used for the first time: most runs see no helmfile.
func expression(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
