// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: with_gradient(f, g): g is a number, whose derivative is 0; pass the formula
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = with_gradient(sign(x), 2);
#else
inline constexpr auto formula = with_gradient(sign(x), 2 * x);
#endif
