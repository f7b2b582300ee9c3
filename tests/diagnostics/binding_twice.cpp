// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: one parameter is bound twice in one call; bind it once
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) {
  ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = 0.1F, param<"slope"> = 0.2F);
}
#else
void call(std::vector<float>& a) { ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = 0.1F); }
#endif
