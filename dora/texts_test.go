package dora

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSortTexts(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(8, 9))
	for _, letters := range []string{"a", "ab", "\x00a", "0123456789", "\x00\xffé"} {
		for _, start := range []string{"", "deployment-of-orders-"} {
			for n := range 40 {
				texts := make([]string, n)
				for i := range texts {
					text := []byte(start)
					for range random.IntN(14) {
						text = append(text, letters[random.IntN(len(letters))])
					}
					texts[i] = string(text)
				}
				want := slices.Sorted(slices.Values(texts))
				sortTexts(texts)
				assert.True(t, slices.Equal(want, texts), "%q", texts)
			}
		}
	}
}
