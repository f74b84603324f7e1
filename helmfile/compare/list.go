package compare

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// pairing says which elements of two lists are the same one.
type pairing struct {
	key   string   // that identifies them; "" where they are paired by content or number
	both  [][2]int // in the order of a
	onlyB []int
}

// identityKeys are keys that identify the entries of lists, in the order in which they are tried: those that Kubernetes merges
// lists by, and what else is usual.
func identityKeys() []string {
	return []string{"name", "key", "id", "mountPath", "containerPort", "port", "topologyKey", "ip", "uid", "devicePath", "manager"}
}

// pair finds out which elements belong together. Where the entries of both lists have one of the identityKeys, each another
// value, it is by that, unless they are secrets: identities are shown. Else equal elements belong together in their order,
// then those that are left with the same number.
func pair(a, b []*helmfile.Value, secret bool) *pairing {
	for _, key := range identityKeys() {
		if secret {
			break
		}
		inA, okA := identities(a, key)
		inB, okB := identities(b, key)
		if okA && okB && len(inA)+len(inB) > 0 {
			return pairUp(key, inA, inB)
		}
	}
	p := pairUp("", contents(a), contents(b))
	p.numbers(len(a))
	return p
}

// identities returns the values of a key, and whether they identify the elements.
func identities(list []*helmfile.Value, key string) ([]string, bool) {
	out := make([]string, len(list))
	seen := map[string]bool{}
	for i, v := range list {
		id := v.Get(key)
		switch id.Kind() {
		case helmfile.String, helmfile.Int:
		default:
			return nil, false
		}
		out[i] = content(id)
		if id.Text() == "" || seen[out[i]] {
			return nil, false
		}
		seen[out[i]] = true
	}
	return out, true
}

// contents returns a text for each element that equal ones share; "" for one that is not known and so equals none.
func contents(list []*helmfile.Value) []string {
	out := make([]string, len(list))
	for i, v := range list {
		if isKnown(v) {
			out[i] = content(v)
		}
	}
	return out
}

// pairUp pairs equal texts, the first with the first.
func pairUp(key string, a, b []string) *pairing {
	p := &pairing{key: key}
	waiting := map[string][]int{}
	for j, text := range b {
		waiting[text] = append(waiting[text], j)
	}
	taken := make([]bool, len(b))
	for i, text := range a {
		if js := waiting[text]; text != "" && len(js) > 0 {
			p.both = append(p.both, [2]int{i, js[0]})
			taken[js[0]], waiting[text] = true, js[1:]
		}
	}
	for j := range b {
		if !taken[j] {
			p.onlyB = append(p.onlyB, j)
		}
	}
	return p
}

// numbers pairs what is left over in both lists with the same number.
func (p *pairing) numbers(lenA int) {
	taken := make([]bool, lenA)
	for _, two := range p.both {
		taken[two[0]] = true
	}
	p.onlyB = slices.DeleteFunc(p.onlyB, func(j int) bool {
		if j >= lenA || taken[j] {
			return false
		}
		p.both = append(p.both, [2]int{j, j})
		return true
	})
	slices.SortFunc(p.both, func(s, t [2]int) int { return s[0] - t[0] })
}

// moved returns, of what stays, the numbers in a in the order of b; nil when the order is the same.
func (p *pairing) moved() []int {
	if slices.IsSortedFunc(p.both, func(s, t [2]int) int { return s[1] - t[1] }) {
		return nil
	}
	inB := slices.Clone(p.both)
	slices.SortFunc(inB, func(s, t [2]int) int { return s[1] - t[1] })
	order := make([]int, len(inB))
	for i, two := range inB {
		order[i] = two[0]
	}
	return order
}
