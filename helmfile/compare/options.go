package compare

import (
	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Options say what is compared. The zero value compares what charts receive, and masks what is a secret by its key or its
// form.
type Options struct {
	// Written compares what `helmfile write-values` writes, without set and the defaults of local charts.
	Written bool
	// NoValues leaves the values of releases out.
	NoValues bool
	// IsSecret names keys whose values are masked, beside those that are always taken for secrets. It gets one key
	// of a path, or the name of an entry of a list such as env. Nil names none.
	IsSecret func(key string) bool
	// IsImage names paths of values that a promotion carries over, beside those that look like the tag of an image.
	// It gets the keys of the path. Nil names none.
	IsImage func(keys []string) bool
}

// orDefault returns o, or the zero value for nil.
func (o *Options) orDefault() *Options {
	if o == nil {
		return &Options{}
	}
	return o
}

// valuesOf returns what is compared of a release.
func (o *Options) valuesOf(r *helmfile.Release) *helmfile.Value {
	switch {
	case o.NoValues:
		return nil
	case o.Written:
		return r.Values()
	}
	return r.Effective()
}
