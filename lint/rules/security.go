package rules

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var securityRules = []*lint.Rule{
	{
		Name:   "secret-value",
		Doc:    doc("secret-value"),
		Levels: always(lint.Error),
		File:   checkSecrets,
	},
	{
		Name:   "secret-url",
		Doc:    doc("secret-url"),
		Levels: always(lint.Error),
		File:   checkSecretURLs,
	},
	{
		Name:   "unsafe-link",
		Doc:    doc("unsafe-link"),
		Levels: always(lint.Error),
		Entity: func(p *lint.EntityPass) { eachLink(p, checkUnsafeLink) },
	},
	{
		Name:   "email-personal",
		Doc:    doc("email-personal"),
		Kinds:  []catalog.Kind{catalog.Group, catalog.User},
		Levels: always(lint.Off),
		Params: func() any {
			return &emailParams{Domains: []string{
				"gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com", "me.com",
				"proton.me", "protonmail.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "mail.ru", "yandex.ru", "qq.com", "163.com",
			}}
		},
		Entity: checkEmail,
	},
}

// checkUnsafeLink looks at what a browser would take for the scheme: it passes over spaces and control characters.
func checkUnsafeLink(p *lint.EntityPass, link catalog.Link, pointer string) {
	bare := strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, link.URL)
	scheme, _, _ := strings.Cut(strings.ToLower(bare), ":")
	switch scheme {
	case "javascript", "vbscript", "data":
		p.Reportf(pointer+"/url", "a %s: link runs or shows what it carries when somebody clicks on it", scheme)
	}
}

type emailParams struct {
	Domains []string `yaml:"domains" doc:"mail domains that are nobody's at work"`
}

func checkEmail(p *lint.EntityPass) {
	var profile *catalog.Profile
	switch s := p.Entity.Spec.(type) {
	case *catalog.GroupSpec:
		profile = s.Profile
	case *catalog.UserSpec:
		profile = s.Profile
	}
	if profile == nil {
		return
	}
	_, domain, found := strings.Cut(profile.Email, "@")
	if found && len(domain) > 0 && among(p.Params.(*emailParams).Domains, domain) {
		p.Report(lint.Finding{
			Pointer: "/spec/profile/email",
			Message: fmt.Sprintf("%s is a private mail domain", strings.ToLower(domain)),
		})
	}
}
