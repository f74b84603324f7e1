package backstage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// parseEntityRef takes [kind:][namespace/]name, or an object, apart. The argument may have defaults for kind and namespace.
func parseEntityRef(_ context.Context, args []any) (any, error) {
	ref := arg(args, 0)
	defaults, _ := arg(args, 1).(*nunjucks.Object)
	kind, namespace := member(defaults, "defaultKind"), member(defaults, "defaultNamespace")
	if namespace == "" {
		namespace = "default"
	}
	var name string
	switch ref := ref.(type) {
	case string:
		if ref == "" {
			return nil, fault("Entity reference must not be empty")
		}
		parsed, err := split(ref)
		if err != nil {
			return nil, err
		}
		kind, namespace, name = or(parsed[0], kind), or(parsed[1], namespace), parsed[2]
	case *nunjucks.Object:
		kind, namespace, name = or(member(ref, "kind"), kind), or(member(ref, "namespace"), namespace), member(ref, "name")
	case nil, nunjucks.Undefined:
		return nil, fault("Entity reference must not be empty")
	}
	if kind == "" {
		return nil, noKind(ref)
	}
	o := &nunjucks.Object{}
	o.Set("kind", kind)
	o.Set("namespace", namespace)
	o.Set("name", name)
	return o, nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func member(o *nunjucks.Object, key string) string {
	if o == nil {
		return ""
	}
	v, _ := o.Get(key)
	s, _ := v.(string)
	return s
}

// split returns kind, namespace and name. A slash before the colon makes that part of the name.
func split(ref string) (parts [3]string, err error) {
	rest := ref
	colon, slash := strings.IndexByte(rest, ':'), strings.IndexByte(rest, '/')
	hasKind := colon >= 0 && (slash < 0 || colon < slash)
	if hasKind {
		parts[0], rest = rest[:colon], rest[colon+1:]
		slash = strings.IndexByte(rest, '/')
	}
	if slash >= 0 {
		parts[1], rest = rest[:slash], rest[slash+1:]
	}
	parts[2] = rest
	if hasKind && parts[0] == "" || slash >= 0 && parts[1] == "" || parts[2] == "" {
		return parts, fault(fmt.Sprintf("Entity reference %q was not on the form [<kind>:][<namespace>/]<name>", ref))
	}
	return parts, nil
}

func noKind(ref any) error {
	data, err := json.Marshal(ref)
	if err != nil {
		return err
	}
	return fault(fmt.Sprintf(`Entity reference %s had missing or empty kind (e.g. did not start with "component:" or similar)`, data))
}
