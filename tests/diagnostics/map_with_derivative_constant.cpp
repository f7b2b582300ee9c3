// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_with_derivative<f>(in..., out, slope..., bindings...): an output is const; pass ranges that can
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<float>& b, const std::vector<float>& k) {
  ogive::map_with_derivative<2 * x>(a, b, k);
}
#else
void call(std::vector<float>& a, std::vector<float>& b, const std::vector<float>& k) {
  ogive::map_with_derivative<2 * x>(k, a, b);
}
#endif
