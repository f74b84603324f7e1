package draw_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// parseMermaid reads the part of Mermaid's language that we write and returns the texts of the nodes as Mermaid shows
// them. Texts may have nothing in them that could end them, or mean anything.
func parseMermaid(text string) ([]string, error) {
	const label = `([\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}]*)`
	front := regexp.MustCompile(`^---\ntitle: "(?:[^"\\\n]|\\["\\])*"\n---\n`)
	node := regexp.MustCompile(`^  n\d+(?:\(|\{\{|\[\(|\[\[|\(\[|\(\(|\[/|\[)"` + label + `"[\])}/]+:::[a-z]+$`)
	edge := regexp.MustCompile(`^  n\d+ -->\|"` + label + `"\| n\d+$`)
	click := regexp.MustCompile(`^  click n\d+ href "[!#-:=?-\[\]-_a-~]*"$`)
	class := regexp.MustCompile(`^  classDef [a-z]+ [a-z0-9#,: -]+$`)

	lines := strings.Split(strings.TrimSuffix(front.ReplaceAllString(text, ""), "\n"), "\n")
	if lines[0] != "flowchart LR" {
		return nil, fmt.Errorf("no flowchart: %q", lines[0])
	}
	var texts []string
	for _, line := range lines[1:] {
		shown, isLabel := "", false
		if m := node.FindStringSubmatch(line); m != nil {
			shown, isLabel = m[1], true
			texts = append(texts, mermaidShown(shown))
		} else if m := edge.FindStringSubmatch(line); m != nil {
			shown, isLabel = m[1], true
		}
		if !isLabel && !click.MatchString(line) && !class.MatchString(line) {
			return nil, fmt.Errorf("unknown line: %q", line)
		}
		plain := mermaidCode().ReplaceAllString(strings.ReplaceAll(shown, "<br/>", ""), "")
		if i := strings.IndexAny(plain, "\"#;&<>`\\|[](){}*~$%@^=+!?',\n"); i >= 0 {
			return nil, fmt.Errorf("%q in a text: %q", plain[i], line)
		}
	}
	return texts, nil
}

func mermaidCode() *regexp.Regexp { return regexp.MustCompile(`#(\d+);`) }

func mermaidShown(text string) string {
	return mermaidCode().ReplaceAllStringFunc(strings.ReplaceAll(text, "<br/>", "\n"), func(code string) string {
		n, err := strconv.Atoi(strings.Trim(code, "#;"))
		if err != nil {
			return code
		}
		return string(rune(n))
	})
}
