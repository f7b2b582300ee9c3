// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_with_derivative<f>(in..., out, slope..., bindings...): pass one range for each input of f, one
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, [[maybe_unused]] std::vector<float>& b, [[maybe_unused]] std::vector<float>& c) {
  ogive::map_with_derivative<x * y>(a, a, b, c);
}
#else
void call(std::vector<float>& a, [[maybe_unused]] std::vector<float>& b, [[maybe_unused]] std::vector<float>& c) {
  ogive::map_with_derivative<x * x>(a, b, c);
}
#endif
