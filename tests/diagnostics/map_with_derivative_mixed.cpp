// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_with_derivative<f>(in..., out, slope..., bindings...): the ranges mix float and double; pass one
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, [[maybe_unused]] std::vector<float>& b, [[maybe_unused]] std::vector<double>& d) {
  ogive::map_with_derivative<2 * x>(a, a, d);
}
#else
void call(std::vector<float>& a, [[maybe_unused]] std::vector<float>& b, [[maybe_unused]] std::vector<double>& d) {
  ogive::map_with_derivative<2 * x>(a, a, b);
}
#endif
