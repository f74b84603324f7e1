package github_test

import (
	"crypto/sha1" // names like git's, no guard
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

func (f *fake) hash(v any) string {
	f.next++
	sum := sha1.Sum(fmt.Append(nil, f.next, v))
	return hex.EncodeToString(sum[:])
}

func (f *fake) tree(base string, entries []any) string {
	files := maps.Clone(f.trees[base])
	for _, e := range entries {
		e := e.(map[string]any)
		sha, isHash := e["sha"].(string)
		text, isText := e["content"].(string)
		switch {
		case isHash:
			text = f.data[sha]
		case !isText:
			delete(files, e["path"].(string))
			continue
		}
		files[e["path"].(string)] = e["mode"].(string) + " " + text
	}
	sum := sha1.Sum(fmt.Append(nil, files))
	f.trees[hex.EncodeToString(sum[:])] = files
	return hex.EncodeToString(sum[:])
}

func (f *fake) commit(tree string, parents []any, body map[string]any) string {
	hash := f.hash("commit")
	f.heads[hash] = commit{tree, parents, body}
	return hash
}

// files returns what a branch has: mode and content by path.
func (f *fake) files(name, branch string) map[string]string {
	return f.trees[f.heads[f.repos[name].refs["heads/"+branch]].tree]
}

func (f *fake) git(r *http.Request, at *repo, p []string, body map[string]any) (int, any) {
	if len(at.refs) == 0 {
		return http.StatusConflict, map[string]any{"message": "Git Repository is empty."}
	}
	ref := ""
	if len(p) > 1 {
		ref = strings.ReplaceAll(p[1], "%2F", "/")
	}
	switch r.Method + " " + p[0] {
	case "POST blobs":
		content, _ := base64.StdEncoding.DecodeString(body["content"].(string))
		hash := f.hash("blob")
		f.data[hash] = string(content)
		return 201, map[string]any{"sha": hash}
	case "POST trees":
		base, _ := body["base_tree"].(string)
		return 201, map[string]any{"sha": f.tree(base, body["tree"].([]any))}
	case "GET trees":
		list := []any{}
		for path := range f.trees[p[1]] {
			list = append(list, map[string]any{"path": path, "type": "blob"})
		}
		return 200, map[string]any{"tree": list}
	case "POST commits":
		return 201, map[string]any{"sha": f.commit(body["tree"].(string), body["parents"].([]any), body)}
	case "GET commits":
		at := f.heads[p[1]]
		parents := []any{}
		for _, hash := range at.parents {
			parents = append(parents, map[string]any{"sha": hash})
		}
		return 200, map[string]any{"message": at.body["message"], "parents": parents, "tree": map[string]any{"sha": at.tree}}
	case "POST refs":
		at.refs[strings.TrimPrefix(body["ref"].(string), "refs/")] = body["sha"].(string)
		return 201, map[string]any{}
	case "PATCH refs":
		at.refs[ref] = body["sha"].(string)
		return 200, map[string]any{}
	case "DELETE refs":
		delete(at.refs, ref)
		return 204, nil
	case "GET ref":
		if at.refs[ref] == "" {
			return missing()
		}
		return 200, map[string]any{"ref": "refs/" + ref, "object": map[string]any{"sha": at.refs[ref]}}
	}
	return missing()
}
