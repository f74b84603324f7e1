// Package components says which release of a helmfile runs which component of a Backstage catalog, and where the two do not fit:
// releases that nobody owns, components that do not run in production, namespaces that differ.
//
//	links := components.Connect(all, resolutions, nil)
//	for _, l := range links.WithoutOwner() {
//		fmt.Printf("%s: nobody owns %s\n", l.Release.Pos, l.Release.Name)
//	}
//
// A release belongs to the component that, in this order,
//
//   - its label backstage.io/kubernetes-id or component names: by name, as a reference, or as the component's annotation
//     backstage.io/kubernetes-id has it,
//   - has its name in the annotation backstage.io/kubernetes-id,
//   - has its name,
//   - has the name of an image that its values have: ghcr.io/acme/orders is orders.
//
// Of several components the one whose annotation backstage.io/kubernetes-namespace is the release's namespace is meant. Where
// that does not decide, the release belongs to none.
package components
