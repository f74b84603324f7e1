package monorepo

import (
	"fmt"
	"strings"
)

// org adds the groups and their users, in a number of files.
func (g *generator) org(files int) {
	documents := make([][]string, files)
	for i, team := range g.teams {
		b := document("Group", team)
		fmt.Fprintf(b, "  description: %s\nspec:\n  type: team\n  profile:\n    displayName: %s\n    email: %s@example.com\n  children: []\n", g.sentence(6), team, team)
		of := &documents[i%files]
		*of = append(*of, b.String())
		for n := range 4 {
			b := document("User", fmt.Sprintf("%s-%d", team, n))
			fmt.Fprintf(b, "spec:\n  profile:\n    displayName: Søren %s\n    email: %s.%d@example.com\n  memberOf: [%s]\n", team, team, n, team)
			*of = append(*of, b.String())
		}
	}
	g.putShares("org/groups-%d.yaml", documents)
}

// allSystems adds the systems and one domain for them all.
func (g *generator) allSystems(files int) {
	documents := make([][]string, files)
	b := document("Domain", "commerce")
	fmt.Fprintf(b, "  description: %s\nspec:\n  owner: %s\n", g.sentence(6), g.teams[0])
	documents[0] = append(documents[0], b.String())
	for i, system := range g.systems {
		b := document("System", system)
		fmt.Fprintf(b, "  description: %s\nspec:\n  owner: group:default/%s\n  domain: commerce\n", g.sentence(6), g.pick(g.teams))
		documents[i%files] = append(documents[i%files], b.String())
	}
	g.putShares("systems/systems-%d.yaml", documents)
}

func (g *generator) putShares(pattern string, documents [][]string) {
	for i, share := range documents {
		if len(share) > 0 {
			g.put(fmt.Sprintf(pattern, i), share...)
		}
	}
}

// root adds the Location from which a catalog would read all other files.
func (g *generator) root() {
	g.put("catalog-info.yaml", document("Location", "root").String()+`spec:
  targets:
    - ./services/*/*/catalog-info.yaml
    - ./org/*.yaml
    - ./systems/*.yaml
    - ./templates/*/template.yaml
`)
}

// template adds a software template.
func (g *generator) template(i int) {
	text := `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: NAME
  title: Start a service
  description: DESCRIPTION
  tags:
    - recommended
spec:
  owner: OWNER
  type: service
  parameters:
    - title: Basics
      required: [name, owner]
      properties:
        name:
          title: Name
          type: string
          pattern: '^[a-z0-9-]+$'
        owner:
          title: Owner
          type: string
          ui:field: OwnerPicker
  steps:
    - id: fetch
      name: Fetch
      action: fetch:template
      input:
        url: ./skeleton
        values:
          name: ${{ parameters.name }}
          owner: ${{ parameters.owner }}
    - id: publish
      name: Publish
      action: publish:github
      input:
        repoUrl: github.com?owner=example-org&repo=${{ parameters.name }}
  output:
    links:
      - title: Repository
        url: ${{ steps['publish'].output.remoteUrl }}
`
	name := fmt.Sprintf("template-%d", i)
	fill := strings.NewReplacer("NAME", name, "DESCRIPTION", g.sentence(9), "OWNER", g.pick(g.teams))
	g.put("templates/"+name+"/template.yaml", fill.Replace(text))
}
