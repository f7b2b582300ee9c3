// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: if (f < g): a formula has no value yet; write where(f < g, a, b)
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
constexpr auto relu() {
  if (x > 0) return 1.0;
  return 0.0;
}
inline constexpr auto formula = relu();
#else
inline constexpr auto formula = where(x > 0, 1.0, 0.0) * x;
#endif
