// Package urlreader reads files and folders by their URLs, as Backstage's URL readers do: what a [Reader] is to package fetch.
//
//	r := &urlreader.Reader{
//		Hosts: []urlreader.Host{{Kind: urlreader.GitHub, Name: "github.com", Token: token}},
//		Allow: []urlreader.Allowed{{Host: "files.acme.com", Paths: []string{"/templates/"}}},
//	}
//	actions := fetch.Actions(r)
//
// The URLs are those that people see:
//
//	https://github.com/acme/templates/tree/main/service   a page of one of the Hosts, which is asked by its API
//	https://files.acme.com/templates/service.tar.gz#skel  a file that is allowed; as a folder it is an archive, #skel one within
//	git+https://git.acme.com/templates.git?ref=v2&path=skel  a git repository, see [Git]
//	file:///srv/templates/service                         below one of the Folders
//
// In a URL the name of a branch is one segment; one with a slash is written feature%2Fx.
//
// Nothing is read that the Reader does not name: not by a redirect either, and a token goes to the server that it is for and
// no other. The errors are [scaffold.ErrInput] for URLs that make no sense, [scaffold.ErrNotAllowed], [scaffold.ErrNotFound], and
// [ErrLimit] when something is larger or takes longer than [Limits] say.
//
// What others have packed is not trusted: an archive with a name or a link that leads out of it, with devices, with the same
// name twice, or with more in it than allowed, is refused as a whole. Trees are held in memory; only Git needs the disk, while it reads.
package urlreader
