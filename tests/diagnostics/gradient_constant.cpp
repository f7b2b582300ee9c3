// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: gradient<...> = v: v is const; pass a range that can be written to
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, const std::vector<float>& b) {
  ogive::backward<ogive::activations::prelu>(a, a, a, param<"slope"> = a, gradient<"slope"> = b);
}
#else
void call(std::vector<float>& a, const std::vector<float>& b) {
  ogive::backward<ogive::activations::prelu>(a, a, a, param<"slope"> = b, gradient<"slope"> = a);
}
#endif
