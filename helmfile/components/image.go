package components

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// images returns the last names of the images that values have: image.repository, image.name, or image as a text.
func images(values *helmfile.Value) []string {
	var out []string
	add := func(v *helmfile.Value) {
		if name := imageName(v.Text()); v.Kind() == helmfile.String && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	var walk func(v *helmfile.Value)
	walk = func(v *helmfile.Value) {
		for _, key := range v.Keys() {
			field := v.Get(key)
			if isImageKey(key) {
				add(field)
				add(field.Get("repository"))
				add(field.Get("name"))
			}
			walk(field)
		}
		for _, item := range v.Items() {
			walk(item)
		}
	}
	walk(values)
	return out
}

func isImageKey(key string) bool { return key == "image" || strings.HasSuffix(key, "Image") }

// imageName returns orders for ghcr.io/acme/orders:v1@sha256:….
func imageName(image string) string {
	image, _, _ = strings.Cut(image, "@")
	name := image[strings.LastIndexByte(image, '/')+1:]
	name, _, _ = strings.Cut(name, ":")
	if strings.ContainsAny(name, " \t\n{}") {
		return ""
	}
	return name
}
