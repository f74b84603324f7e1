package manifest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/source"
)

// object is one of Kubernetes.
type object struct {
	apiVersion, kind, name string
	spec                   mapping
	secret                 string          // the Kubernetes Secret that it makes; empty: none
	pos                    source.Position // of the request that it is for
}

// yaml returns the object as it is written.
func (o object) yaml(namespace string) mapping {
	return mapping{
		{"apiVersion", o.apiVersion},
		{"kind", o.kind},
		{"metadata", mapping{{"name", o.name}, {"namespace", namespace}}},
		{"spec", o.spec},
	}
}

// check refuses a name that Kubernetes would, and one that another object has taken, for itself or the Secret that it makes.
func (o object) check(namespace string, taken map[string]bool) error {
	if !isObjectName(o.name) {
		return fmt.Errorf("%s would be the name of a %s, and has more than %d characters", o.name, o.kind, maxName)
	}
	clash := false
	for _, key := range []string{o.kind + "/" + namespace + "/" + o.name, "Secret/" + namespace + "/" + o.secret} {
		clash = clash || taken[key]
		taken[key] = !strings.HasSuffix(key, "/")
	}
	if clash {
		return fmt.Errorf("a second %s would be called %s in namespace %s; names have to differ in more than - and _, and a "+
			"namespace for two environments needs a pattern of names with {environment}", o.kind, o.name, namespace)
	}
	return nil
}

func decimal(d time.Duration) string { return strconv.FormatInt(int64(d), 10) }
