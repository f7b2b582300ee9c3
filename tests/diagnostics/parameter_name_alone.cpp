// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f op v: v is neither a number nor a formula; write a number such as 2.0, an input such as x, or a
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = param<"slope"> * x;
#else
inline constexpr auto formula = param<"slope">(0.25) * x;
#endif
