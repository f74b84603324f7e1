package slab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/slab"
)

func TestOf(t *testing.T) {
	t.Parallel()
	var numbers slab.Of[int]
	var all []*int
	for i := range 500 {
		all = append(all, numbers.New(i))
	}
	for i, p := range all {
		assert.Equal(t, i, *p)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	var lists slab.Lists[int]
	assert.Nil(t, lists.Make(0))
	var all [][]int
	for n := range 100 {
		list := lists.Make(n)
		for i := range list {
			assert.Zero(t, list[i])
			list[i] = n
		}
		all = append(all, list)
	}
	for n, list := range all {
		assert.Len(t, list, n)
		for _, v := range list {
			assert.Equal(t, n, v)
		}
		if n > 0 {
			_ = append(list, -1) // must not run into the next
		}
	}
	assert.Equal(t, []int{99}, all[99][:1])
	assert.Equal(t, []int{1, 2, 3}, lists.Copy([]int{1, 2, 3}))
}
