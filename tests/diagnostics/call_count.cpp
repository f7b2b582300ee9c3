// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f(v...): as many values as f has inputs
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = (x * y)(3 * x);
#else
inline constexpr auto formula = (x * y)(3 * x, y);
#endif
