// Package load reads catalog files as Backstage's ingestion would: which documents it would take, under which
// reference, with which relations, and of the others what is wrong and where.
//
// [Parse] reads one file. Every YAML document in it becomes a [Document] with the verdict, the [Stage] that gave it, and
// all Problems at once, each with its place, a message in plain words, and the name of the lint rule that reports it.
// Backstage stops at the first fault of a document; that one is first here, too, and also bears Backstage's own words,
// so that what a pull request says can be found again in the logs. Faults that are only the consequence of another are
// not reported.
//
//	file := load.Parse(ctx, "catalog-info.yaml", data, &load.Options{BaseURL: "https://github.com/acme/shop/blob/main/"})
//	for _, d := range file.Documents {
//		for _, p := range d.Problems {
//			fmt.Printf("%s: %s\n", p.Range, p.Message)
//		}
//	}
//
// [FS] reads a whole file system along its Locations into a [catalog.Catalog].
//
// A document passes these stages, in this order; the names are Backstage's own, but for the first and the last:
//
//	yaml         it is read as YAML 1.2, each document for itself
//	root         it is a mapping, or empty (skipped)
//	envelope     it has apiVersion, kind and metadata.name, all texts
//	preprocess   placeholders such as {$text: ./api.yaml} are replaced
//	policy       schema of what all entities have; namespace; foreign members; forms of names, labels, tags, links
//	validate     the schema of its kind; a kind that nobody knows is refused
//	location     targets of a Location are of an allowed type
//	postprocess  references can be read; relations come from them
//	done         accepted
//
// Nothing is fetched. What only a running catalog can know – whether a reference's target exists, whether another
// repository's file does – is not judged; package lint looks at the former.
//
// [Schema] returns JSON Schemas of the kinds for editors. A [CustomKind] adds a kind of one's own.
package load
