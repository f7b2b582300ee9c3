// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f(g...): a parameter is bound when numbers are put in, not in a substitution
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = (param<"slope">(1) * x)(3 * x, param<"slope"> = 2);
#else
inline constexpr auto formula = (param<"slope">(1) * x)(3 * x);
#endif
