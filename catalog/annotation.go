package catalog

import "slices"

// Annotation describes a well-known annotation.
type Annotation struct {
	Key        string         // such as github.com/project-slug
	Form       AnnotationForm // of its value
	ReadBy     string         // who reads or writes it, in words; a hint, since any plugin may
	Managed    bool           // written by the catalog or a provider, not by people
	Deprecated bool
	Successor  string // the annotation that replaces a deprecated one; "" when there is none
}

// WellKnownAnnotations returns the annotations that Backstage and widely used plugins read, in groups as in the
// constants' lists. What is not among them is not wrong: any key is allowed.
func WellKnownAnnotations() []Annotation {
	return slices.Concat(coreAnnotations(), codeAnnotations(), operationsAnnotations())
}

// ReservedPrefix is the prefix of label and annotation keys that Backstage keeps for itself. It reads no label of its
// own, so there are no well-known label names.
const ReservedPrefix = "backstage.io/"
