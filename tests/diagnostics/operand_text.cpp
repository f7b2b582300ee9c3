// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f op v: v is neither a number nor a formula; write a number such as 2.0
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = x * "two";
#else
inline constexpr auto formula = x * 2;
#endif
