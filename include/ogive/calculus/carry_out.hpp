// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The node derive(f, wrt(v)) goes in, its program comes out, by forward mode; by reverse mode where
// f is one number for a row and v differs between its columns.
#pragma once

#include <type_traits>

#include <ogive/calculus/adjoint.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>
#include <ogive/expr/derivative.hpp>
#include <ogive/program/lower.hpp>

namespace ogive::detail {

// not constexpr: in a constant expression the call is the message
inline void derivative_of_row_is_a_matrix() {
  fail("ogive::derive(f): f makes a row of a row, and its derivative is a matrix; use backward_rows<f>");
}

constexpr bool has_rows(const program& p) {
  for (const instruction& i : p.code) {
    if (is_of_a_row(i.op)) return true;
  }
  return false;
}

/// Has ∂(the result)/∂symbol an entry for each pair of columns?
constexpr bool derivative_is_a_matrix(const program& p, symbol_slot symbol) {
  if (symbol.kind == operation::parameter || !has_rows(p)) return false;
  program copy = p;
  return exact_rewriter(copy, 0).varies(p.results[0]);
}

/// ∂(the result)/∂symbol
constexpr program derivative_program(const program& p, symbol_slot symbol) {
  if (derivative_is_a_matrix(p, symbol)) derivative_of_row_is_a_matrix();
  if (symbol.kind == operation::parameter || !has_rows(p)) return differentiate(p, {symbol}, false);
  return gradient_of_row(p, symbol);
}

template <class F, class Symbol>
struct lowering<derivative<F, Symbol>> {
  static constexpr program::position into(lowering_scope& scope, const derivative<F, Symbol>& e) {
    const program body = rewrite_exactly(lower(e.body, scope.out->rules));
    return splice(scope, derivative_program(body, slot_in(body, std::type_identity<Symbol>{})));
  }
};

}  // namespace ogive::detail
