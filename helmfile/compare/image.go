package compare

import (
	"slices"
	"strings"
)

// isImage reports whether a path looks like the tag of an image: image.tag, tag, imageTag, sidecar.image.digest, or an image
// with its tag.
func (o *Options) isImage(steps []step, text string) bool {
	keys := keysOf(steps)
	if o.IsImage != nil && o.IsImage(keys) {
		return true
	}
	if len(keys) == 0 {
		return false
	}
	words := keyWords(keys[len(keys)-1])
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	ofImage := slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(keyWords(k), "image") })
	switch last {
	case "tag":
		return ofImage || len(words) == 1
	case "digest", "sha", "version":
		return ofImage
	case "image":
		_, tag := splitImage(text)
		return tag != ""
	}
	return false
}

func keysOf(steps []step) []string {
	var keys []string
	for _, s := range steps {
		if s.identity == "" && !s.isIndex {
			keys = append(keys, s.key)
		}
	}
	return keys
}

// splitImage cuts the tag or digest off the name of an image. It is empty where there is none.
func splitImage(image string) (name, tag string) {
	if name, digest, ok := strings.Cut(image, "@"); ok {
		return name, "@" + digest
	}
	i := strings.LastIndexByte(image, ':')
	if i < 0 || strings.Contains(image[i:], "/") || strings.ContainsAny(image, " \n") {
		return image, ""
	}
	return image[:i], image[i:]
}
