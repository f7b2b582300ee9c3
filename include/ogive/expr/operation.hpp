// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. The words of the language as an enumeration: what a node of a formula, and later an instruction
// of a program, does. What each means is in the rulebook, program/primitives.hpp.
#pragma once

namespace ogive {

enum class operation : unsigned char {
  // leaves
  number,
  input,
  parameter,
  // arithmetic
  add,
  subtract,
  multiply,
  divide,
  negate,
  // functions of one argument
  exp,
  expm1,
  log,
  log1p,
  sqrt,
  abs,
  sign,
  tanh,
  sech2,
  sigmoid,
  softplus,
  erf,
  erfc,
  pdf,
  cdf,
  sin,
  cos,
  atan,
  asinh,
  floor,
  // functions of two arguments
  pow,
  // a row of a matrix: numbers that it has one of, reductions over it, choices by column
  row_size,
  row_input,  // an input with one number for each row
  row_sum,
  row_max,
  row_argmax,  // the column of the first maximum
  row_pick,    // (u, j): u in column j
  at_column,   // (j, a, b): a in column j, else b
  // (u, v): u, with the derivatives of v
  with_gradient,
  // choices; where_less(l, r, a, b) is a if l < r, else b, and NaN if an input in l or r is NaN
  max,
  min,
  where_less,
  where_less_equal,
  // only the calculus writes these: see calculus/stable.hpp, calculus/basis.hpp and calculus/rounding.hpp
  attenuate,  // (u, v): u·v, and 0 where v is 0
  pass_nan,   // (u, v): v, and NaN where u is NaN
  copy_sign,
  select_less,  // (l, r, a, b): a if l < r, else b, also for NaN
  select_less_equal,
  select_sign,  // (t, a, b): a if the sign bit of t is 0, else b
  minus_abs,    // −|u|
  positive_part,        // u if u > 0, else 0 with the sign of u
  multiply_add,         // (u, v, w): u·v + w, rounded once
  negate_multiply_add,  // (u, v, w): w − u·v, rounded once
  number_error,         // of a number: what it loses when it becomes a float
  product_error,        // (u, v, p): u·v − p for p = u·v rounded
  sum_error,            // (u, v, s): u + v − s for s = u + v rounded
  multiply_add_error,   // (u, v, w, s): u·v + w − s for s = u·v + w rounded
  exp_of_sum,           // (u, v): exp(u + v) for a rounding error v of u
  expm1_of_sum,         // (u, v): exp(u + v) − 1 for a rounding error v of u
  exp_of_minus_exp,     // exp(−eᵘ)
  times_exp,            // (u, v): u·eᵛ, one rounding and one scaling, 0 where eᵛ vanishes; calculus/decaying.hpp
  times_exp_of_sum,     // (u, v, w): u·exp(v + w) for a rounding error w of v, likewise
  times_gaussian,       // (u, v): u·exp(−v²/2), likewise
  self_gated_exp,       // (u, v, w): w + u·v·eᵛ for v ≤ 0 and a u of moderate size
  self_gated_gaussian,  // (u, v, w): w − u·v·exp(−v²/2) for v ≥ 0, likewise
  half_exp,             // 2ᵏ with k near half the exponent of eᵘ
  half_gaussian,        // likewise for exp(−u²/2)
  times_rest_of_exp,    // (u, v): u·eᵛ / half_exp(v)
  times_rest_of_exp_of_sum,  // (u, v, w): u·exp(v + w) / half_exp(v) for a rounding error w of v
  times_rest_of_gaussian,  // (u, v): u·exp(−v²/2) / half_gaussian(v)
  normal_tail,          // exp(u²/2)·cdf(−u) for u ≥ 0
  log1p_of_decay,       // log1p(u) for 0 ≤ u ≤ 1
  one_plus_exp,         // 1 + eᵘ for u ≤ 0
  one_plus_exp_of_sum,  // (u, v): 1 + exp(u + v) for a rounding error v of u
  fast_exp,             // in programs with rewriting::fast
  fast_tanh,
  count,  // how many there are
};

/// The choices that people write; a program that runs has select_less and select_less_equal instead.
constexpr bool is_choice_of_language(operation op) {
  return op == operation::max || op == operation::min || op == operation::where_less ||
         op == operation::where_less_equal;
}

/// Does the operation need a whole row of a matrix, or know its place in one?
constexpr bool is_of_a_row(operation op) { return operation::row_size <= op && op <= operation::at_column; }

/// Which derivative a choice has at a tie; see at_kink in expr/kink.hpp. A program keeps it in `instruction::value`.
enum class kink : unsigned char { as_written, left, right, middle, minimum_norm };

/// What may be rewritten: each set holds the ones before it.
enum class rewriting : unsigned char {
  none,    ///< nothing: the formula as it was written
  exact,   ///< what holds for real numbers and simplifies: 0 and 1, like terms, signs
  stable,  ///< also what floating point computes better than it was written, at whatever cost; what everything has
  fast,    ///< also what costs a few ULP; see fast(f) in expr/rewriting.hpp
};

}  // namespace ogive
