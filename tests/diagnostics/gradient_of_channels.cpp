// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: gradients[param<...>]: this parameter is bound to a value for each channel; its gradient is where
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
auto call(std::vector<float>& a, std::vector<float>& b) {
  return ogive::backward<ogive::activations::prelu>(a, a, a, param<"slope"> = a, gradient<"slope"> = b)[param<"slope">];
}
#else
auto call(std::vector<float>& a, std::vector<float>& b) {
  return ogive::backward<ogive::activations::prelu>(a, a, a, param<"slope"> = b[0])[param<"slope">];
}
#endif
