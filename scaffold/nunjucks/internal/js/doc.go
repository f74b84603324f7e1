// Package js has the part of JavaScript that templates can see: values, their conversions, printing, comparison, and the
// methods of strings, numbers, arrays and regular expressions, as ECMAScript 2023 defines them.
//
// A Value is one of
//
//	Undefined   undefined
//	nil         null
//	bool        a boolean
//	float64     a number
//	string      a string
//	*Safe       a string marked as not to be escaped, which is an object in Nunjucks
//	*Array      an array
//	*Object     an object
//	*Func       a function
//	*Regexp     a regular expression
//	*Iterator   what keys, matchAll and the like return
//
// Strings are UTF-8, with halves of surrogate pairs encoded as UTF-8 would (WTF-8); lengths and indexes are UTF-16's.
//
// Whatever can take time or memory is charged to a [Meter], so that a render can be bounded.
package js
