// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f(2.0): include <ogive/ogive.hpp> to evaluate a formula
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = (x * x)(3.0);
#else
inline constexpr auto formula = (x * x)(3 * x);
#endif
