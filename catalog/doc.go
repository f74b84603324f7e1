// Package catalog is the model of a Backstage software catalog: entities, the references between them, the relations
// that follow, and the rules of form for names, labels and URLs.
//
// An [Entity] has a [Kind], [Metadata] and a [Spec], which is a pointer to the kind's own type: [*ComponentSpec],
// [*GroupSpec] and so on, or an [*UnknownSpec]. Entities come from files through package catalog/load, from JSON, or
// are made by hand; a [Catalog] holds many of them under their refs. None of these refuses an entity that Backstage
// would refuse: the model holds what it is given, members without a field in Extra, and JSON gives all of it back.
//
//	var c catalog.Catalog
//	if err := c.Add(e); err != nil { … }            // *ConflictError
//	team, err := catalog.ParseRef("group:payments", catalog.Ref{})
//	for e := range c.OwnedBy(team) { … }
//
// # References
//
// Entities name each other in the form [KIND:][NAMESPACE/]NAME. What is left out depends on where the reference
// stands: the namespace is that of the entity that holds it, the kind is the field's default kind, if the field has
// one. [RefFields] is the table of all such fields; [Entity.References] resolves what an entity's fields hold, and
// [Relations] gives the edges that Backstage makes of them, in both directions.
//
// Refs compare without regard to case, by JavaScript's rules. Therefore [Ref.Key] is what to use in maps, and
// [Ref.Compare] for order.
//
// # Graph
//
// [Catalog.Graph] is how everything hangs together: who depends on whom, directly and through others, which entities go
// round in circles, in what order to start or stop things, by which relations one leads to another, and with
// [Graph.Impact] what breaks when something is removed, and whom to tell.
//
//	g := c.Graph()
//	for service := range g.Dependents(database, catalog.DependsOn) { … }
//	for _, notice := range g.Impact(database).Notices { … }     // an owner, and what of theirs is affected
//
// A [Graph] holds the references that entities make and nothing else of them, so it may be made of more than files: a
// [GraphBuilder] takes refs and references as they come, from a snapshot (package catalog/snapshot) or a database, and
// fits a million entities into 200 MB. Package catalog/draw makes pictures of it.
//
// # Rules of form
//
// [IsObjectName], [IsNamespace], [IsKind], [IsAPIVersion], [IsLabelKey], [IsAnnotationKey], [IsLabelValue], [IsTag] and
// [IsURL] say what Backstage takes, which is not always what its documentation says. [WellKnownAnnotations] lists the
// annotations that plugins read, with the form of their values.
//
// # Errors
//
// [*RefError] and [*LocationRefError] say why a text is no reference, [*FieldError] in which field, [*ConflictError]
// that two entities have one name. What breaks Backstage's rules elsewhere is not found here: that is what catalog/load
// is for.
//
// The facts are those of Backstage's packages catalog-model 1.10 and plugin-catalog-backend 4.0.
package catalog
