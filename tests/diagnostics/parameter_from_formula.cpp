// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: param<...>(v): v is no number; a parameter begins with one
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = param<"slope">(y) * x;
#else
inline constexpr auto formula = param<"slope">(0.25) * x;
#endif
