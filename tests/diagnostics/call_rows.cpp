// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f(2.0): f reads rows (row_sum, row_max, row_mean); run it with ogive::map_rows<f>(matrix, out)
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = (x - row_mean(x))(3.0);
#else
inline constexpr auto formula = (x - row_mean(x))(3 * x);
#endif
