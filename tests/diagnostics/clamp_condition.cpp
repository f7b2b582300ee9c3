// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: max(f, v), pow(f, v), where(c, f, v), clamp, horner, results: v is neither a number nor a formula
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = clamp(x, -1, x < 1);
#else
inline constexpr auto formula = clamp(x, -1, 1);
#endif
