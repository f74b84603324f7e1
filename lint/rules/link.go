package rules

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var linkRules = []*lint.Rule{
	refusal("link-url"),
	{
		Name:   "link-http",
		Doc:    doc("link-http"),
		Levels: always(lint.Info),
		Entity: func(p *lint.EntityPass) { eachLink(p, checkLinkHTTP) },
	},
	{
		Name:   "link-duplicate",
		Doc:    doc("link-duplicate"),
		Levels: always(lint.Warning),
		Entity: checkDuplicateLinks,
	},
	{
		Name:   "link-title",
		Doc:    doc("link-title"),
		Levels: fromStrict(lint.Warning),
		Entity: func(p *lint.EntityPass) { eachLink(p, checkLinkTitle) },
	},
	{
		Name:   "link-required",
		Doc:    doc("link-required"),
		Levels: fromGoldenPath(lint.Warning),
		Params: func() any {
			return &requiredLinkParams{Kinds: []catalog.Kind{catalog.Component}, Types: []string{"service"}, Links: []string{"dashboard"}}
		},
		Entity: checkRequiredLinks,
	},
}

func eachLink(p *lint.EntityPass, check func(p *lint.EntityPass, link catalog.Link, pointer string)) {
	for i, l := range p.Entity.Metadata.Links {
		check(p, l, "/metadata/links/"+strconv.Itoa(i))
	}
}

func checkLinkHTTP(p *lint.EntityPass, link catalog.Link, pointer string) {
	u, err := url.Parse(strings.TrimSpace(link.URL))
	if err != nil || !strings.EqualFold(u.Scheme, "http") || !isPublic(u.Hostname()) {
		return
	}
	f := lint.Finding{Pointer: pointer + "/url", Message: fmt.Sprintf("the link to %s is not encrypted", u.Hostname())}
	if at := p.Value(f.Pointer); u.Port() == "" {
		if i := strings.Index(strings.ToLower(raw(p.File.Text, at)), "http://"); i >= 0 {
			s := at.Offset + i + len("http")
			f.Fixes = unsafe("use https", lint.Edit{File: at.File, Offset: s, EndOffset: s, New: "s"})
		}
	}
	p.Report(f)
}

// isPublic reports whether host is a name or address that is not one of a machine or network of one's own.
func isPublic(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return !ip.IsPrivate() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast()
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return false // localhost, and names without a domain
	}
	switch strings.ToLower(host[dot+1:]) {
	case "local", "localhost", "internal", "lan", "home", "corp", "test", "intranet", "svc", "arpa":
		return false
	}
	return true
}

func checkDuplicateLinks(p *lint.EntityPass) {
	links := p.Entity.Metadata.Links
	first := map[string]int{}
	for i, l := range links {
		before, again := first[l.URL]
		if !again || l.URL == "" {
			first[l.URL] = i
			continue
		}
		pointer := "/metadata/links/" + strconv.Itoa(i)
		if p.Full(p.Value(pointer)) {
			continue
		}
		f := lint.Finding{
			Pointer: pointer + "/url",
			Message: "this URL is linked already",
			Related: []lint.Related{{Range: p.Value(fmt.Sprintf("/metadata/links/%d/url", before)), Message: "first here"}},
		}
		if edit, ok := removeItem(p.File.Text, p.Value(pointer), len(links)); ok {
			same := links[before].Title == l.Title && links[before].Type == l.Type
			f.Fixes = []lint.Fix{{Message: "remove the second link", Safe: same, Edits: []lint.Edit{edit}}}
		}
		p.Report(f)
	}
}

func checkLinkTitle(p *lint.EntityPass, link catalog.Link, pointer string) {
	if catalog.IsBlank(link.Title) {
		at := p.Key(pointer + "/url")
		if p.Full(at) {
			return
		}
		p.Report(lint.Finding{
			Range:   at,
			Pointer: pointer,
			Message: "this link has no title: people see the bare URL",
		})
	}
}

type requiredLinkParams struct {
	Kinds []catalog.Kind `yaml:"kinds" doc:"the kinds that need links; all when empty"`
	Types []string       `yaml:"types" doc:"the types (spec.type) that need links; all when empty"`
	Tiers []string       `yaml:"tiers" doc:"the tiers that need links; all, and entities without one, when empty"`
	Links []string       `yaml:"links" doc:"what the link's type is or its title says; of alternatives, written a|b, one is enough"`
}

func checkRequiredLinks(p *lint.EntityPass) {
	params := p.Params.(*requiredLinkParams)
	if !(requirement{params.Kinds, params.Types, params.Tiers}).concerns(p) {
		return
	}
	noun := p.Facts.Type
	if noun == "" {
		noun = string(p.Entity.Kind)
	}
	for _, words := range params.Links {
		alternatives := strings.Split(words, "|")
		if hasLink(p, alternatives) {
			continue
		}
		p.Report(lint.Finding{
			Range:   p.Key("/metadata/links"),
			Pointer: "/metadata/links",
			Message: fmt.Sprintf("this %s has no link to its %s", noun, strings.Join(alternatives, " or ")),
			Help:    fmt.Sprintf("add a link with type: %s, or a title that says so", alternatives[0]),
		})
	}
}
