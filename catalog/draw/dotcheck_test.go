package draw_test

import (
	"fmt"
	"strings"
)

// dotStatement is a statement of a DOT graph as far as we write any: its words before the brackets, and its attributes,
// of which the texts are as Graphviz shows them.
type dotStatement struct {
	head       string
	attributes map[string]string
}

// parseDOT reads the part of Graphviz's language that we write: digraph ID { statement; … }, where a statement is
// words, quoted texts, = and ->, and has attributes in brackets. See https://graphviz.org/doc/info/lang.html.
func parseDOT(text string) ([]dotStatement, error) {
	tokens, err := dotTokens(text)
	if err != nil {
		return nil, err
	}
	if len(tokens) < 4 || strings.Join(tokens[:3], " ") != "digraph catalog {" || tokens[len(tokens)-1] != "}" {
		return nil, fmt.Errorf("no digraph: %q", tokens)
	}
	var statements []dotStatement
	tokens = tokens[3 : len(tokens)-1]
	for len(tokens) > 0 {
		s := dotStatement{attributes: map[string]string{}}
		for len(tokens) > 0 && tokens[0] != ";" {
			if tokens[0] != "[" {
				s.head += tokens[0] + " "
				tokens = tokens[1:]
				continue
			}
			tokens = tokens[1:]
			for len(tokens) > 3 && tokens[0] != "]" {
				if tokens[1] != "=" {
					return nil, fmt.Errorf("attribute without =: %q", tokens)
				}
				s.attributes[tokens[0]] = tokens[2]
				tokens = tokens[3:]
			}
			if len(tokens) == 0 || tokens[0] != "]" {
				return nil, fmt.Errorf("no ]: %q", tokens)
			}
			tokens = tokens[1:]
		}
		if len(tokens) == 0 {
			return nil, fmt.Errorf("no ; after %q", s.head)
		}
		tokens = tokens[1:]
		statements = append(statements, s)
	}
	return statements, nil
}

func dotTokens(text string) ([]string, error) {
	var tokens []string
	for {
		text = strings.TrimLeft(text, " \n")
		if text == "" {
			return tokens, nil
		}
		size := 1
		switch {
		case strings.ContainsRune("{}[];=", rune(text[0])):
		case strings.HasPrefix(text, "->"):
			size = 2
		case text[0] == '"':
			token, rest, err := dotQuoted(text[1:])
			if err != nil {
				return nil, err
			}
			tokens, text = append(tokens, token), rest
			continue
		default:
			size = strings.IndexFunc(text, func(r rune) bool {
				return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
			})
			if size <= 0 {
				return nil, fmt.Errorf("neither word nor sign: %q", text)
			}
		}
		tokens, text = append(tokens, text[:size]), text[size:]
	}
}

// dotQuoted reads a text after its opening quote, with its escapes and entities.
func dotQuoted(text string) (token, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return b.String(), text[i+1:], nil
		case c == '\n':
			return "", "", fmt.Errorf("line ends in a text: %q", text[:i])
		case c == '\\' && i+1 < len(text) && strings.IndexByte(`\"n`, text[i+1]) >= 0:
			i++
			b.WriteByte(strings.Replace(text[i:i+1], "n", "\n", 1)[0])
		case c == '\\':
			return "", "", fmt.Errorf("unknown escape: %q", text[i:])
		case c == '&' && strings.HasPrefix(text[i:], "&amp;"):
			i += len("amp;")
			b.WriteByte('&')
		case c == '&':
			return "", "", fmt.Errorf("entity: %q", text[i:])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", fmt.Errorf("text without end: %q", text)
}
