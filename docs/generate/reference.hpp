// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The programs of an activation and of its derivatives, and their values in long double: nothing of the library's
// kernels, limits and rounding is in them.
#pragma once

#include <cstdint>

#include <ogive/calculus/adjoint.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>

#include "catalogue/table.hpp"
#include "sweep/steps.hpp"

namespace ogive::document {

using catalogue::real;
using catalogue::record;
using steps = sweep::steps<real>;
using column = steps::column;
using columns = steps::columns;

/// The program of an activation after the exact rules.
inline program exact_program(const record& r) { return rewrite_exactly(r.lowered()); }

/// No parameter has a value for each column.
inline constexpr std::uint64_t one_for_all_columns = 0;

/// ∂f/∂symbol, or for a row formula the share of the symbol in the gradient of Σᵢ upstreamᵢ·fᵢ.
inline program derivative_program(const record& r, symbol_slot by) {
  const program value = exact_program(r);
  return rewrite_exactly(r.over_rows ? vector_jacobian_product(value, {by}, one_for_all_columns)
                                     : differentiate(value, {by}, false));
}

inline constexpr symbol_slot by_x{operation::input, 0};

inline column initial_values(const record& r) {
  column values;
  for (const parameter_slot& p : r.parameters) values.push_back(static_cast<real>(p.initial));
  return values;
}

}  // namespace ogive::document
