package command

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Options are what a file of providers cannot hold. The zero value has no variables.
type Options struct {
	// Getenv returns variables: those that programs get, and that headers name. Nil: none is set.
	Getenv func(name string) string
	Dir    string       // that programs run in; empty: the current folder
	Client *http.Client // that asks services; nil: one with the default transport
}

// configForm is the file.
type configForm struct {
	Providers []providerForm `yaml:"providers"`
}

type providerForm struct {
	Name        string            `yaml:"name"`
	Run         []string          `yaml:"run"`
	Environment map[string]string `yaml:"environment"`
	Pass        []string          `yaml:"pass"`
	URL         string            `yaml:"url"`
	Headers     map[string]string `yaml:"headers"`
	Timeout     period            `yaml:"timeout"`
	Addressed   bool              `yaml:"addressed"`
	Kinds       []kindForm        `yaml:"kinds"`
}

type kindForm struct {
	Name    string   `yaml:"name"`
	Doc     string   `yaml:"doc"`
	Object  string   `yaml:"object"`
	Pattern string   `yaml:"pattern"`
	Roles   []string `yaml:"roles"`
	Stage   string   `yaml:"stage" enum:"account,membership,rotation"`
	Once    bool     `yaml:"once"`
	Lasting bool     `yaml:"lasting"`
}

// period is a time such as 30s.
type period time.Duration

// UnmarshalText reads what time.ParseDuration reads.
func (p *period) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is no time such as 30s or 2m", text)
	}
	*p = period(d)
	return nil
}

// Parse reads providers, the content of the YAML file called name:
//
//	providers:
//	  - name: unix
//	    run: [sh, unix-groups.sh]             # a program and its arguments
//	    environment: {GROUP_FILE: /etc/group} # all that it gets, with
//	    pass: [PATH]                          # variables of Getenv
//	    timeout: 30s
//	    addressed: true                       # people are known by their address
//	    kinds:
//	      - {name: group, doc: a Unix group, object: GROUP, stage: membership}
//	  - name: badges
//	    url: https://badges.example.com/access # a service
//	    headers: {Authorization: "Bearer ${BADGES_TOKEN}"}
//	    kinds:
//	      - {name: badge, doc: a badge for the door, stage: account, once: true, lasting: true}
//
// Kinds are those of onboarding.Kind; pattern is a regular expression for the whole object. What is wrong with the file is reported
// at once, as source.Errors, and so is a variable that is not set.
func Parse(name string, data []byte, o *Options) ([]*Provider, error) {
	if o == nil {
		o = &Options{}
	}
	stream := yamlsrc.Parse(name, data)
	d := &decode.Decoder{Text: stream.Text, DidYouMean: func(string, []string) string { return "" }}
	var form configForm
	root := d.Root(stream, "a file of providers")
	if root != nil {
		d.Decode(root, reflect.ValueOf(&form).Elem(), "")
	}
	var out []*Provider
	if len(d.Errs) == 0 {
		c := config{options: o, decoder: d}
		for i := range form.Providers {
			c.node, c.pointer = root.Get("providers").Items[i], "/providers/"+strconv.Itoa(i)
			out = append(out, c.provider(&form.Providers[i]))
		}
	}
	if d.Errs.Sort(); len(d.Errs) > 0 {
		return nil, d.Errs
	}
	return out, nil
}

// config makes providers of what a file says.
type config struct {
	options *Options
	decoder *decode.Decoder
	node    *tree.Node // of the provider at hand
	pointer string
}

// fault reports something at a member of the provider.
func (c *config) fault(member, format string, args ...any) {
	n := c.node
	if at := n.Get(member); at != nil {
		n = at
	}
	c.decoder.Errorf(n, c.pointer+"/"+member, format, args...)
}

func (c *config) provider(f *providerForm) *Provider {
	p := &Provider{Called: f.Name, Addressed: f.Addressed, Objects: map[string]*regexp.Regexp{}}
	switch {
	case f.Name == "" || strings.Contains(f.Name, "/"):
		c.fault("name", "a provider needs a name without slashes")
	case len(f.Kinds) == 0:
		c.fault("kinds", "%s grants nothing: name its kinds", f.Name)
	case (len(f.Run) == 0) == (f.URL == ""):
		c.fault("run", "%s needs either a program to run or the url of a service", f.Name)
	}
	if f.URL != "" {
		p.Caller = c.service(f)
	} else {
		p.Caller = c.program(f)
	}
	for _, k := range f.Kinds {
		if _, twice := p.kind(k.Name); k.Name == "" || twice {
			c.fault("kinds", "%q cannot be the name of a kind, or is that of another", k.Name)
		}
		p.Grants = append(p.Grants, onboarding.Kind{
			Name: k.Name, Doc: k.Doc, Object: k.Object, Roles: k.Roles, Stage: stage(k.Stage), Once: k.Once, Lasting: k.Lasting,
		})
		if k.Pattern == "" {
			continue
		}
		pattern, err := regexp.Compile("^(?:" + k.Pattern + ")$")
		if err != nil {
			c.fault("kinds", "the pattern of %s is none: %v", k.Name, err)
			continue
		}
		p.Objects[k.Name] = pattern
	}
	return p
}

func stage(name string) onboarding.Stage {
	switch name {
	case "membership":
		return onboarding.Membership
	case "rotation":
		return onboarding.Rotation
	}
	return onboarding.Account
}

func (c *config) program(f *providerForm) *Exec {
	if len(f.Headers) > 0 {
		c.fault("headers", "a program has no headers")
	}
	e := &Exec{Args: f.Run, Dir: c.options.Dir, Timeout: time.Duration(f.Timeout)}
	for _, name := range slices.Sorted(maps.Keys(f.Environment)) {
		e.Env = append(e.Env, name+"="+f.Environment[name])
	}
	for _, name := range f.Pass {
		e.Env = append(e.Env, name+"="+c.variable("pass", name))
	}
	return e
}

func (c *config) service(f *providerForm) *HTTP {
	if len(f.Environment)+len(f.Pass) > 0 {
		c.fault("environment", "a service has no environment")
	}
	h := &HTTP{URL: f.URL, Client: c.options.Client, Timeout: time.Duration(f.Timeout), Header: map[string]string{}}
	for name, text := range f.Headers {
		h.Header[name] = os.Expand(text, func(variable string) string { return c.variable("headers", variable) })
	}
	return h
}

// variable returns a variable that must be set.
func (c *config) variable(member, name string) string {
	value := ""
	if c.options.Getenv != nil {
		value = c.options.Getenv(name)
	}
	if value == "" {
		c.fault(member, "the variable %s is not set", name)
	}
	return value
}
