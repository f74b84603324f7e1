package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/lint"
)

type fanOutParams struct {
	Max int `yaml:"max" doc:"the most entities that one may depend on"`
}

// checkFanOut counts what an entity states that it depends on, each once.
func checkFanOut(p *lint.EntityPass) {
	most := p.Params.(*fanOutParams).Max
	targets := map[string]bool{}
	field := ""
	for i := range p.Facts.Refs {
		r := &p.Facts.Refs[i]
		if r.Field == "dependsOn" || r.Field == "consumesApis" {
			targets[r.Target.Key()] = true
			field = r.Field
		}
	}
	if len(targets) <= most {
		return
	}
	p.Report(lint.Finding{
		Range:   p.Key("/spec/" + field),
		Pointer: "/spec/" + field,
		Message: fmt.Sprintf("%s depends on %d entities, more than %d", p.Facts.Ref, len(targets), most),
	})
}
