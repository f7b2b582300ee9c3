// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. What is known of a value's sign: a program and a position go in. The size of a product with a
// factor that is never negative is that factor times the size of the rest, and the rest has its sign.
#pragma once

#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// Is it ≥ +0 or NaN, whatever the inputs?
constexpr bool is_never_negative(const program& p, program::position at) {
  const instruction& i = p[at];
  const auto holds = [&](std::size_t k) { return is_never_negative(p, i.arguments[k]); };
  switch (i.op) {
    case operation::number: return i.value > 0;
    case operation::multiply: return i.arguments[0] == i.arguments[1] || (holds(0) && holds(1));
    case operation::add: return holds(0) && holds(1);
    case operation::multiply_add: return holds(2) && (i.arguments[0] == i.arguments[1] || (holds(0) && holds(1)));
    default: return rule_of(i.op).is(nonnegative);
  }
}

/// The operand of a product that is not the factor which is never negative; −1 if there is none.
constexpr int signed_operand(const program& p, program::position at) {
  const instruction& i = p[at];
  if (i.op != operation::multiply || i.arguments[0] == i.arguments[1]) return -1;
  return is_never_negative(p, i.arguments[0]) ? 1 : is_never_negative(p, i.arguments[1]) ? 0 : -1;
}

/// A value with the same sign that is as simple as can be.
constexpr program::position sign_carrier(const program& p, program::position at) {
  for (int k; (k = signed_operand(p, at)) >= 0;) at = p[at].arguments[k];
  return at;
}

/// −|u|
constexpr program::position emit_minus_size(program& to, program::position u) {
  const int k = signed_operand(to, u);
  if (k < 0) return to.emit(operation::negate, is_never_negative(to, u) ? u : to.emit(operation::abs, u));
  const program::position factor = to[u].arguments[1 - k], rest = to[u].arguments[k];
  return to.emit(operation::multiply, factor, emit_minus_size(to, rest));
}

}  // namespace ogive::detail
