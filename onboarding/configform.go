package onboarding

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// configForm is the file. Texts that have a form are types of their own, so that a fault is reported at its place.
type configForm struct {
	Everybody []grantText  `yaml:"everybody"`
	Groups    []groupForm  `yaml:"groups"`
	People    []personForm `yaml:"people"`
	Tasks     []taskForm   `yaml:"tasks"`
	Guards    guardsForm   `yaml:"guards"`
}

type groupForm struct {
	Group  groupText   `yaml:"group"`
	Grants []grantText `yaml:"grants"`
	Direct bool        `yaml:"direct"`
}

type personForm struct {
	Email      emailText               `yaml:"email"`
	Name       nameText                `yaml:"name"`
	Ref        userText                `yaml:"ref"`
	Groups     []groupText             `yaml:"groups"`
	Grants     []grantText             `yaml:"grants"`
	Identities map[string]identityText `yaml:"identities"`
}

type taskForm struct {
	Title nameText `yaml:"title"`
	URL   urlText  `yaml:"url"`
}

type guardsForm struct {
	MaxRemovals int        `yaml:"maxRemovals"`
	MaxShare    float64    `yaml:"maxShare"`
	MinAdmins   int        `yaml:"minAdmins"`
	Protected   []nameText `yaml:"protected"`
}

func (f *configForm) config() *Config {
	c := &Config{Everybody: grantsOfTexts(f.Everybody)}
	for _, g := range f.Groups {
		c.Groups = append(c.Groups, GroupEntry{Ref: catalog.Ref(g.Group), Grants: grantsOfTexts(g.Grants), Direct: g.Direct})
	}
	for _, p := range f.People {
		c.People = append(c.People, p.entry())
	}
	for _, t := range f.Tasks {
		c.Tasks = append(c.Tasks, Task{Title: string(t.Title), URL: string(t.URL)})
	}
	c.Guards = Guards{MaxRemovals: f.Guards.MaxRemovals, MaxShare: f.Guards.MaxShare, MinAdmins: f.Guards.MinAdmins}
	for _, p := range f.Guards.Protected {
		c.Guards.Protected = append(c.Guards.Protected, string(p))
	}
	return c
}

func (f *personForm) entry() PersonEntry {
	e := PersonEntry{Email: string(f.Email), Name: string(f.Name), Ref: catalog.Ref(f.Ref), Grants: grantsOfTexts(f.Grants)}
	for _, g := range f.Groups {
		e.Groups = append(e.Groups, catalog.Ref(g))
	}
	for provider, id := range f.Identities {
		if e.Identities == nil {
			e.Identities = map[string]string{}
		}
		e.Identities[provider] = string(id)
	}
	return e
}

func grantsOfTexts(texts []grantText) (out []Grant) {
	for _, t := range texts {
		out = append(out, Grant(t))
	}
	return out
}

type grantText Grant

// UnmarshalText reads a grant.
func (t *grantText) UnmarshalText(text []byte) error {
	g, err := ParseGrant(string(text))
	*t = grantText(g)
	return err
}

type emailText string

// UnmarshalText reads the address of a mail.
func (t *emailText) UnmarshalText(text []byte) error {
	*t = emailText(text)
	return checkEmail(string(text))
}

type nameText string

// UnmarshalText reads what people read in one line.
func (t *nameText) UnmarshalText(text []byte) error {
	*t = nameText(text)
	if strings.TrimSpace(string(text)) == "" {
		return errors.New("it is empty")
	}
	return checkText("text", string(text))
}

type groupText catalog.Ref

// UnmarshalText reads the reference of a Group.
func (t *groupText) UnmarshalText(text []byte) error {
	return parseRef((*catalog.Ref)(t), text, catalog.Group)
}

type userText catalog.Ref

// UnmarshalText reads the reference of a User.
func (t *userText) UnmarshalText(text []byte) error {
	return parseRef((*catalog.Ref)(t), text, catalog.User)
}

// parseRef reads a reference of a kind.
func parseRef(r *catalog.Ref, text []byte, k catalog.Kind) error {
	ref, err := catalog.ParseRef(string(text), catalog.Ref{Kind: k, Namespace: catalog.DefaultNamespace})
	if err == nil && ref.Kind != k {
		err = fmt.Errorf("%s is no %s", ref, k)
	}
	if err == nil {
		*r = ref
	}
	return err
}

type identityText string

// UnmarshalText reads the name of an account.
func (t *identityText) UnmarshalText(text []byte) error {
	*t = identityText(text)
	if len(text) == 0 || string(text) != nobodyThere && !plainID(string(text)) && checkEmail(string(text)) != nil {
		return fmt.Errorf("%q is no name of an account", text)
	}
	return nil
}

type urlText string

// UnmarshalText reads the address of a page.
func (t *urlText) UnmarshalText(text []byte) error {
	*t = urlText(text)
	u, err := url.Parse(string(text))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("%q is no address of a page", text)
	}
	return checkText("address", string(text))
}
