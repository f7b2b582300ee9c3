// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::evaluate<f>(v...): f reads rows (row_sum, row_max, row_mean); run it with map_rows<f>(matrix, out)
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = ogive::evaluate<x - row_mean(x)>(2.0);
#else
inline constexpr auto formula = ogive::evaluate<x - 1>(2.0);
#endif
