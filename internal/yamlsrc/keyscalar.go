package yamlsrc

import (
	"encoding/base64"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// scalar prints a scalar.
func (k *keyPrinter) scalar(n *tree.Node, ctx keyContext) string {
	switch {
	case k.special[n] == mergeKey:
		return "<<"
	case n.Kind == tree.Null, n.Kind == tree.Bool:
		return k.written(n)
	case n.Kind == tree.Number:
		return numberText(n, k.version)
	}
	return k.str(n, ctx)
}

// written returns a scalar's content as it is in the file.
func (k *keyPrinter) written(n *tree.Node) string {
	s := k.reader.src[n.Start:n.End]
	if n.Quoted || n.Block {
		return n.Text
	}
	return k.reader.clean(unfold(s))
}

// numberText prints a number in the way it was written.
func numberText(n *tree.Node, version string) string {
	f, s := n.Number, n.Text
	switch {
	case math.IsNaN(f):
		return ".nan"
	case math.IsInf(f, 1):
		return ".inf"
	case math.IsInf(f, -1):
		return "-.inf"
	}
	if base, prefix := writtenBase(s, version); base > 0 && f == math.Trunc(f) && (f >= 0 || version == version11) {
		return inBase(f, base, prefix)
	}
	switch {
	case version == version11 && strings.IndexByte(s, ':') >= 0:
		return sexagesimalText(f)
	case strings.ContainsAny(s, "eE") && !strings.HasPrefix(cutSign(s), "0x"):
		return exponential(f)
	}
	text := tree.FormatNumber(f)
	if f == 0 && math.Signbit(f) {
		text = "-0"
	}
	return padFraction(text, strings.ReplaceAll(s, "_", ""))
}

// writtenBase returns the base that an integer is written in, and the prefix for it; 0 for 10.
func writtenBase(s, version string) (base int, prefix string) {
	digits := cutSign(s)
	switch {
	case strings.HasPrefix(digits, "0x"):
		return 16, "0x"
	case strings.HasPrefix(digits, "0o"):
		return 8, "0o"
	case version != version11:
		return 0, ""
	case strings.HasPrefix(digits, "0b"):
		return 2, "0b"
	case numbers11().octal.MatchString(s):
		return 8, "0"
	}
	return 0, ""
}

func inBase(f float64, base int, prefix string) string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	n, _ := new(big.Float).SetFloat64(f).Int(nil)
	return sign + prefix + n.Text(base)
}

// exponential prints a number as JavaScript's toExponential does.
func exponential(f float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	if f == 0 {
		mantissa = "0"
	}
	digits := strings.TrimLeft(exponent[1:], "0")
	if digits == "" {
		digits = "0"
	}
	return mantissa + "e" + exponent[:1] + digits
}

// padFraction appends zeros until as many digits follow the point as in what was written, if that ends in a zero.
func padFraction(text, written string) string {
	dot := strings.IndexByte(written, '.')
	if dot < 0 || written[len(written)-1] != '0' || strings.IndexByte(text, 'e') >= 0 {
		return text
	}
	at := strings.IndexByte(text, '.')
	if at < 0 {
		at = len(text)
		text += "."
	}
	return text + strings.Repeat("0", max(0, len(written)-dot-len(text)+at))
}

// sexagesimalText prints a number in base 60.
func sexagesimalText(f float64) string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	parts := []float64{math.Mod(f, 60)}
	if f < 60 {
		parts = append([]float64{0}, parts...)
	} else {
		f = (f - parts[0]) / 60
		parts = append([]float64{math.Mod(f, 60)}, parts...)
		if f >= 60 {
			f = (f - parts[0]) / 60
			parts = append([]float64{f}, parts...)
		}
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = tree.FormatNumber(p)
		texts[i] = strings.Repeat("0", max(0, 2-len(texts[i]))) + texts[i]
	}
	return sign + forms().roundingError.ReplaceAllString(strings.Join(texts, ":"), "")
}

// keyPatterns are forms of text that matter when it is printed.
type keyPatterns struct {
	roundingError, control, notPlain, documentMarker, blankAtBreak, lineBreaks *regexp.Regexp
}

// forms returns the patterns. They are made when first asked for: few files have collections as keys.
var forms = sync.OnceValue(func() *keyPatterns {
	return &keyPatterns{
		roundingError:  regexp.MustCompile(`000000\d*$`),
		control:        regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x{9f}]`),
		notPlain:       regexp.MustCompile("^[\n\t ,\\[\\]{}#&*!|>'\"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$"),
		documentMarker: regexp.MustCompile(`(?m)^(%|---|\.\.\.)`),
		blankAtBreak:   regexp.MustCompile("[ \t]\n|\n[ \t]"),
		lineBreaks:     regexp.MustCompile("\n+"),
	}
})

// str prints a string, in the way it was written if that is possible.
func (k *keyPrinter) str(n *tree.Node, ctx keyContext) string {
	s := n.Text
	switch {
	case k.isBinary(n):
		return k.binaryText(n, ctx)
	case k.special[n] == opaque:
		return strings.TrimSuffix(strings.TrimSuffix(s, ".000Z"), "T00:00:00")
	}
	written := byte(0)
	if n.Start < n.End {
		written = k.reader.src[n.Start]
	}
	switch {
	case n.Quoted && written == '"', forms().control.MatchString(s):
		return doubleQuotedText(s, ctx)
	case n.Quoted:
		return singleQuotedText(s, ctx)
	case n.Block:
		return quotedText(s, ctx)
	}
	return k.plainText(s, ctx)
}

// plainText prints a string without quotes if it is read as the same string again.
func (k *keyPrinter) plainText(s string, ctx keyContext) string {
	switch {
	case ctx.implicit && hasBreak(s), strings.ContainsAny(s, "[]{},"), forms().notPlain.MatchString(s):
		return quotedText(s, ctx)
	case ctx.implicit && ctx.indent == keyIndent && forms().documentMarker.MatchString(s):
		return quotedText(s, ctx)
	}
	text := forms().lineBreaks.ReplaceAllString(s, "$0\n"+spaces(ctx.indent))
	if k.typed(text) {
		return quotedText(s, ctx)
	}
	if ctx.implicit {
		return text
	}
	return foldLines(text, ctx, false)
}

// typed tells whether a text without quotes is something else than a string.
func (k *keyPrinter) typed(s string) bool {
	n := tree.Node{Kind: tree.String}
	if k.version != version11 {
		resolveCore(&n, s)
		return n.Kind != tree.String
	}
	return resolve11(&n, s) != ordinary || n.Kind != tree.String
}

func quotedText(s string, ctx keyContext) string {
	if strings.IndexByte(s, '"') >= 0 && strings.IndexByte(s, '\'') < 0 {
		return singleQuotedText(s, ctx)
	}
	return doubleQuotedText(s, ctx)
}

func singleQuotedText(s string, ctx keyContext) string {
	if ctx.implicit && hasBreak(s) || forms().blankAtBreak.MatchString(s) {
		return doubleQuotedText(s, ctx)
	}
	text := "'" + forms().lineBreaks.ReplaceAllString(strings.ReplaceAll(s, "'", "''"), "$0\n"+spaces(ctx.indent)) + "'"
	if ctx.implicit {
		return text
	}
	return foldLines(text, ctx, false)
}

// doubleQuotedText prints a string in double quotes, with the escapes of YAML.
func doubleQuotedText(s string, ctx keyContext) string {
	const fewest = 40 // characters from which on line breaks are written as such
	json := tree.QuoteJSON(s)
	long := units(json) >= fewest
	var b strings.Builder
	for i := 0; i < len(json); i++ {
		rest := json[i:]
		switch {
		case strings.HasPrefix(rest, ` \n`):
			b.WriteString(`\ `)
		case json[i] != '\\':
			b.WriteByte(json[i])
		case json[i+1] == 'u':
			b.WriteString(shortEscape(json[i : i+6]))
			i += 5
		case json[i+1] == 'n' && !ctx.implicit && long && json[i+2] != '"':
			i += writeBreaks(&b, rest, ctx)
		default:
			b.WriteString(rest[:2])
			i++
		}
	}
	if ctx.implicit {
		return b.String()
	}
	return foldLines(b.String(), ctx, true)
}

// shortEscape returns the shortest escape for the control character \uXXXX.
func shortEscape(s string) string {
	switch s[2:] {
	case "0000":
		return `\0`
	case "0007":
		return `\a`
	case "000b":
		return `\v`
	case "001b":
		return `\e`
	}
	return `\x` + s[4:]
}

// writeBreaks writes the line breaks that rest begins with, and returns how many bytes of it to pass over beside the first.
func writeBreaks(b *strings.Builder, rest string, ctx keyContext) int {
	b.WriteString("\n\n")
	i := 0
	for strings.HasPrefix(rest[i+2:], `\n`) && rest[i+4] != '"' {
		b.WriteByte('\n')
		i += 2
	}
	b.WriteString(spaces(ctx.indent))
	if rest[i+2] == ' ' {
		b.WriteByte('\\')
	}
	return i + 1
}

// binaryText prints binary data: in lines that fit, joined by spaces.
func (k *keyPrinter) binaryText(n *tree.Node, ctx keyContext) string {
	s := base64.StdEncoding.EncodeToString(k.binary[n])
	if n.Start < n.End && k.reader.src[n.Start] == '"' {
		return doubleQuotedText(s, ctx)
	}
	width := max(keyWidth-ctx.indent, 20)
	var lines []string
	for ; len(s) > width; s = s[width:] {
		lines = append(lines, s[:width])
	}
	s = strings.Join(append(lines, s), " ")
	if n.Start < n.End && k.reader.src[n.Start] == '\'' {
		return singleQuotedText(s, ctx)
	}
	if n.Block {
		return quotedText(strings.ReplaceAll(s, " ", "\n"), ctx)
	}
	return foldLines(s, ctx, false)
}
