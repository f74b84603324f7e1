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

// dotToken is a word, a sign or a text, which is quoted: "[" is a text, [ a sign.
type dotToken struct {
	text   string
	quoted bool
}

// is reports whether t is that sign or word.
func (t dotToken) is(sign string) bool { return !t.quoted && t.text == sign }

// parseDOT reads the part of Graphviz's language that we write: digraph ID { statement; … }, where a statement is
// words, quoted texts, = and ->, and has attributes in brackets. See https://graphviz.org/doc/info/lang.html.
func parseDOT(text string) ([]dotStatement, error) {
	tokens, err := dotTokens(text)
	if err != nil {
		return nil, err
	}
	last := len(tokens) - 1
	if last < 3 || !tokens[0].is("digraph") || !tokens[1].is("catalog") || !tokens[2].is("{") || !tokens[last].is("}") {
		return nil, fmt.Errorf("no digraph: %v", tokens)
	}
	var statements []dotStatement
	for tokens = tokens[3:last]; len(tokens) > 0; {
		var s dotStatement
		if s, tokens, err = parseDOTStatement(tokens); err != nil {
			return nil, err
		}
		statements = append(statements, s)
	}
	return statements, nil
}

// parseDOTStatement reads a statement and its semicolon, and returns what follows.
func parseDOTStatement(tokens []dotToken) (dotStatement, []dotToken, error) {
	s := dotStatement{attributes: map[string]string{}}
	for len(tokens) > 0 && !tokens[0].is(";") {
		if !tokens[0].is("[") {
			s.head += tokens[0].text + " "
			tokens = tokens[1:]
			continue
		}
		tokens = tokens[1:]
		for len(tokens) > 3 && !tokens[0].is("]") {
			if !tokens[1].is("=") {
				return s, nil, fmt.Errorf("attribute without =: %v", tokens)
			}
			s.attributes[tokens[0].text] = tokens[2].text
			tokens = tokens[3:]
		}
		if len(tokens) == 0 || !tokens[0].is("]") {
			return s, nil, fmt.Errorf("no ]: %v", tokens)
		}
		tokens = tokens[1:]
	}
	if len(tokens) == 0 {
		return s, nil, fmt.Errorf("no ; after %q", s.head)
	}
	return s, tokens[1:], nil
}

func dotTokens(text string) ([]dotToken, error) {
	var tokens []dotToken
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
			tokens, text = append(tokens, dotToken{token, true}), rest
			continue
		default:
			size = strings.IndexFunc(text, func(r rune) bool {
				return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
			})
			if size <= 0 {
				return nil, fmt.Errorf("neither word nor sign: %q", text)
			}
		}
		tokens, text = append(tokens, dotToken{text: text[:size]}), text[size:]
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
