// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_rows_with_gradient<f>(in..., upstream, out, grad, bindings...): pass one matrix for each input of f, the upstream of each row, the values and the gradient
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

inline constexpr auto loss = row_mean(square(x - y));
#ifdef WRONG
void call(std::vector<float>& a, std::vector<float>& b) { ogive::map_rows_with_gradient<loss>(a, b, b, a); }
#else
void call(std::vector<float>& a, float& u, float& v) { ogive::map_rows_with_gradient<loss>(a, a, u, v, a); }
#endif
