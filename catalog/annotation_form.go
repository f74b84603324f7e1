package catalog

import "strings"

// AnnotationForm is the form of an annotation's value, in words that complete "must be ….".
type AnnotationForm string

// The forms of annotation values.
const (
	FormText          AnnotationForm = "text"
	FormName          AnnotationForm = "a name or key without spaces"
	FormTrue          AnnotationForm = `exactly "true"`
	FormNumber        AnnotationForm = "a number"
	FormURL           AnnotationForm = "an absolute URL"
	FormHost          AnnotationForm = "a host name without scheme or path"
	FormPath          AnnotationForm = "a path"
	FormPathOrURL     AnnotationForm = "a path or an absolute URL"
	FormLocation      AnnotationForm = "a location, such as url:https://host/path"
	FormTechDocs      AnnotationForm = "dir:PATH or url:URL"
	FormRef           AnnotationForm = "an entity reference with its kind"
	FormSlug          AnnotationForm = "OWNER/NAME"
	FormDeepSlug      AnnotationForm = "GROUP/NAME, with any number of groups"
	FormTripleSlug    AnnotationForm = "VCS/OWNER/NAME"
	FormOptionalOwner AnnotationForm = "NAME or OWNER/NAME"
	FormList          AnnotationForm = "names with commas between them"
	FormLabelValue    AnnotationForm = "the value of a Kubernetes label"
	FormNamespace     AnnotationForm = "the name of a Kubernetes namespace"
	FormSelector      AnnotationForm = "a Kubernetes label selector"
	FormDuration      AnnotationForm = "an ISO 8601 duration, such as PT4H"
	FormCoverage      AnnotationForm = `"scm-only" or "enabled"`
	FormBase64        AnnotationForm = "base64"
	FormUUID          AnnotationForm = "a UUID"
	FormARN           AnnotationForm = "an Amazon resource name"
)

// Accepts reports whether value has the form. It is lenient: what it refuses cannot work. No form accepts a blank
// value, and one that is unknown or says nothing of the value accepts all others.
func (f AnnotationForm) Accepts(value string) bool {
	if IsBlank(value) {
		return false
	}
	if accepts := formCheck(f); accepts != nil {
		return accepts(value)
	}
	return true
}

func formCheck(f AnnotationForm) func(string) bool {
	switch f {
	case FormName:
		return isWord
	case FormTrue:
		return func(s string) bool { return s == "true" }
	case FormNumber:
		return func(s string) bool { return fits(s, len(s), isDigit) }
	case FormURL:
		return IsURL
	case FormHost:
		return func(s string) bool { return isWord(s) && !strings.ContainsAny(s, "/?#@") }
	case FormLocation:
		return isLocation
	case FormTechDocs:
		return isTechDocs
	case FormRef:
		return isFullRef
	case FormSlug:
		return func(s string) bool { return slugParts(s) == 2 }
	case FormDeepSlug:
		return func(s string) bool { return slugParts(s) >= 2 }
	case FormTripleSlug:
		return func(s string) bool { return slugParts(s) == 3 }
	case FormOptionalOwner:
		return func(s string) bool { n := slugParts(s); return n == 1 || n == 2 }
	case FormLabelValue:
		return IsLabelValue
	case FormNamespace:
		return isDNSLabel
	case FormSelector:
		return isSelector
	case FormCoverage:
		return func(s string) bool { return s == "scm-only" || s == "enabled" }
	case FormBase64:
		return isBase64
	case FormDuration:
		return isDuration
	case FormUUID:
		return isUUID
	case FormARN:
		return isARN
	}
	return nil
}
