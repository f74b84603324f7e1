// Package snapshot keeps a whole catalog in one small text file, so that who looks at one repository knows what exists
// elsewhere: of every entity its ref, what it is, where it was read from, and what it refers to.
//
//	s, err := snapshot.FromCatalog(snapshot.Header{Source: "https://backstage.example.com"}, c, nil)
//	err = s.WriteFile("catalog.snapshot")
//	…
//	s, err := snapshot.ReadFile("catalog.snapshot")
//	team, err := catalog.ParseRef("group:payments", catalog.Ref{})
//	exists := s.Contains(team)
//
// A [Snapshot] is the bytes of its file: opening one checks its header and checksum and reads nothing else, and
// [Snapshot.Lookup] is a binary search. [FromEntities] makes one of what a running Backstage says, [New] of any entries.
// [Compare] tells what changed from one to another. The same entities give the same bytes, in whatever order they come.
//
// # Format
//
// A snapshot is UTF-8 text of lines that end in a line feed, made to be kept in git: an entity is a line, and lines are in
// the order of refs.
//
//	goldenpath catalog snapshot 1
//	created	2026-03-01T12:00:00Z
//	source	https://backstage.example.com
//	ref	type	lifecycle	tier	title	location	written	references
//	component:default/orders	service	production	1	Orders	url:https://…		owner:ownedBy group:default/shop	…
//	group:default/shop	team					Group:default/Shop
//	end	2	crc32c	1c291ca3
//
// The first line has the version of the format. Lines of the header follow, a name and a value each: created, source and
// partial, see [Header]; a reader passes over those that it does not know. The line that begins with ref and a tab ends the header, and always reads as above.
//
// An entity has the columns that that line names, with tabs between them, empty where there is nothing to say:
//
//   - ref: [catalog.Ref.String], by which entities are sorted, as bytes.
//   - type, lifecycle, tier, title, location: free texts.
//   - written: the ref as the entity itself spells it, where that cannot be told from the first column. In that the
//     first colon ends the kind, the first slash after it the namespace, and a known kind has its usual spelling.
//   - references: any number of columns, each a label and the refs of the targets, with spaces between them. A label is
//     FIELD:RELATION, such as owner:ownedBy, or one word where both are the same, such as dependsOn. Columns are sorted by
//     field and relation, targets by their bytes, and none comes twice.
//
// A byte XX that would be in the way is written \xXX, with two hexadecimal digits in lower case: the backslash itself,
// control characters (C0, DEL and C1), U+2028 and U+2029, those that turn the direction of writing (U+200E, U+200F,
// U+202A to U+202E, U+2066 to U+2069), U+FEFF and bytes that are no UTF-8; in refs and labels the space, in labels the
// colon. A line has no more than [MaxLine] bytes.
//
// The last line has the number of entities and the CRC-32C (Castagnoli) of all bytes before the eight digits. So a file that
// git has merged or whose line ends it has changed is corrupt: write it again, and exempt it from conversion (-text).
//
// # Errors
//
// [Open] fails with [ErrNotSnapshot], [ErrTruncated], a [*CorruptError] (which is [ErrCorrupt]) or a [*VersionError].
// A checksum guards against accidents, not against intent. Whatever a file holds, nothing here panics or takes more
// memory than in proportion to the file, but only [Snapshot.Verify] finds out whether it is well-formed throughout.
package snapshot
