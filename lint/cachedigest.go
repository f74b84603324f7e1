package lint

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// cacheForm changes whenever what is kept of a file, or what it depends on, takes another form.
const cacheForm = "catalog-lint files 3"

// digest returns a digest of all that what is made of a file depends on beside the program, the file and what it needs:
// not of severities, overrides and ignores, which come later. False when that cannot be told.
func (r *run) digest() (sum [sha256.Size]byte, ok bool) {
	d := digester{hash: sha256.New()}
	d.texts(cacheForm)
	for _, s := range r.settings.rules {
		if (s.File != nil || s.Entity != nil || s.Root != nil) && !s.idle {
			d.rule(s, r.Config)
		}
	}
	d.any(r.kept, r.tiers.keys, r.tiers.order, r.NoIgnores)
	d.load(&r.load)
	for _, key := range sortedKeys(r.annotations) {
		form := r.annotations[key]
		d.texts(key)
		d.any(form.Pattern, form.Values, form.Schema, form.Help)
	}
	d.hash.Sum(sum[:0])
	return sum, !d.unable
}

// digester digests Go values: equal digests mean that they look the same to whoever reads them.
type digester struct {
	hash   hash.Hash
	depth  int
	unable bool // there was something that can look the same and be another
}

// rule digests what distinguishes a rule from others that the same program may have. What its check does is the
// program's, unless the configuration has made it: then it is in the configuration's words.
func (d *digester) rule(s *setting, c *Config) {
	d.texts(s.Name)
	d.any(s.Kinds, s.params)
	if c == nil || !slices.Contains(c.Own, s.Rule) {
		return
	}
	i := slices.IndexFunc(c.Custom, func(r CustomRule) bool { return r.Name == s.Name })
	if i < 0 {
		d.unable = true
		return
	}
	r := &c.Custom[i]
	d.any(r.Kinds, r.URL)
	d.texts(r.Each.Text, r.When.Text, r.Check.Text, r.Message.Text, r.Help.Text, r.At.Text)
}

// load digests how files are read. What a ReadFile returns is looked at for each file.
func (d *digester) load(o *load.Options) {
	d.any(o.BaseURL, o.OpenAPI, o.LocationType, o.NoRelations, len(o.Kinds))
	for _, k := range o.Kinds {
		d.any(k.APIVersions, k.Kind, k.Schema)
	}
}

func (d *digester) texts(texts ...string) {
	for _, s := range texts {
		d.number(uint64(len(s)))
		_, _ = d.hash.Write([]byte(s)) // a hash takes everything
	}
}

func (d *digester) number(n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	_, _ = d.hash.Write(b[:])
}

func (d *digester) any(values ...any) {
	for _, v := range values {
		d.value(reflect.ValueOf(v))
	}
}

// maxDigestDepth bounds values that contain themselves.
const maxDigestDepth = 50

func (d *digester) value(v reflect.Value) {
	if d.depth++; d.depth > maxDigestDepth {
		d.unable = true
	}
	defer func() { d.depth-- }()
	d.number(uint64(v.Kind()))
	if d.unable || !v.IsValid() {
		return
	}
	d.texts(v.Type().String())
	switch v.Kind() {
	case reflect.String:
		d.texts(v.String())
	case reflect.Bool:
		d.number(uint64(flag(v.Bool())))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		d.number(math.Float64bits(v.Float()))
	case reflect.Slice, reflect.Array, reflect.Map:
		d.many(v)
	case reflect.Struct:
		for i := range v.NumField() {
			d.value(v.Field(i))
		}
	case reflect.Pointer, reflect.Interface:
		d.pointer(v)
	default:
		d.unable = true
	}
}

func (d *digester) pointer(v reflect.Value) {
	if v.CanInterface() {
		if re, ok := v.Interface().(*regexp.Regexp); ok && re != nil {
			d.texts(re.String())
			return
		}
	}
	d.value(v.Elem())
}

// many digests a list, or a map in the order of what its members come to.
func (d *digester) many(v reflect.Value) {
	if v.Kind() != reflect.Array && v.IsNil() {
		return
	}
	d.number(uint64(v.Len()))
	if v.Kind() != reflect.Map {
		for i := range v.Len() {
			d.value(v.Index(i))
		}
		return
	}
	var sums []string
	for name, member := range v.Seq2() {
		one := digester{hash: sha256.New(), depth: d.depth}
		one.value(name)
		one.value(member)
		sums = append(sums, string(one.hash.Sum(nil)))
		d.unable = d.unable || one.unable
	}
	slices.SortFunc(sums, strings.Compare)
	d.texts(sums...)
}
