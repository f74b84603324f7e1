package secrets

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Shape says how a generated value looks. The zero value is 32 letters and digits in the field value.
type Shape struct {
	// Format is how random bytes are written: text, base64, base64url, hex or uuid. Empty: text, which is characters drawn from
	// an alphabet.
	Format string
	// Length is the number of characters of a text (0: 32), or of random bytes before they are written as base64, base64url or
	// hex (0: 32).
	Length int
	// Alphabet names the characters of a text: alphanumeric, letters, digits, hex or printable. Empty: alphanumeric.
	Alphabet string
	// Characters are the characters of a text, instead of an alphabet: printable ones of ASCII, each once.
	Characters string
	// Policy is a password policy of the server, which then generates the value and alone says how it looks.
	Policy string
	// Field is the name that the value has in the secret. Empty: value.
	Field string
}

// DefaultField is the field of a secret that holds the value when the request names none.
const DefaultField = "value"

const (
	defaultLength = 32
	minLength     = 4
	maxLength     = 1024
	// minEntropy is what a generated value has at least, in bits.
	minEntropy = 64
	uuidBits   = 122
	uuidBytes  = 16
)

func formats() []string { return []string{"text", "base64", "base64url", "hex", "uuid"} }

const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
)

// alphabets returns the characters of each alphabet by its name.
func alphabets() map[string]string {
	printable := make([]byte, 0, '~'-'!'+1)
	for c := byte('!'); c <= '~'; c++ {
		printable = append(printable, c)
	}
	return map[string]string{
		"alphanumeric": lowerLetters + upperLetters + digits, "letters": lowerLetters + upperLetters, "digits": digits,
		"hex": digits + "abcdef", "printable": string(printable),
	}
}

func (s Shape) field() string  { return cmp.Or(s.Field, DefaultField) }
func (s Shape) format() string { return cmp.Or(s.Format, "text") }
func (s Shape) length() int    { return cmp.Or(s.Length, defaultLength) }

func (s Shape) characters() string {
	return cmp.Or(s.Characters, alphabets()[cmp.Or(s.Alphabet, "alphanumeric")])
}

// Entropy returns how many bits of a generated value are random; 0 when a policy of the server decides it.
func (s Shape) Entropy() float64 {
	switch {
	case s.Policy != "":
		return 0
	case s.format() == "uuid":
		return uuidBits
	case s.format() == "text":
		return float64(s.length()) * math.Log2(float64(len(s.characters())))
	}
	return float64(s.length() * 8)
}

// String describes the shape: "text of 32 characters, 190 bits".
func (s Shape) String() string {
	switch {
	case s.Policy != "":
		return fmt.Sprintf("by the server's password policy %s", s.Policy)
	case s.format() == "uuid":
		return fmt.Sprintf("uuid, %d bits", uuidBits)
	case s.format() == "text":
		return fmt.Sprintf("text of %d characters out of %d, %.0f bits", s.length(), len(s.characters()), math.Floor(s.Entropy()))
	}
	return fmt.Sprintf("%d random bytes as %s, %.0f bits", s.length(), s.format(), s.Entropy())
}

// Generate returns a new value of the shape. Random is read from; nil stands for the system's source. A source that fails is
// an error, never a weaker value. A shape with a policy of the server is generated there, and refused here.
func (s Shape) Generate(random io.Reader) (plan.Secret, error) {
	if random == nil {
		random = rand.Reader
	}
	if fs := s.faults(""); len(fs) > 0 {
		return plan.Secret{}, errors.New(fs[0].message)
	}
	if s.Policy != "" {
		return plan.Secret{}, errors.New("the server generates values by its own password policies")
	}
	text, err := s.text(random)
	if err != nil {
		return plan.Secret{}, fmt.Errorf("read random bytes: %w", err)
	}
	return plan.NewSecret(text), nil
}

func (s Shape) text(random io.Reader) (string, error) {
	switch s.format() {
	case "text":
		return draw(random, s.characters(), s.length())
	case "uuid":
		b, err := bytesOf(random, uuidBytes)
		if err != nil {
			return "", err
		}
		b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // version 4 and variant, RFC 9562 §5.4
		return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
	}
	b, err := bytesOf(random, s.length())
	if err != nil {
		return "", err
	}
	switch s.format() {
	case "hex":
		return hex.EncodeToString(b), nil
	case "base64url":
		return base64.RawURLEncoding.EncodeToString(b), nil
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

func bytesOf(random io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(random, b)
	return b, err
}

// draw returns n characters of an alphabet, each as likely as the others: bytes beyond the largest multiple of the alphabet's
// size are thrown away, since a remainder would favour its first characters.
func draw(random io.Reader, alphabet string, n int) (string, error) {
	limit := 256 / len(alphabet) * len(alphabet)
	var b strings.Builder
	buffer := make([]byte, n)
	for b.Len() < n {
		if _, err := io.ReadFull(random, buffer); err != nil {
			return "", err
		}
		for _, c := range buffer {
			if int(c) < limit && b.Len() < n {
				b.WriteByte(alphabet[int(c)%len(alphabet)])
			}
		}
	}
	clear(buffer)
	return b.String(), nil
}
