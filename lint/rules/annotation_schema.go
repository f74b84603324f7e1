package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/lint"
)

func checkAnnotationSchemas(p *lint.EntityPass) {
	if len(p.Annotations) > 0 {
		eachAnnotation(p, checkAnnotationSchema)
	}
}

// checkAnnotationSchema reports values that are not as the configuration says.
func checkAnnotationSchema(p *lint.EntityPass, a annotation) {
	form := p.Annotations[a.key]
	if form == nil {
		return
	}
	faults, err := form.Check(a.value)
	if err != nil {
		p.Fail(a.pointer(), err)
	}
	for _, fault := range faults {
		p.Report(lint.Finding{Pointer: a.pointer(), Message: fmt.Sprintf("annotation %s: %s", a.key, fault), Help: form.Help})
	}
}
