// Package regex matches JavaScript regular expressions (ECMAScript 2023 with annex B; of the flags all but d, s and v).
//
// Expressions that Go's regexp package can match with the same result are given to it, which takes linear time. The others
// – with lookaround, back references, or captures in repetitions – and text that is not ASCII are matched by backtracking,
// every step of which is charged, so that a catastrophic expression ends with an error instead of never.
package regex
