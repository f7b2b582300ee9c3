// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: results(f, g)(h...): substitute into each formula: results(f(h...), g(h...))
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = results(x * x, sigmoid(x))(3 * x);
#else
inline constexpr auto formula = results(square(x)(3 * x), sigmoid(x)(3 * x));
#endif
