// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: gradient<...> = v: v is no contiguous range of float or double; pass one
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<float>& b) {
  ogive::backward<ogive::activations::prelu>(a, a, a, param<"slope"> = a, gradient<"slope"> = 0.5F);
}
#else
void call(std::vector<float>& a, std::vector<float>& b) {
  ogive::backward<ogive::activations::prelu>(a, a, a, param<"slope"> = a, gradient<"slope"> = b);
}
#endif
