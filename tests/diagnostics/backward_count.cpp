// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward<f>(in..., upstream, grad..., bindings...): pass one range for each input of f, one for the
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::backward<results(x, 2 * x)>(a, a, a); }
#else
void call(std::vector<float>& a) { ogive::backward<results(x, 2 * x)>(a, a, a, a); }
#endif
