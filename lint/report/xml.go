package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// encodeXML writes v as an XML 1.0 document. The texts in it must have gone through lines or oneLine.
func encodeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode report: %w", err) // not of our types
	}
	_, err = w.Write(escape(append([]byte(xml.Header), append(data, '\n')...), "&#%d;"))
	return err
}

// xmlText is the text of an element, in which line feeds stand as they are: package xml makes references of them.
type xmlText struct {
	Escaped string `xml:",innerxml"`
}

func newXMLText(text string) xmlText {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return xmlText{strings.ReplaceAll(b.String(), "&#xA;", "\n")}
}
