// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: gradient<...> = range: the parameter has one value in this call, and g[param<...>] is its gradient
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<float>& b) {
  ogive::backward_rows<ogive::activations::prelu>(a, a, a, param<"slope"> = 0.1, gradient<"slope"> = b);
}
#else
void call(std::vector<float>& a, std::vector<float>& b) {
  ogive::backward_rows<ogive::activations::prelu>(a, a, a, param<"slope"> = a, gradient<"slope"> = b);
}
#endif
