// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. An instruction goes in; what it reads as comes out: the word of the language that it once was. max,
// min, clamp and abs with a kink rule are selects in a program, row_mean is a quotient, stop has a number as gradient.
#pragma once

#include <string_view>

#include <ogive/print/sink.hpp>
#include <ogive/program/primitives.hpp>

namespace ogive::detail {

/// The name of a function; also of those that have no row in the rulebook: a row's operations, and what passes write.
constexpr std::string_view name_of(operation op) {
  switch (op) {
    case operation::row_size: return "row_size";
    case operation::row_sum: return "row_sum";
    case operation::row_max: return "row_max";
    case operation::row_argmax: return "row_argmax";
    case operation::row_pick: return "row_pick";
    case operation::at_column: return "at_column";
    case operation::with_gradient: return "with_gradient";
    case operation::attenuate: return "attenuate";
    case operation::pass_nan: return "pass_nan";
    case operation::copy_sign: return "copy_sign";
    case operation::fast_exp: return "fast_exp";
    case operation::fast_tanh: return "fast_tanh";
    case operation::product_error: return "product_error";
    case operation::sum_error: return "sum_error";
    case operation::multiply_add_error: return "multiply_add_error";
    case operation::exp_of_sum: return "exp_of_sum";
    case operation::expm1_of_sum: return "expm1_of_sum";
    case operation::exp_of_minus_exp: return "exp_of_minus_exp";
    case operation::select_sign: return "select_sign";
    case operation::minus_abs: return "minus_abs";
    case operation::positive_part: return "positive_part";
    case operation::self_gated_exp: return "self_gated_exp";
    case operation::self_gated_gaussian: return "self_gated_gaussian";
    case operation::times_exp: return "times_exp";
    case operation::times_exp_of_sum: return "times_exp_of_sum";
    case operation::times_gaussian: return "times_gaussian";
    case operation::half_exp: return "half_exp";
    case operation::half_gaussian: return "half_gaussian";
    case operation::times_rest_of_exp: return "times_rest_of_exp";
    case operation::times_rest_of_exp_of_sum: return "times_rest_of_exp_of_sum";
    case operation::times_rest_of_gaussian: return "times_rest_of_gaussian";
    case operation::normal_tail: return "normal_tail";
    case operation::log1p_of_decay: return "log1p_of_decay";
    case operation::one_plus_exp: return "one_plus_exp";
    case operation::one_plus_exp_of_sum: return "one_plus_exp_of_sum";
    default: return rule_of(op).name;
  }
}

/// A select as a person would write it. Operands that a kind does not have are −1.
struct choice {
  enum { where, max, min, clamp, abs } kind = where;
  program::position left = -1, right = -1;  // the arguments; of where the sides of its condition
  program::position a = -1, b = -1;         // of where its branches; of clamp a is the upper limit
  bool greater = false;                     // left > right instead of left < right
  bool or_equal = false;
};

constexpr choice choice_of(const program_view& p, const instruction& i) {
  const program::position l = i.arguments[0], r = i.arguments[1], a = i.arguments[2], b = i.arguments[3];
  if (i.op == operation::where_less) {
    // where(l < r, r, l) = max(l, r), where(l < r, l, r) = min(l, r), with a number last
    const bool is_max = l == b && r == a, is_min = l == a && r == b;
    if (is_max) return p.is_number(l) ? choice{choice::max, r, l} : choice{choice::max, l, r};
    if (is_min) {
      const program::position u = p.is_number(r) ? l : r, limit = p.is_number(r) ? r : l;
      if (p.is_number(limit) && p.is(u, operation::where_less) && p[u].value == i.value) {
        const choice inner = choice_of(p, p[u]);
        if (inner.kind == choice::max && p.is_number(inner.right))
          return {choice::clamp, inner.left, inner.right, limit};
      }
      return {choice::min, u, limit};
    }
    // where(u < 0, −u, u) = |u|
    if (p.is_number(r, 0) && p.is(a, operation::negate) && p[a].arguments[0] == l && b == l) return {choice::abs, l};
  }
  // a number stands on the right
  const bool greater = p.is_number(l), or_equal = i.op == operation::where_less_equal;
  return {choice::where, greater ? r : l, greater ? l : r, a, b, greater, or_equal};
}

}  // namespace ogive::detail
