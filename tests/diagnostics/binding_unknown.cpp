// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: the formula has no parameter of this name; bind one that it has
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::map<ogive::activations::prelu>(a, a, param<"slpoe"> = 0.1F); }
#else
void call(std::vector<float>& a) { ogive::map<ogive::activations::prelu>(a, a, param<"slope"> = 0.1F); }
#endif
