// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: gradients[param<...>]: the formula has no parameter of this name; ask for one that it has
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
float call(std::vector<float>& a) { return ogive::backward<ogive::activations::prelu>(a, a, a)[param<"slpoe">]; }
#else
float call(std::vector<float>& a) { return ogive::backward<ogive::activations::prelu>(a, a, a)[param<"slope">]; }
#endif
