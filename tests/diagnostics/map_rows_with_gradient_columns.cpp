// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_rows_with_gradient<f>: f is not one number for a row; use map_rows and backward_rows
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto f = x - row_mean(x);
#else
inline constexpr auto f = row_max(x) - row_mean(x);
#endif
void call(std::vector<float>& a, float& u, float& v) { ogive::map_rows_with_gradient<f>(a, u, v, a); }
