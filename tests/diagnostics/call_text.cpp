// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f(v...): v is neither a number, nor a formula, nor a binding param<...> = number
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = (x * x)("three");
#else
inline constexpr auto formula = (x * x)(3 * x);
#endif
