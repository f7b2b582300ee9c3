// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: param<...> = range: its elements are not those of the matrix; pass one element type
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) {
  ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = std::vector<double>(3));
}
#else
void call(std::vector<float>& a) {
  ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = std::vector<float>(3));
}
#endif
