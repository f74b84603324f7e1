package monorepo

import (
	"fmt"
	"strings"
)

// service adds a component, and for some its API and its database, in one file.
func (g *generator) service(i int) {
	s := service{name: word(i) + "-" + []string{"api", "worker", "ui", "store"}[i%4], tier: 1 + i*4/(i+1000)}
	team, system := g.pick(g.teams), g.pick(g.systems)
	var further []string
	if g.chance(0.14) {
		s.api = s.name + "-http"
		further = append(further, g.api(s, team, system))
	}
	database := ""
	if g.chance(0.12) {
		database = s.name + "-db"
		further = append(further, g.database(s, team, system))
	}
	component := g.component(s, team, system, database)
	if g.chance(0.4) {
		component = "# Kept by the platform team; see the handbook before you edit.\n\n" + component
	}
	g.put(fmt.Sprintf("services/%s/%s/catalog-info.yaml", team, s.name), append([]string{component}, further...)...)
	g.services = append(g.services, s)
}

func (g *generator) component(s service, team, system, database string) string {
	b := document("Component", s.name)
	if g.chance(0.3) {
		fmt.Fprintf(b, "  description: |\n    %s.\n    %s.\n    %s.\n", g.sentence(11), g.sentence(9), g.sentence(12))
	} else {
		fmt.Fprintf(b, "  description: %s\n", g.sentence(10))
	}
	fmt.Fprintf(b, "  labels:\n    tier: \"%d\"\n    example.com/cost-centre: cc-%d\n", s.tier, 1000+g.rand.IntN(9000))
	g.annotations(b, s, team)
	b.WriteString("  tags:\n")
	for _, tag := range []string{"go", "grpc", "kafka", "postgres", "critical", "internal"} {
		if g.chance(0.5) {
			fmt.Fprintf(b, "    - %s\n", tag)
		}
	}
	b.WriteString("    - service\n  links:\n")
	for i, title := range []string{"Runbook", "Dashboard", "Design"} {
		if i < 2 || g.chance(0.3) {
			fmt.Fprintf(b, "    - url: https://wiki.example.com/%s/%s/%d\n      title: %s\n", team, s.name, i, title)
		}
	}
	fmt.Fprintf(b, "spec:\n  type: service\n  lifecycle: production\n  owner: group:default/%s  # see org/\n  system: %s\n", team, system)
	g.relations(b, s, database)
	return b.String()
}

func (g *generator) annotations(b *strings.Builder, s service, team string) {
	fmt.Fprintf(b, "  annotations:\n    github.com/project-slug: example-org/%s\n    backstage.io/techdocs-ref: url:https://docs.example.com/%s\n", s.name, s.name)
	fmt.Fprintf(b, "    pagerduty.com/service-id: P%06X\n", g.rand.IntN(1<<24))
	if g.chance(0.6) {
		fmt.Fprintf(b, "    # keep these sorted\n    sonarqube.org/project-key: example-org_%s\n", s.name)
	}
	if g.chance(0.4) {
		fmt.Fprintf(b, "    backstage.io/kubernetes-label-selector: 'app.kubernetes.io/name=%s'\n    backstage.io/kubernetes-namespace: %s\n", s.name, team)
	}
	if g.chance(0.3) {
		fmt.Fprintf(b, "    grafana/dashboard-selector: \"(tags @> 'team:%s' && tags @> 'svc:%s')\"\n", team, s.name)
	}
}

// relations adds what the service provides and depends on: only services made before it, so that there is no cycle,
// and none of them is of a lower tier.
func (g *generator) relations(b *strings.Builder, s service, database string) {
	if s.api != "" {
		fmt.Fprintf(b, "  providesApis:\n    - %s\n", s.api)
	}
	var depends, consumes []string
	if database != "" {
		depends = append(depends, "resource:default/"+database)
	}
	for i, step := 0, 1+g.rand.IntN(40); i < 3 && step*(i+1) < len(g.services); i++ {
		other := g.services[len(g.services)-step*(i+1)]
		depends = append(depends, "component:default/"+other.name)
		if other.api != "" {
			consumes = append(consumes, other.api)
		}
	}
	list(b, "dependsOn", depends)
	list(b, "consumesApis", consumes)
}

func list(b *strings.Builder, name string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s:\n", name)
	for _, item := range items {
		fmt.Fprintf(b, "    - %s\n", item)
	}
}

func (g *generator) api(s service, team, system string) string {
	b := document("API", s.api)
	fmt.Fprintf(b, "  description: %s\nspec:\n  type: openapi\n  lifecycle: production\n  owner: %s\n  system: %s\n", g.sentence(7), team, system)
	fmt.Fprintf(b, "  definition: |\n    openapi: \"3.0.3\"\n    info:\n      title: %s\n      version: 1.0.0\n    paths:\n", s.api)
	for i := range 3 + g.rand.IntN(12) {
		fmt.Fprintf(b, "      /v1/%s/%d:\n        get:\n          summary: %s\n          responses:\n            \"200\":\n              description: ok\n", s.name, i, g.sentence(5))
	}
	return b.String()
}

func (g *generator) database(s service, team, system string) string {
	b := document("Resource", s.name+"-db")
	fmt.Fprintf(b, "  description: %s\n  labels:\n    tier: \"1\"\n  annotations:\n    pagerduty.com/service-id: P%06X\n", g.sentence(5), g.rand.IntN(1<<24))
	fmt.Fprintf(b, "  links:\n    - url: https://wiki.example.com/%s/%s-db\n      title: Runbook\n", team, s.name)
	fmt.Fprintf(b, "spec:\n  type: database\n  owner: group:default/%s\n  system: %s\n", team, system)
	return b.String()
}
