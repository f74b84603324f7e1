package slack

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf16"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// The limits of a message: Slack's "Block Kit" reference, header, section and message.
const (
	maxBlocks  = 50
	maxHeader  = 150
	maxSection = 3000
	maxLine    = 300 // ours: a line is no story
)

// rendered is a message as Slack takes it.
type rendered struct {
	text   string // for notifications, and where blocks are not shown: without markup
	blocks []api.Block
}

// render makes a message of what happened: a heading, a checklist, and the tasks. Label names an item; nil: its provider, kind and
// object.
func render(m onboarding.Message, label func(onboarding.Item) string) rendered {
	if label == nil {
		label = Label
	}
	var list []string
	for _, i := range m.Items {
		list = append(list, line(i, label))
	}
	var tasks, plainTasks []string
	for _, t := range m.Tasks {
		tasks = append(tasks, task(t))
		plainTasks = append(plainTasks, cut("• "+escape(strings.TrimSuffix(oneLine(t.Title+": "+t.URL), ":")), maxLine))
	}
	title := heading(m)
	blocks := []api.Block{api.NewHeaderBlock(api.NewTextBlockObject(api.PlainTextType, cut(title, maxHeader), false, false))}
	// what names are in is plain text; where links are, it is mrkdwn in which nothing else is looked for
	blocks = append(blocks, sections(list, func(text string) *api.TextBlockObject {
		return api.NewTextBlockObject(api.PlainTextType, text, false, false)
	}, maxBlocks/2)...)
	blocks = append(blocks, sections(tasks, func(text string) *api.TextBlockObject {
		return api.NewTextBlockObject(api.MarkdownType, text, false, true)
	}, maxBlocks/2-1)...)
	lines := append(append([]string{title}, list...), plainTasks...)
	text, rest := pack(lines, maxSection-maxLine)
	if len(rest) > 0 {
		text += fmt.Sprintf("\n… and %d more", len(rest))
	}
	return rendered{text, blocks}
}

// heading says what happened to whom.
func heading(m onboarding.Message) string {
	name := escape(oneLine(m.Person.DisplayName()))
	switch m.Op {
	case onboarding.Leaving:
		return name + " leaves. Access is taken back:"
	case onboarding.Moving:
		return "👋 " + name + " has moved. This is your access now:"
	}
	for _, i := range m.Items {
		if i.State != onboarding.Done {
			return "👋 Welcome " + name + "! Your access so far:"
		}
	}
	return "👋 Welcome " + name + "! Your access has been provisioned."
}

// line returns an item with the sign of its state. What failed is told to those who run this, not to the person.
func line(i onboarding.Item, label func(onboarding.Item) string) string {
	text := sign(i.State) + " " + oneLine(label(i))
	switch {
	case i.State == onboarding.Failed || i.State == onboarding.Skipped:
		text += ": not done yet"
	case i.State != onboarding.Done && i.Note != "":
		text += ": " + oneLine(i.Note)
	case i.Action == onboarding.Take && i.State == onboarding.Done:
		text += ": taken back"
	}
	return cut("• "+escape(text), maxLine)
}

func sign(s onboarding.State) string {
	switch s {
	case onboarding.Done:
		return "✅"
	case onboarding.Pending:
		return "⏳"
	case onboarding.Blocked:
		return "🚧"
	case onboarding.Failed:
		return "❌"
	case onboarding.Manual:
		return "✋"
	}
	return "▫️"
}

// Label names an item for people: github team acme/payments, as maintainer.
func Label(i onboarding.Item) string {
	g := i.Grant
	words := strings.TrimSpace(strings.Join([]string{g.Provider, g.Kind, g.Object}, " "))
	if g.Role != "" {
		words += ", as " + g.Role
	}
	return words
}

// task returns a task with its link, if that is one for a browser.
func task(t onboarding.Task) string {
	title := plain(cut(escape(oneLine(t.Title)), maxLine))
	u, err := url.Parse(t.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "• " + title
	}
	if title == "" {
		title = plain(cut(escape(oneLine(u.Host)), maxLine))
	}
	link := escape(strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", " ", "%20").Replace(u.String()))
	if length(link) > maxSection/2 {
		return "• " + title
	}
	return "• <" + link + "|" + title + ">"
}

// escape writes the characters that steer Slack as text: its "Formatting text for app surfaces".
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// plain keeps characters from being taken for markup, which Slack has no escape for: an invisible one stands before each.
func plain(s string) string {
	return strings.NewReplacer("*", "\u200b*", "_", "\u200b_", "~", "\u200b~", "`", "\u200b`", "|", "¦").Replace(s)
}

// oneLine returns a text without what cannot be seen and what would begin a line or turn the direction of the text.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) && r != '\u200d' && r != '\ufe0f': // emoji are joined by these
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// length returns how long Slack takes a text to be, at most.
func length(s string) (n int) {
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// cut returns as much of an escaped text as there is room for, with no entity in pieces.
func cut(s string, room int) string {
	if length(s) <= room {
		return s
	}
	used, end := 1, 0 // one for the dots
	for end < len(s) {
		next := unit(s[end:])
		if used += length(next); used > room {
			break
		}
		end += len(next)
	}
	return s[:end] + "…"
}

// unit returns the first character of an escaped text.
func unit(s string) string {
	for _, entity := range []string{"&amp;", "&lt;", "&gt;"} {
		if strings.HasPrefix(s, entity) {
			return entity
		}
	}
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// pack returns as many lines as there is room for, as one text, and the others.
func pack(lines []string, room int) (text string, rest []string) {
	for i, l := range lines {
		if i > 0 && length(text)+1+length(l) > room {
			return text, lines[i:]
		}
		if i > 0 {
			text += "\n"
		}
		text += l
	}
	return text, nil
}

// sections returns the lines in sections, at most so many.
func sections(lines []string, object func(text string) *api.TextBlockObject, most int) []api.Block {
	var out []api.Block
	for len(lines) > 0 {
		var text string
		before := len(lines)
		if text, lines = pack(lines, maxSection); len(out) == most-1 && len(lines) > 0 {
			text = fmt.Sprintf("… and %d more", before)
			lines = nil
		}
		out = append(out, api.NewSectionBlock(object(text), nil, nil))
	}
	return out
}
