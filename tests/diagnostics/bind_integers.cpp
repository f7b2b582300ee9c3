// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: param<...> = v: v is neither a number nor a contiguous range of float or double; bind a number
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = std::vector<int>(3)); }
#else
void call(std::vector<float>& a) {
  ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = std::vector<float>(3));
}
#endif
