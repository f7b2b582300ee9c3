// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f ^ v: this is no power in C++; write pow(f, v), square(f) or cube(f)
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = 3 * (x ^ 2);
#else
inline constexpr auto formula = 3 * pow(x, 2);
#endif
