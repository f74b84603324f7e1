package rules

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// checkTierUnstable reports entities of a top tier that depend on what may change or go away. The entity's own lifecycle
// is another rule's matter.
func checkTierUnstable(p *lint.CatalogPass) {
	params := p.Params.(*tierLifecycleParams)
	for e, r := range references(p.View) {
		if r.Field != "dependsOn" && r.Field != "consumesApis" || !critical(e.Tier, p.TierOrder, params.Top) {
			continue
		}
		target := p.Get(r.Target)
		if target == nil || target.Lifecycle == "" || !among(params.Lifecycles, target.Lifecycle) {
			continue
		}
		f := lint.Finding{
			Range:   r.Range,
			Pointer: r.Pointer,
			Entity:  e.Ref,
			Message: fmt.Sprintf("a %s of tier %s depends on %s, which is %s", strings.ToLower(string(e.Ref.Kind)), e.Tier.Value, target.Ref, target.Lifecycle),
			Related: []lint.Related{{Range: e.Tier.Range, Message: "tier stated here"}},
		}
		if !target.External {
			f.Related = append(f.Related, lint.Related{Range: target.Range, Message: "defined here"})
		}
		p.Report(f)
	}
}
