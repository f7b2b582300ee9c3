// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f == g: formulas are not compared point by point
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr bool formula = x == y;
#else
inline constexpr auto formula = where(x < y, x, y);
#endif
