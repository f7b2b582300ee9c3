// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward<f>(in..., upstream, grad..., bindings...): pass contiguous ranges of float or double, then
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::backward<2 * x>(a, a, 1); }
#else
void call(std::vector<float>& a) { ogive::backward<2 * x>(a, a, a); }
#endif
