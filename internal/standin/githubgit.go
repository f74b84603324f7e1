package standin

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

func (g *GitHub) listBranches(at *hosted, _ *http.Request, _ object) (int, any, error) {
	return at.list("heads/")
}

func (g *GitHub) listTags(at *hosted, _ *http.Request, _ object) (int, any, error) {
	return at.list("tags/")
}

func (at *hosted) list(kind string) (int, any, error) {
	refs, err := at.refs()
	out := []object{}
	for _, ref := range slices.Sorted(maps.Keys(refs)) {
		if name, ok := strings.CutPrefix(ref, kind); ok {
			out = append(out, object{"name": name, "commit": object{"sha": refs[ref]}})
		}
	}
	return http.StatusOK, out, err
}

// refusal is an error in GitHub's own words.
type refusal string

func (r refusal) Error() string { return string(r) }

// notEmpty fails as GitHub does where nothing is there yet.
func (at *hosted) notEmpty() error {
	refs, err := at.refs()
	if err == nil && len(refs) == 0 {
		err = refusal("Git Repository is empty.")
	}
	return err
}

// putFile makes a commit with a file on the default branch.
func (g *GitHub) putFile(at *hosted, r *http.Request, body object) (int, any, error) {
	refs, err := at.refs()
	if err != nil {
		return 0, nil, err
	}
	c := commit{message: text(body, "message")}
	files := map[string]entry{}
	if head := refs["heads/"+at.branch]; head != "" {
		c.parents = []string{head}
		if files, err = at.filesOf("heads/" + at.branch); err != nil {
			return 0, nil, err
		}
	}
	content, err := base64.StdEncoding.DecodeString(text(body, "content"))
	if err != nil {
		return 0, nil, err
	}
	blob, err := at.write("blob", content)
	if err != nil {
		return 0, nil, err
	}
	files[r.PathValue("path")] = entry{"100644", blob}
	if c.tree, err = at.tree(files); err != nil {
		return 0, nil, err
	}
	hash, err := g.store(at, c, nil)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, object{"commit": object{"sha": hash}}, at.setRef("heads/"+at.branch, hash)
}

func text(body object, name string) string {
	s, _ := body[name].(string)
	return s
}

func (g *GitHub) store(at *hosted, c commit, author object) (string, error) {
	g.done++
	who := "Ada <ada@example.com>"
	if author != nil {
		who = fmt.Sprintf("%s <%s>", text(author, "name"), text(author, "email"))
	}
	return at.commit(c, who, g.done)
}

func (g *GitHub) postBlob(at *hosted, _ *http.Request, body object) (int, any, error) {
	content, err := base64.StdEncoding.DecodeString(text(body, "content"))
	if err = errors.Join(err, at.notEmpty()); err != nil {
		return 0, nil, err
	}
	hash, err := at.write("blob", content)
	return http.StatusCreated, object{"sha": hash}, err
}

func (g *GitHub) postTree(at *hosted, _ *http.Request, body object) (int, any, error) {
	files, err := at.files(text(body, "base_tree"))
	if err = errors.Join(err, at.notEmpty()); err != nil {
		return 0, nil, err
	}
	items, _ := body["tree"].([]any)
	for _, item := range items {
		e, _ := item.(object)
		hash, known := e["sha"].(string)
		content, given := e["content"].(string)
		switch {
		case given:
			if hash, err = at.write("blob", []byte(content)); err != nil {
				return 0, nil, err
			}
		case !known:
			delete(files, text(e, "path"))
			continue
		}
		files[text(e, "path")] = entry{text(e, "mode"), hash}
	}
	hash, err := at.tree(files)
	return http.StatusCreated, object{"sha": hash}, err
}

func (g *GitHub) getTree(at *hosted, r *http.Request, _ object) (int, any, error) {
	files, err := at.files(r.PathValue("sha"))
	list := []object{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		list = append(list, object{"path": path, "mode": files[path].mode, "type": "blob", "sha": files[path].hash})
	}
	return http.StatusOK, object{"tree": list}, err
}

func (g *GitHub) postCommit(at *hosted, _ *http.Request, body object) (int, any, error) {
	c := commit{tree: text(body, "tree"), message: text(body, "message")}
	parents, _ := body["parents"].([]any)
	for _, p := range parents {
		c.parents = append(c.parents, fmt.Sprint(p))
	}
	author, _ := body["author"].(object)
	hash, err := g.store(at, c, author)
	return http.StatusCreated, object{"sha": hash}, err
}

func (g *GitHub) getCommit(at *hosted, r *http.Request, _ object) (int, any, error) {
	c, err := at.readCommit(r.PathValue("sha"))
	parents := []object{}
	for _, p := range c.parents {
		parents = append(parents, object{"sha": p})
	}
	return http.StatusOK, object{"message": c.message, "parents": parents, "tree": object{"sha": c.tree}}, err
}

func (g *GitHub) getRef(at *hosted, r *http.Request, _ object) (int, any, error) {
	refs, err := at.refs()
	hash := refs[r.PathValue("ref")]
	if hash == "" {
		return http.StatusNotFound, object{"message": "Not Found"}, err
	}
	return http.StatusOK, object{"ref": "refs/" + r.PathValue("ref"), "object": object{"sha": hash}}, err
}

func (g *GitHub) postRef(at *hosted, _ *http.Request, body object) (int, any, error) {
	name := strings.TrimPrefix(text(body, "ref"), "refs/")
	refs, err := at.refs()
	if err == nil && refs[name] != "" {
		err = refusal("Reference already exists")
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, object{}, at.setRef(name, text(body, "sha"))
}

func (g *GitHub) moveRef(at *hosted, r *http.Request, body object) (int, any, error) {
	return http.StatusOK, object{}, at.setRef(r.PathValue("ref"), text(body, "sha"))
}

// deleteRef removes a branch or tag; the default branch stays, as GitHub has it.
func (g *GitHub) deleteRef(at *hosted, r *http.Request, _ object) (int, any, error) {
	if r.PathValue("ref") == "heads/"+at.branch {
		return 0, nil, refusal("Cannot delete the default branch")
	}
	return http.StatusNoContent, nil, at.setRef(r.PathValue("ref"), "")
}
